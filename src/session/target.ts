import { dirname, join, relative, resolve } from "node:path";
import { checkBaseUrl, isLoopback } from "../api/base-url.ts";
import { exitCode } from "../core/errors/exit-code.ts";
import { Failure, failure } from "../core/errors/problem.ts";
import { environmentNameOf, type EnvironmentName } from "../core/names/environment-name.ts";
import { keyNameOf } from "../core/names/key-variables.ts";
import type { Environment } from "../manifest/manifest.ts";
import { besideLockfile, type StorePaths } from "../store/places.ts";
import { proxyOf } from "../system/http/proxy.ts";
import type { Context } from "./context.ts";
import { withoutFlags, type SessionOptions } from "./options.ts";
import { placeFlags } from "./typed-flags.ts";

/** Which API a run speaks to, and as which environment of the manifest. */
export interface Target {
  /** `sandbox`. */
  readonly name: EnvironmentName;
  /** Checked, without a slash at its end. */
  readonly baseUrl: string;
  /** An emulator: it has a lockfile of its own, made silently (docs/design.md#4-lockfile-journal-ledger). */
  readonly isLoopback: boolean;
  /** The flags of the user that the commands which are printed say again. */
  readonly flags: readonly string[];
  /** The organization whose key it is, if several share the variables. */
  readonly keyOf?: string;
}

const builtIn = {
  sandbox: "https://svc.sandbox.anon.com",
  production: "https://svc.prod.anon.com",
} as const;

/** The base URL that is built in for a target; an emulator has none. */
export function builtInUrl(target: string): string | undefined {
  return target === "sandbox" || target === "production" ? builtIn[target] : undefined;
}

/**
 * The target of an environment; `written` is its name in the manifest. The base URL is never taken from the manifest or the lockfile: a
 * pull request from a fork could steer the key to its own server (docs/design.md#3-manifest).
 */
export function targetOf(
  context: Pick<Context, "variables">,
  options: Pick<
    SessionOptions,
    "config" | "lockfile" | "baseUrl" | "state" | "keyOf" | "isEnvTyped"
  >,
  environment: Environment,
  written: string,
): Target {
  const name = environmentNameOf(written);
  const given = options.baseUrl ?? (context.variables["ANON_BASE_URL"] || undefined);
  if (given === undefined && environment.target === "emulator")
    throw failure(
      exitCode.invalid,
      "no-emulator",
      `The environment ${name} is an emulator, and nobody said where it is.`,
      "Run `anon-sync emulator exec -- COMMAND`, or start one with `anon-sync emulator start` and set ANON_BASE_URL.",
    );
  const text = given ?? (environment.target === "emulator" ? "" : builtIn[environment.target]);
  const baseUrl = checkBaseUrl(text);
  if (typeof baseUrl !== "string") throw new Failure(exitCode.invalid, [baseUrl]);
  if (environment.target === "emulator" && !isLoopback(baseUrl))
    throw failure(
      exitCode.invalid,
      "not-an-emulator",
      `The environment ${name} is an emulator, and ${baseUrl} is not on this machine.`,
      "Choose another environment with -e, or give the emulator's own base URL.",
    );
  const { keyOf } = options;
  if (keyOf !== undefined && keyNameOf(keyOf) === "") throw namesNoVariable(keyOf);
  const flags = placeFlags(options);
  const target = { name, baseUrl, isLoopback: isLoopback(baseUrl), flags, keyOf };
  if (!isProduction(environment, target)) return target;
  if (options.isEnvTyped !== true) throw productionNotSaid(environment, target);
  refuseOtherTarget(environment, name, baseUrl);
  // The default environment, if a manifest makes production of it, is said again, too.
  const typed = name === withoutFlags.env ? ["-e", name] : [];
  return { ...target, flags: [...target.flags, ...typed] };
}

function namesNoVariable(keyOf: string): Failure {
  return failure(
    exitCode.invalid,
    "bad-value",
    `--key-of ${JSON.stringify(keyOf)} has no letter from A to Z and no digit: no variable is named so.`,
    "Name the organization as its variable does: ANON_API_KEY_ACME is --key-of acme",
  );
}

function isProduction({ target }: Environment, { baseUrl, isLoopback: isHere }: Target): boolean {
  return (target === "production" && !isHere) || isProductions(baseUrl);
}

/**
 * Production is never what a command means when it names no environment, whatever the manifest or a
 * variable makes of the default.
 */
function productionNotSaid({ target }: Environment, { name, baseUrl }: Target): Failure {
  return failure(
    exitCode.refused,
    "production-not-said",
    `The environment ${name} at ${baseUrl} is production, and -e was not typed. Nothing was sent.`,
    target === "production"
      ? `If production is meant, type the same with -e ${name}. If not, correct the target of ${name} in the manifest.`
      : "If production is meant, type the same with -e and its environment. If not, unset ANON_BASE_URL or leave out --base-url.",
  );
}

/** By its host alone. */
function isProductions(baseUrl: string): boolean {
  return hostOf(baseUrl) === hostOf(builtIn.production);
}

/**
 * Refuses a way on which the key must not go, before anything is sent. Throws a Failure if
 * certificates are not verified, or a proxy is named that is none. Plain http, which goes only to
 * this machine, knows neither.
 */
export function checkWay({ variables }: Pick<Context, "variables">, { baseUrl }: Target): void {
  const url = new URL(baseUrl);
  if (url.protocol === "http:") return;
  // Ours are verified even so. But who set it expects otherwise, and must not be left guessing.
  if (variables["NODE_TLS_REJECT_UNAUTHORIZED"] === "0")
    throw failure(
      exitCode.refused,
      "tls-not-verified",
      "NODE_TLS_REJECT_UNAUTHORIZED=0 turns the verification of TLS certificates off. Nothing was sent.",
      "Unset it. Where a proxy or a server has a certificate of your own CA, set NODE_EXTRA_CA_CERTS to the file of that CA's certificate.",
    );
  proxyOf(variables, url);
}

/** The paths of a target's files: the lockfile beside the manifest, the rest where git keeps it. */
export async function placesOf(
  context: Pick<Context, "currentFolder" | "system">,
  options: Pick<SessionOptions, "config" | "lockfile">,
  target: Pick<Target, "name" | "isLoopback">,
): Promise<StorePaths> {
  const suffix = target.isLoopback ? ".emulator" : "";
  const folder = dirname(resolve(context.currentFolder, options.config));
  const lockfile =
    options.lockfile === undefined
      ? join(folder, lockfileName(target.name, suffix))
      : resolve(context.currentFolder, options.lockfile);
  const workTree = await context.system.git.workTree(dirname(lockfile));
  // In git's own folder neither `git clean` nor a branch switch takes journal and ledger away.
  const stateDirectory =
    workTree === undefined
      ? join(dirname(lockfile), besideLockfile)
      : join(workTree.commonDirectory, "anon-sync");
  // Relative, so that a repository that is moved or cloned beside itself still knows its own.
  const name = relative(workTree?.root ?? dirname(lockfile), lockfile);
  return { lockfile, stateDirectory, name };
}

/** The only way there is from an environment's name to a file's. */
function lockfileName(environment: EnvironmentName, suffix: "" | ".emulator"): string {
  return `anon.lock.${environment}${suffix}.json`;
}

/**
 * A key of production must not reach the sandbox's host, nor its lockfile be bound to it, because a
 * variable was left over from another environment. Throws a Failure.
 */
function refuseOtherTarget({ target }: Environment, name: string, baseUrl: string): void {
  const theirs = Object.entries(builtIn).find(([, url]) => hostOf(url) === hostOf(baseUrl))?.[0];
  if (theirs === undefined || theirs === target) return;
  throw failure(
    exitCode.refused,
    "url-of-another-target",
    `The environment ${name} is bound to ${target}, and ${baseUrl} is ${theirs}. Nothing was sent or written.`,
    `Unset ANON_BASE_URL or leave out --base-url; or choose an environment of ${theirs} with -e.`,
  );
}

/** A host may be written with a dot at its end. */
function hostOf(url: string): string {
  return new URL(url).hostname.replace(/\.$/, "");
}
