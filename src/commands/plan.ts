import { resolve } from "node:path";
import { exitCode, highestExitCode } from "../core/exit-code.ts";
import { escapeText, jsonText } from "../report/text.ts";
import { planDocument } from "../report/json-plan.ts";
import { planDocumentOf } from "../core/plan-document.ts";
import { hasChanges, type Plan } from "../core/plan.ts";
import { writeAtomically } from "../files/atomic-write.ts";
import { formatSavedPlan } from "../files/saved-plan.ts";
import { renderPlan } from "../report/human-plan.ts";
import { checkCreateLimit, checkNotRenamed, refuseReplacements } from "./consent.ts";
import type { RunCommand } from "./options.ts";
import { tellOfLiveRun } from "./locked.ts";
import { refuseOverwriting } from "./plan-file.ts";
import { openSession, shownPath } from "./session.ts";
import { pinsOf, planWorld, readKnown } from "./world.ts";

/** `anon-sync plan`: what apply would do. Writes nothing but the file that --out names. */
export const run: RunCommand = async (context, options) => {
  refuseReplacements(options);
  const session = await openSession(context, options);
  if (options.out !== undefined) await refuseOverwriting(context, options.out);
  const known = await readKnown(session);
  checkNotRenamed(session, known.state);
  if (known.store !== undefined) await tellOfLiveRun(session, known.store);
  const view = await planWorld(session, known);
  if (options.json) context.out.write(jsonText(planDocument(view)));
  else context.out.write(renderPlan(view, context.out.style));
  if (known.missing !== undefined)
    context.err.write(
      `Note: ${escapeText(`${known.missing.message} ${known.missing.next ?? ""}`)}\n`,
    );
  checkCreateLimit(view.plan, options.maxCreates);
  if (options.out !== undefined) {
    const { disk, random } = context.system;
    const path = resolve(context.currentFolder, options.out);
    const bytes = formatSavedPlan(planDocumentOf(view, pinsOf(session, known)));
    await writeAtomically(disk, path, bytes, { mode: 0o600, temporarySuffix: random.uuid() });
    context.err.write(
      `Saved the plan to ${options.out}. To apply it: anon-sync apply ${shownPath(context, path)}\n`,
    );
  }
  return planExitCode(view.plan, options.detailedExitcode === true);
};

/** What a plan means for whoever reads only the exit code. */
export function planExitCode(plan: Plan, detailed: boolean): number {
  const { summary, applicable } = plan;
  const codes: number[] = [];
  if (summary.unreadable > 0) codes.push(exitCode.failed);
  if (summary.unsettled > 0) codes.push(exitCode.unsettled);
  if (!applicable) codes.push(exitCode.refused);
  if (detailed && (hasChanges(plan) || summary.drifted > 0)) codes.push(exitCode.changes);
  return highestExitCode(codes);
}
