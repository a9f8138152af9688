import { resolve } from "node:path";
import { planDocumentOf } from "../core/plan/plan-document.ts";
import type { Problem } from "../core/errors/problem.ts";
import { writeAtomically } from "../store/atomic-write.ts";
import { formatSavedPlan } from "../store/saved-plan.ts";
import { suggestedCommand } from "../report/command-words.ts";
import { renderProblems } from "../report/problems/problems.ts";
import type { MadePlan } from "./make-plan.ts";
import { pinsOf } from "./plan-world.ts";
import { shownPath } from "../session/session.ts";

/** Saves the plan where --out says; answers where, as it was typed. */
export async function savePlan({ session, current, view }: MadePlan): Promise<string | undefined> {
  const { context, options, target } = session;
  if (options.out === undefined) return undefined;
  if (session.isKeyless === true) {
    context.err.write(renderProblems([notSaved(options.out)], new Map(), context.err.style));
    return undefined;
  }
  const { disk, random } = context.system;
  const path = resolve(context.currentFolder, options.out);
  const bytes = formatSavedPlan(planDocumentOf(view, pinsOf(session, current)));
  await writeAtomically(disk, path, [bytes], { mode: 0o600, temporarySuffix: random.uuid() });
  context.err.write(
    `Saved the plan to ${options.out}. To apply it: ${suggestedCommand(target, ["apply", shownPath(context, path)])}\n`,
  );
  return options.out;
}

function notSaved(file: string): Problem {
  return {
    code: "plan-not-saved-offline",
    severity: "warning",
    message: `${file} was not written: a plan that was made without asking Anon is for reading.`,
    next: "Where it is to be applied, give the run the API key. For pull requests from forks, leave --out out.",
  };
}
