import { createHash } from "node:crypto";
import type { Problem } from "../../core/errors/problem.ts";
import { inOrder, maximumProblems, notShown } from "./problems.ts";
import { counted, escapeText, sentence } from "../text.ts";

/** One finding, as GitLab's Code Quality reads it. */
export interface Finding {
  readonly description: string;
  readonly check_name: string;
  /** GitLab finds new findings of a merge request by it, so it must not depend on line numbers. */
  readonly fingerprint: string;
  readonly severity: "info" | "minor" | "major" | "critical" | "blocker";
  /** The path is relative to the repository's top folder, without `./`. */
  readonly location: { readonly path: string; readonly lines: { readonly begin: number } };
}

/**
 * Problems for `artifacts:reports:codequality` of GitLab. Each has a file relative to the
 * repository's top folder. A problem without a line gets the first line. One finding counts the
 * problems beyond maximumProblems, since a page of GitLab's reads the whole report.
 * https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
 */
export function gitlabCodequality(problems: readonly Problem[]): readonly Finding[] {
  const times = new Map<string, number>();
  const ordered = inOrder(problems);
  return [...ordered.slice(0, maximumProblems), ...theOthers(ordered)].map(
    ({ code, severity, message, next, file = "", range }) => {
      const what = JSON.stringify([file, code, message]);
      const before = times.get(what) ?? 0;
      times.set(what, before + 1);
      return {
        description: [sentence(message), ...(next === undefined ? [] : [escapeText(next)])].join(
          " ",
        ),
        check_name: code,
        fingerprint: createHash("sha256").update(`${before} ${what}`).digest("hex"),
        severity: severity === "error" ? "major" : "minor",
        location: { path: file, lines: { begin: range?.start.line ?? 1 } },
      };
    },
  );
}

/** The problems that are not shown, as one problem: the first of them, without its position. */
function theOthers(ordered: readonly Problem[]): readonly Problem[] {
  const [first] = ordered.slice(maximumProblems);
  if (first === undefined) return [];
  const { code, severity, file } = first;
  const message = `There are ${counted(notShown(ordered), "more problem")}, not shown here`;
  return [{ code, severity, message, ...(file !== undefined && { file }) }];
}
