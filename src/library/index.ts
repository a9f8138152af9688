import { resolve } from "node:path";
import { exitCode } from "../core/errors/exit-code.ts";
import { keyVariablesOf } from "../core/names/key-variables.ts";
import { Failure } from "../core/errors/problem.ts";
import { resolveManifest } from "../manifest/resolve.ts";
import { kinds } from "../kinds/index.ts";
import { styleFor } from "../cli/colour.ts";
import { createSystem, Interrupted, thisProcess, type Context } from "../session/context.ts";
import type * as library from "./types.ts";
import { loadManifest as readManifest } from "../session/manifest-file.ts";
import { withoutFlags, type Options, type RunCommand } from "../session/options.ts";
import { createOutputGate } from "../cli/output-gate.ts";

export { Failure };

/** See types.ts, which documents all functions of this file. */
export const loadManifest: typeof library.loadManifest = async (file, options = {}) => {
  const { environment = withoutFlags.env, folder = "." } = options;
  const currentFolder = resolve(folder);
  const system = createSystem({}, currentFolder);
  const { manifest, problems, text } = await readManifest({ currentFolder, system }, file);
  const sources = new Map([[file, text]]);
  if (manifest === undefined) throw new Failure(exitCode.invalid, problems, sources);
  const resolved = resolveManifest(manifest, environment, kinds);
  if (resolved.problems.length > 0) throw new Failure(exitCode.invalid, resolved.problems, sources);
  const resources = resolved.wanted.map(({ address, kind, fields, dependsOn }) => {
    return { address, kind, fields, dependsOn };
  });
  const environments = [...manifest.environments.keys()];
  return { environment, environments, resources, warnings: problems };
};

export const plan: typeof library.plan = async (options = {}) => {
  const { run } = await import("../commands/plan.ts");
  return (await documentOf(run, options, {})) as library.PlanDocument;
};

export const apply: typeof library.apply = async (options = {}) => {
  const { run } = await import("../commands/apply/apply.ts");
  const { maxCreates, expect } = options;
  const approval = { autoApprove: true, ...present({ maxCreates, expect }) };
  return (await documentOf(run, options, approval)) as library.AppliedDocument;
};

/** Runs a command, and returns the one JSON document that the command prints on stdout. */
async function documentOf(
  run: RunCommand,
  options: library.RunOptions,
  more: Partial<Options>,
): Promise<unknown> {
  const currentFolder = resolve(options.folder ?? ".");
  const variables = variablesOf(options);
  let printed = "";
  const ended = new AbortController();
  const given = contextOf(options, variables, (text) => (printed += text), ended.signal);
  const system = createSystem(variables, currentFolder, given.redactForeign);
  const context = { ...given, currentFolder, system };
  try {
    await run(context, { ...flagsOf(options), ...more }, []);
    return JSON.parse(printed) as unknown;
  } finally {
    ended.abort();
    system.close();
  }
}

/** A host without a terminal, a person to ask, or a stream of the process. */
function contextOf(
  { signal, onMessage }: library.RunOptions,
  variables: Context["variables"],
  print: (text: string) => void,
  ended: AbortSignal,
): Omit<Context, "currentFolder" | "system"> {
  const gate = createOutputGate(variables);
  const style = styleFor({ variables, isTerminal: false, noColour: true });
  const stop = new AbortController();
  const end = (): void => stop.abort(new Interrupted("SIGTERM"));
  if (signal?.aborted === true) end();
  // The caller's signal may outlive many runs.
  signal?.addEventListener("abort", end, { once: true, signal: ended });
  const output = (write: (text: string) => void) => {
    const redact = gate.redactPieces();
    return { write: (text: string) => write(redact(text)), isTerminal: false, style };
  };
  return {
    variables,
    out: output(print),
    err: output((text) => onMessage?.(text)),
    ask: undefined,
    interrupt: { stop: stop.signal, abandon: new AbortController().signal },
    protect: gate.protect,
    redact: gate.redact,
    redactForeign: gate.redactForeign,
    // Only --secret-stdout calls `reveal`, and the library has no option for --secret-stdout.
    reveal: () => Promise.reject(new Error("there is no stdout for a secret")),
    process: thisProcess(),
  };
}

/** Returns the variables, with the API key in the environment's own variable, which wins. */
function variablesOf(options: library.RunOptions): Context["variables"] {
  const { variables = {}, apiKey, environment = withoutFlags.env } = options;
  if (apiKey === undefined) return variables;
  const [name] = keyVariablesOf({ name: environment });
  return { ...variables, [name]: apiKey };
}

function flagsOf(options: library.RunOptions): Options {
  const { environment, manifest, lockfile, baseUrl, parallelism } = options;
  const { replace, recreate, target, exclude, notRenamed } = options;
  return {
    ...withoutFlags,
    json: true,
    isEnvTyped: environment !== undefined,
    ...present({ env: environment, config: manifest, lockfile, baseUrl, parallelism }),
    ...present({ replace, recreate, target, exclude, notRenamed }),
  };
}

/** Returns the values without the undefined ones. */
function present<Value>(values: Readonly<Record<string, Value | undefined>>): object {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
