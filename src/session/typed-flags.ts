import type { CommandEnvironment } from "../report/suggested-command.ts";
import {
  withoutFlags,
  type ConsentOptions,
  type JwksOptions,
  type LocationOptions,
  type ReachOptions,
  type SessionOptions,
} from "./options.ts";

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
}: Pick<SessionOptions, "config" | "lockfile" | "baseUrl" | "state" | "keyOf">): readonly string[] {
  return [
    ...configFlag({ config }),
    ...(lockfile === undefined ? [] : ["--lockfile", lockfile]),
    ...(baseUrl === undefined ? [] : ["--base-url", baseUrl]),
    ...(state === undefined ? [] : ["--state", state]),
    ...(keyOf === undefined ? [] : ["--key-of", keyOf]),
  ];
}

/** The manifest alone, for a command that looks at nothing else. */
export function configFlag({ config }: Pick<LocationOptions, "config">): readonly string[] {
  return config === withoutFlags.config ? [] : ["-c", config];
}

/** The environment of a printed command while there is no session. */
export function commandContext(
  options: Pick<SessionOptions, "env" | "config" | "lockfile" | "baseUrl" | "state" | "keyOf">,
): Required<CommandEnvironment> & Pick<ReachOptions, "keyOf"> {
  return { name: options.env, flags: placeFlags(options), keyOf: options.keyOf };
}

/** The flags that say what is planned: without one of them, another plan is made. */
export function planFlags({
  replace,
  recreate,
  notRenamed,
  target,
  exclude,
}: ConsentOptions): readonly string[] {
  return [
    ...repeated("--replace", replace),
    ...repeated("--recreate", recreate),
    ...repeated("--not-renamed", notRenamed),
    ...repeated("--target", target),
    ...repeated("--exclude", exclude),
  ];
}

/** The typed flags about the JWKS of new pools: apply refuses a pool that plan only warns about. */
export function jwksFlags({ skipJwksCheck, allowPrivateJwks }: JwksOptions): readonly string[] {
  return [
    ...(skipJwksCheck === true ? ["--skip-jwks-check"] : []),
    ...(allowPrivateJwks === true ? ["--allow-private-jwks"] : []),
  ];
}

function repeated(flag: string, addresses: readonly string[]): string[] {
  return addresses.flatMap((address) => [flag, address]);
}
