import pLimit from "p-limit";
import { checkBaseUrl, isLoopback } from "../api/base-url.ts";
import { exitCode, exitCodeOfAll } from "../core/errors/exit-code.ts";
import { Failure, type Problem } from "../core/errors/problem.ts";
import type { JsonObject } from "../core/json.ts";
import { DiskError } from "../core/ports.ts";
import { parseObject } from "../core/wire/json-text.ts";
import { suggestedCommand } from "../report/suggested-command.ts";
import { problemsJson } from "../report/problems/problems.ts";
import {
  manifestHeader,
  renderWorkspace,
  workspaceDocument,
  type ManifestResult,
} from "../report/status/workspace.ts";
import { bare, jsonText } from "../report/text.ts";
import type { Context, Output } from "../session/context.ts";
import { diskProblem, explainError } from "../session/explain-error.ts";
import { environmentsHere } from "../session/key-conflicts.ts";
import { withoutFlags, type RunCommand, type Invocation } from "../session/options.ts";
import { placeFlags } from "../session/typed-flags.ts";
import { many, longName } from "./flags.ts";
import { checkApart, findManifests, type WorkspaceManifest } from "./manifests.ts";
import { patternOf } from "./pattern.ts";
import { select } from "./selection.ts";

/**
 * Runs a command for each manifest that --workspace matches, as if it had been named with -c, and tells
 * of all of them at the end. One that fails stops no other; after a signal no other begins. Throws a
 * Failure if nothing was run.
 */
export async function runWorkspace(
  context: Context,
  line: Invocation,
  run: RunCommand,
): Promise<number> {
  const { command, options } = line;
  const all = await findManifests(context, patternOf(context, line));
  if (command !== "validate") checkApart(all, await environmentsHere(context));
  const { manifests, sentence } = await select(context, all, options);
  context.err.write(`Workspace: ${sentence}\n`);
  const ordered = createOrderedOutput();
  // A person is asked about one plan at a time, with nothing else under way.
  const isAsking = command === "apply" && options.autoApprove !== true;
  const limit = pLimit(isAsking ? 1 : options.workspaceParallelism);
  const results = await Promise.all(
    manifests.map((manifest, number) =>
      limit(async () => {
        const result = await runOne(context, line, run, manifest, { ordered, number });
        ordered.end(number);
        return result;
      }),
    ),
  );
  const code = exitCodeOfAll(results.map((result) => result.exitCode ?? exitCode.interrupted));
  const { out, err } = context;
  const output = options.json === true ? err : out;
  output.write(`${manifests.length === 0 ? "" : "\n"}${renderWorkspace(results, output.style)}`);
  if (options.json === true) out.write(jsonText(workspaceDocument(results, code)));
  return code;
}

async function runOne(
  context: Context,
  { command, options, typed }: Invocation,
  run: RunCommand,
  { file, keyOf }: WorkspaceManifest,
  { ordered, number }: { readonly ordered: OrderedOutput; readonly number: number },
): Promise<ManifestResult> {
  // An emulator has one key for all; a real API has one for each organization.
  const whose = command === "validate" || isEmulator(context, options.baseUrl) ? undefined : keyOf;
  const own = { ...options, config: file, keyOf: whose };
  const alone = suggestedCommand(
    { name: withoutFlags.env, flags: placeFlags({ config: file, keyOf: whose }) },
    [command, ...flagsAlone(typed)],
  );
  if (context.interrupt.stop.aborted)
    return { file, exitCode: undefined, counts: "", document: {}, alone };
  let counts = "";
  let document = "";
  const inTurn = (output: Output): Output => ({
    write: (text) => ordered.write(number, output, text),
    // Output that waits for its turn is not visible while the manifest runs.
    isTerminal: false,
    style: output.style,
    receipt: (text) => context.err.write(`${bare(file)}: ${text}`),
  });
  const out = inTurn(context.out);
  const err = inTurn(context.err);
  const header = options.json === true ? err : out;
  header.write(`${number === 0 ? "" : "\n"}${manifestHeader(file, header.style)}`);
  try {
    const code = await run(
      {
        ...context,
        out: options.json === true ? { ...out, write: (text) => void (document += text) } : out,
        err,
        summarize: (words) => (counts = words),
      },
      own,
      [],
    );
    return { file, exitCode: code, counts, document: parseObject(document) ?? {}, alone };
  } catch (error) {
    const problems = problemsOf(error);
    return {
      file,
      exitCode: explainError(error, err),
      counts: [...new Set(problems.map((problem) => problem.code))].slice(0, 3).join(", "),
      document: { ...parseObject(document), ...problemsJson(problems) } as unknown as JsonObject,
      alone,
    };
  }
}

/** Whether the URL that all of them share is one of this machine's. */
function isEmulator({ variables }: Context, flag: string | undefined): boolean {
  const checked = checkBaseUrl(flag ?? variables["ANON_BASE_URL"] ?? "");
  return typeof checked === "string" && isLoopback(checked);
}

/** The typed words, without flags about several manifests and flags for programs. */
function flagsAlone(typed: Invocation["typed"]): readonly string[] {
  const left = ["--json", "--no-color", ...many.map(longName)];
  return [...typed].flatMap(([flag, words]) => (left.includes(flag) ? [] : words));
}

function problemsOf(error: unknown): readonly Problem[] {
  if (error instanceof Failure) return error.problems;
  return error instanceof DiskError ? [diskProblem(error)] : [];
}

/** The right to write to the shared streams, one manifest after another. */
interface OrderedOutput {
  /** Writes for the run of that number: at once if it is its turn, else when it comes. */
  write(run: number, output: Output, text: string): void;
  /** The run writes nothing more. Called once for each, in whatever order they end. */
  end(run: number): void;
}

/** Lets runs that go on at once, numbered from 0, each write all it has to say before the next. */
export function createOrderedOutput(): OrderedOutput {
  const waiting = new Map<number, (() => void)[]>();
  const ended = new Set<number>();
  let current = 0;
  return {
    write(run, output, text) {
      if (run === current) return output.write(text);
      const writes = waiting.get(run) ?? [];
      writes.push(() => output.write(text));
      waiting.set(run, writes);
    },
    end(run) {
      ended.add(run);
      while (ended.has(current)) {
        current += 1;
        for (const write of waiting.get(current) ?? []) write();
        waiting.delete(current);
      }
    },
  };
}
