import type { Outcome } from "../../core/plan/applied.ts";
import { bare } from "../text.ts";

/** The most ids that a message lists. */
const mostLines = 50;

/**
 * The message of a commit of the lockfile: the counts of actions, then the new ids. GitHub and
 * GitLab start no pipeline for a message with `[skip ci]`
 * (https://docs.github.com/en/actions/how-tos/manage-workflow-runs/skip-workflow-runs).
 */
export function commitMessage(
  environment: string,
  outcomes: readonly Outcome[],
  skipCi: boolean,
): string {
  const created = outcomes.filter(({ outcome }) => outcome === "created");
  const done = outcomes.filter(({ outcome }) => outcome === "done");
  const counts = new Map<string, number>();
  if (created.length > 0) counts.set("create", created.length);
  for (const { action } of done) counts.set(action, (counts.get(action) ?? 0) + 1);
  const what = [...counts].map(([action, count]) => `${action} ${count}`).join(", ");
  const title = `anon-sync: ${what || "record what is known"} in ${bare(environment)}`;
  const lines = created
    .slice(0, mostLines)
    .map(({ address, id }) => `${bare(address)} = ${bare(id ?? "")}`);
  const more = created.length - lines.length;
  return [
    `${title}${skipCi ? " [skip ci]" : ""}`,
    ...(lines.length > 0 ? ["", ...lines] : []),
    ...(more > 0 ? [`and ${more} more`] : []),
    "",
  ].join("\n");
}
