import { exitCode } from "../core/exit-code.ts";
import { planRecordOf } from "../core/plan-document.ts";
import { parseSavedPlan } from "../files/saved-plan.ts";
import { kinds } from "../kinds/index.ts";
import { renderPlan } from "../report/human-plan.ts";
import { jsonText } from "../report/text.ts";
import type { RunCommand } from "./options.ts";
import { readPlanFile } from "./plan-file.ts";

/** `anon-sync show PLANFILE`: a saved plan as `plan` printed it; with --json its document. */
export const run: RunCommand = async (context, { json }, [file = ""]) => {
  const { out } = context;
  const bytes = await readPlanFile(context, file);
  const document = parseSavedPlan(bytes, file);
  if (json) out.write(jsonText(document));
  else out.write(renderPlan({ ...planRecordOf(document), kinds }, out.style));
  return exitCode.done;
};
