import { exitCode } from "../../core/errors/exit-code.ts";
import type { JsonObject } from "../../core/json.ts";
import type { Style } from "../style.ts";
import { renderTable } from "../table.ts";
import { bare, counted } from "../text.ts";

/** The outcome of one manifest of several. */
export interface ManifestResult {
  /** As -c takes it. */
  readonly file: string;
  /** Undefined if it was not run, because a signal came before. */
  readonly exitCode: number | undefined;
  /** In a few words: `2 to create`, or the codes of what stopped it. */
  readonly counts: string;
  /** The output of its own --json, or the diagnostics of the error that stopped it. */
  readonly document: JsonObject;
  /** The command that does the same for it alone. */
  readonly alone: string;
}

/** The line above all that is printed for one manifest. */
export function manifestHeader(file: string, style: Style): string {
  return `${style.bold(`==> ${bare(file)} <==`)}\n`;
}

/** A row for each manifest, how many came to what, and how to run again what did not go well. */
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

/** The same for programs: each manifest's own document, with its file and exit code beside it. */
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

/** The name of its exit code: done, changes, unsettled … */
function verdictOf({ exitCode: code }: ManifestResult): string {
  if (code === undefined) return "not run";
  return Object.entries(exitCode).find(([, each]) => each === code)?.[0] ?? "failed";
}

function verdictCounts(results: readonly ManifestResult[]): string {
  const counts = new Map<string, number>();
  for (const verdict of results.map(verdictOf)) counts.set(verdict, (counts.get(verdict) ?? 0) + 1);
  return [...counts].map(([verdict, count]) => `${count} ${verdict}`).join(", ") || "nothing to do";
}
