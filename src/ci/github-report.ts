import { resolve } from "node:path";
import type { Problem } from "../core/errors/problem.ts";
import { DiskError } from "../core/ports.ts";
import type { PlacedProblem } from "../report/plan/plan-problems.ts";
import { githubAnnotations } from "../report/problems/github-annotations.ts";
import { githubOutputs } from "../report/problems/github-outputs.ts";
import type { Context } from "../session/context.ts";
import { diskProblem } from "../session/explain-error.ts";
import { appendText } from "./append-text.ts";
import { namerFromTop } from "./repository-paths.ts";

/** GitHub drops the summary of a step that is larger, all of it (actions/runner, FileCommandManager.cs). */
const maximumSummaryBytes = 1024 * 1024;
const maximumOutputBytes = 16 * 1024 * 1024;

/** The report of a run to GitHub, without its annotations. */
export interface GitHubReport {
  /** Markdown. */
  readonly summary: string;
  /** Name to value. */
  readonly outputs: ReadonlyMap<string, string>;
}

/**
 * Appends to the files that GitHub's runner gave this step: its summary and its outputs, which one of
 * several manifests (--workspace) has not, for a step has one of each. Answers a warning for each file
 * that did not take its text; one that the runner did not name is left out.
 */
export async function reportToGitHub(
  context: Context,
  { summary, outputs }: GitHubReport,
): Promise<readonly Problem[]> {
  const delimiter = `anon-sync-${context.system.random.uuid()}`;
  const texts = [
    ["GITHUB_STEP_SUMMARY", summary, maximumSummaryBytes],
    ["GITHUB_OUTPUT", githubOutputs(outputs, delimiter), maximumOutputBytes],
  ] as const;
  const problems: Problem[] = [];
  const isOneOfSeveral = context.summarize !== undefined;
  for (const [variable, text, maximumBytes] of isOneOfSeveral ? texts.slice(0, 1) : texts) {
    const file = context.variables[variable];
    if (!file) continue;
    const path = resolve(context.currentFolder, file);
    try {
      await appendText(context.system.disk, path, context.redact(text), maximumBytes);
    } catch (error) {
      if (!(error instanceof DiskError)) throw error;
      problems.push(notTaken(variable, error));
    }
  }
  return problems;
}

/** Shows problems at their lines of the pull request, on stderr: stdout is data. */
export async function annotate(
  context: Context,
  problems: readonly PlacedProblem[],
): Promise<void> {
  if (problems.length === 0) return;
  const nameOf = await namerFromTop(context);
  const placed = problems.map(({ file, ...problem }) => ({
    ...problem,
    ...(file !== undefined && { file: nameOf(file) }),
  }));
  context.err.write(githubAnnotations(placed));
}

function notTaken(variable: string, error: DiskError): Problem {
  const { message, next } = diskProblem(error);
  return {
    code: "ci-file-not-written",
    severity: "warning",
    message: `${variable} was not written: ${message}`,
    ...(next !== undefined && { next }),
  };
}
