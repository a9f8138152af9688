import type { PlanRecord } from "../core/plan/plan-document.ts";
import type { ApplyOptions } from "../session/options.ts";
import type { Applied } from "../core/plan/applied.ts";
import { usersOf, type State } from "../core/state/state.ts";
import { version } from "../core/version.ts";
import {
  appliedCounts,
  renderApplied,
  renderAppliedSummary,
  renderIds,
  type ApplyContext,
} from "../report/apply/apply.ts";
import { appliedDocument } from "../report/apply/json-applied.ts";
import { bare, jsonText, shellWord } from "../report/text.ts";
import { reportedEnvironment, type Session } from "../session/session.ts";
import { openAttempts } from "./plan-world.ts";

/** The facts that a report of an apply needs beside the outcomes. */
export function applyContext(view: PlanRecord, after: State): ApplyContext {
  const { name, baseUrl, organizationId, flags, keyOf } = view.environment;
  return {
    toolVersion: version,
    environment: reportedEnvironment({ name, baseUrl, flags: flags ?? [], keyOf }, organizationId),
    lockfile: view.lockfile,
    attempts: openAttempts(after),
    usersOf: (id: string) => usersOf(after, id),
  };
}

/** Prints what an apply did: for people on stderr; its summary and ids, or its JSON, on stdout. */
export async function report(
  session: Session<ApplyOptions>,
  view: PlanRecord,
  applied: Applied & { after: State },
): Promise<void> {
  const { context, options } = session;
  const { out, err } = context;
  const { after, ...result } = applied;
  const reported = applyContext(view, after);
  context.summarize?.(appliedCounts(result));
  if (options.json) {
    out.write(jsonText(appliedDocument(result, reported)));
    err.write(renderApplied(result, reported, err.style));
  } else {
    err.write(renderApplied(result, reported, err.style));
    const shown = options.secretStdout ? err : out;
    shown.write(renderAppliedSummary(result, shown.style));
    shown.write(renderIds(result));
  }
  const { commit, commitBranch } = options;
  if (applied.saved && commit !== true && commitBranch === undefined) await remindToCommit(session);
}

/** The last line names the lockfile if it is not committed (docs/design.md#6-apply-one-create, step 6). */
async function remindToCommit({
  lockfileName,
  findWorkTree,
  context,
  places,
  target,
}: Session<ApplyOptions>): Promise<void> {
  if (target.isLoopback) return;
  const { git } = context.system;
  const workTree = await findWorkTree();
  const path = lockfileName;
  if (workTree === undefined)
    context.err.write(`Keep ${bare(path)}: it is the only inventory of these ids.\n`);
  else if (await git.changed(workTree.root, places.lockfile))
    context.err.write(
      `Commit the lockfile now: git add ${shellWord(path)} && git commit -m "anon-sync apply"\n`,
    );
}
