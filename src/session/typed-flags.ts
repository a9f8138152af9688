import type { CommandEnvironment } from "../report/suggested-command.ts";
import { withoutFlags, type Options } from "./options.ts";

/**
 * The flags that a user named the files and the API with, to be said again by the commands that are
 * printed. A variable needs no saying: it is there for the next command, too.
 */
export function placeFlags({
  config,
  lockfile,
  baseUrl,
  state,
  keyOf,
}: Pick<Options, "config" | "lockfile" | "baseUrl" | "state" | "keyOf">): readonly string[] {
  return [
    ...configFlag({ config }),
    ...(lockfile === undefined ? [] : ["--lockfile", lockfile]),
    ...(baseUrl === undefined ? [] : ["--base-url", baseUrl]),
    ...(state === undefined ? [] : ["--state", state]),
    ...(keyOf === undefined ? [] : ["--key-of", keyOf]),
  ];
}

/** The manifest alone, for a command that looks at nothing else. */
export function configFlag({ config }: Pick<Options, "config">): readonly string[] {
  return config === withoutFlags.config ? [] : ["-c", config];
}

/** What a printed command is about where there is no session yet. */
export function commandContext(
  options: Pick<Options, "env" | "config" | "lockfile" | "baseUrl" | "state" | "keyOf">,
): Required<CommandEnvironment> & Pick<Options, "keyOf"> {
  return { name: options.env, flags: placeFlags(options), keyOf: options.keyOf };
}

/** The flags that say what is planned: without one of them, another plan is made. */
export function planFlags({
  replace,
  recreate,
  notRenamed,
  target,
  exclude,
}: Pick<Options, "replace" | "recreate" | "notRenamed" | "target" | "exclude">): readonly string[] {
  return [
    ...repeated("--replace", replace),
    ...repeated("--recreate", recreate),
    ...repeated("--not-renamed", notRenamed),
    ...repeated("--target", target),
    ...repeated("--exclude", exclude),
  ];
}

/** What was said of the JWKS of new pools: apply refuses what plan only warns of. */
export function jwksFlags({
  skipJwksCheck,
  allowPrivateJwks,
}: Pick<Options, "skipJwksCheck" | "allowPrivateJwks">): readonly string[] {
  return [
    ...(skipJwksCheck === true ? ["--skip-jwks-check"] : []),
    ...(allowPrivateJwks === true ? ["--allow-private-jwks"] : []),
  ];
}

function repeated(flag: string, addresses: readonly string[]): string[] {
  return addresses.flatMap((address) => [flag, address]);
}
