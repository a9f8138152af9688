import { exitCode } from "../../core/errors/exit-code.ts";
import type { JsonObject } from "../../core/json.ts";
import type { Style } from "../style.ts";
import { renderTable } from "../table.ts";
import { bare, counted } from "../text.ts";

/** The outcome of one manifest of several. */
export interface ManifestResult {
  /** The path that -c takes. */
  readonly file: string;
  /** Undefined if it was not run, because a signal came before. */
  readonly exitCode: number | undefined;
  /** In a few words: `2 to create`, or the codes of the problems that stopped the run. */
  readonly counts: string;
  /** The output of its own --json, or the diagnostics of the error that stopped it. */
  readonly document: JsonObject;
  /** The command that does the same for this manifest alone. */
  readonly alone: string;
}

/** The line above the output of one manifest. */
export function manifestHeader(file: string, style: Style): string {
  return `${style.bold(`==> ${bare(file)} <==`)}\n`;
}

/** A row for each manifest, the counts of verdicts, and the commands to run failures again. */
export function renderWorkspace(results: readonly ManifestResult[], style: Style): string {
  const rows = results.map((result) => [
    bare(result.file),
    verdictOf(result),
    result.counts,
    `${result.exitCode ?? ""}`,
  ]);
  const again = results.filter(isToRunAgain);
  const lines = [
    ...renderTable(["manifest", "verdict", "counts", "exit"], rows, style),
    ...(rows.length === 0 ? [] : [""]),
    style.bold(`${counted(results.length, "manifest")}: ${verdictCounts(results)}.`),
    ...(again.length === 0 ? [] : ["One of them alone:"]),
    ...again.map(({ alone }) => `  ${alone}`),
  ];
  return `${lines.join("\n")}\n`;
}

/** The same for programs: each manifest's own document, with the manifest's file and exit code. */
export function workspaceDocument(results: readonly ManifestResult[], code: number): JsonObject {
  return {
    format: "anon-sync-workspace",
    formatVersion: 1,
    exitCode: code,
    manifests: results.map(({ file, exitCode: own, document }) => ({
      ...document,
      file,
      exitCode: own ?? null,
    })),
  };
}

function isToRunAgain({ exitCode: code }: ManifestResult): boolean {
  return code !== exitCode.done && code !== exitCode.changes;
}

/** The name of the manifest's exit code: done, changes, unsettled … */
function verdictOf({ exitCode: code }: ManifestResult): string {
  if (code === undefined) return "not run";
  return Object.entries(exitCode).find(([, each]) => each === code)?.[0] ?? "failed";
}

function verdictCounts(results: readonly ManifestResult[]): string {
  const counts = new Map<string, number>();
  for (const verdict of results.map(verdictOf)) counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  return [...counts].map(([verdict, count]) => `${count} ${verdict}`).join(", ") || "nothing to do";
}
