import { dirname, relative, resolve } from "node:path";
import { createApi } from "../api/client.ts";
import { exitCode } from "../core/errors/exit-code.ts";
import { Failure, failure } from "../core/errors/problem.ts";
import type { Kind } from "../core/kind.ts";
import { keyVariablesOf } from "../core/names/key-variables.ts";
import type { ReportedEnvironment } from "../core/plan/plan-document.ts";
import type { Git } from "../core/ports.ts";
import { version } from "../core/version.ts";
import type { Api } from "../core/wire/api.ts";
import { createLimiter, type Limiter } from "../engine/limiter.ts";
import { kinds } from "../kinds/index.ts";
import type { Manifest } from "../manifest/manifest.ts";
import { resolveManifest, type ResolvedManifest } from "../manifest/resolve.ts";
import { keyVariables } from "../report/suggested-command.ts";
import type { StorePaths, StorePorts } from "../store/places.ts";
import { isSet } from "./ci.ts";
import type { Context } from "./context.ts";
import { refuseKeyConflict } from "./key-conflicts.ts";
import { requireManifest } from "./manifest-file.ts";
import type { SessionOptions } from "./options.ts";
import { checkWay, placesOf, targetOf, type Target } from "./target.ts";

/** One run's manifest, environment and places: everything that is known before any request. */
export interface Session<CommandOptions extends SessionOptions = SessionOptions> {
  readonly context: Context;
  readonly options: CommandOptions;
  readonly kinds: readonly Kind[];
  readonly manifest: Manifest;
  readonly manifestBytes: Uint8Array;
  readonly resolved: ResolvedManifest;
  readonly target: Target;
  readonly places: StorePaths;
  /** The lockfile's path as the user would type it, for messages. */
  readonly lockfileName: string;
  /** The work tree that holds the lockfile; undefined if it is in none. Throws a Failure, as Git has it. */
  findWorkTree(): ReturnType<Git["workTree"]>;
  readonly ports: StorePorts;
  /** Shared by all look-ups and creates of the run. */
  readonly limiter: Limiter;
  /** Why the key may not be used; see untrusted-run.ts. */
  readonly untrusted?: Failure;
  /** Present if the run is one of a CI that has no key. */
  readonly isKeyless?: true;
}

/** Reads the manifest and works out what it is for. Throws Failures. */
export async function openSession<CommandOptions extends SessionOptions>(
  context: Context,
  options: CommandOptions,
): Promise<Session<CommandOptions>> {
  // Git is asked for the lockfile's work tree while the manifest is read: it remembers the answer.
  const place = dirname(resolve(context.currentFolder, options.lockfile ?? options.config));
  void context.system.git.workTree(place).catch(() => undefined);
  const { manifest, bytes } = await requireManifest(context, options.config);
  return sessionOf(context, options, manifest, bytes);
}

/** The session of a manifest that was read. Throws Failures. */
export async function sessionOf<CommandOptions extends SessionOptions>(
  context: Context,
  options: CommandOptions,
  manifest: Manifest,
  bytes: Uint8Array,
): Promise<Session<CommandOptions>> {
  const resolved = resolveManifest(manifest, options.env, kinds);
  const environment = manifest.environments.get(options.env);
  if (environment === undefined || resolved.problems.length > 0)
    throw new Failure(exitCode.invalid, resolved.problems);
  const target = targetOf(context, options, environment, options.env);
  if (target.keyOf !== undefined)
    refuseKeyConflict(target.keyOf, manifest.environments.keys(), "--key-of");
  const places = await placesOf(context, options, target);
  const { disk, clock, random } = context.system;
  const refusal = await whyUntrusted(context, options, target);
  return {
    context,
    options,
    kinds,
    manifest,
    manifestBytes: bytes,
    resolved,
    target,
    places,
    lockfileName: shownPath(context, places.lockfile),
    findWorkTree: () => context.system.git.workTree(dirname(places.lockfile)),
    ports: { disk, clock, random },
    limiter: createLimiter(clock, options.parallelism, options.maxParallelism),
    ...(refusal !== undefined && { untrusted: refusal }),
  };
}

/** Why the key may not be used. Loaded if it may be so: in a CI of a code host, but for an emulator. */
async function whyUntrusted(
  context: Context,
  options: SessionOptions,
  { isLoopback }: Target,
): Promise<Failure | undefined> {
  const { GITHUB_ACTIONS: gitHub, GITLAB_CI: gitLab } = context.variables;
  if ((!isSet(gitHub) && !isSet(gitLab)) || isLoopback) return undefined;
  const { untrustedRun } = await import("./untrusted-run.ts");
  return untrustedRun(context, options);
}

/** The key of an environment; the first of its variables that is set. Undefined if there is none. */
export function apiKeyOf({
  context: { variables },
  target,
}: Pick<Session, "context" | "target">): string | undefined {
  const variable = keyVariablesOf(target).find((one) => variables[one]);
  return variable && variables[variable];
}

/**
 * A client with the key of the session's environment. Throws a Failure if there is none, if it
 * may not be used, or no way that it may go.
 */
export function apiOf(session: Session): Api {
  const { context, target, untrusted: refusal } = session;
  if (refusal !== undefined) throw refusal;
  checkWay(context, target);
  const apiKey = apiKeyOf(session);
  if (apiKey === undefined)
    throw failure(
      exitCode.unauthorized,
      "no-api-key",
      `There is no API key for the environment ${target.name}.`,
      `Set ${keyVariables(target)}. ${target.keyOf === undefined ? "A key is never read from a flag or a file" : "One without its name may be another organization's, and is not taken"}.`,
    );
  context.protect(apiKey);
  const { clock, random, transport } = context.system;
  return createApi({
    baseUrl: target.baseUrl,
    apiKey,
    version,
    transport: session.limiter.watching(transport()),
    clock,
    random,
    redaction: { add: context.protect, redactForeign: context.redactForeign },
  });
}

/** The environment of a run, for a report. */
export function reportedEnvironment(
  { name, baseUrl, flags, keyOf }: Pick<Target, "baseUrl" | "flags" | "keyOf"> & { name: string },
  organizationId: string | undefined,
): ReportedEnvironment {
  return { name, baseUrl, flags, keyOf, ...(organizationId !== undefined && { organizationId }) };
}

/** A path as the user would type it from where they are. */
export function shownPath({ currentFolder }: Pick<Context, "currentFolder">, path: string): string {
  const shown = relative(currentFolder, path);
  return shown === "" || shown.startsWith("..") ? path : shown;
}
