import { exitCode } from "../core/exit-code.ts";
import { planRecordOf, type PlanDocument, type PlanRecord } from "../core/plan-document.ts";
import { parseSavedPlan } from "../files/saved-plan.ts";
import { kinds } from "../kinds/index.ts";
import { renderPlan } from "../report/human-plan.ts";
import { jsonText } from "../report/text.ts";
import { configFlag } from "./given-flags.ts";
import type { RunCommand } from "./options.ts";
import { readPlanFile } from "./plan-file.ts";

/** `anon-sync show PLANFILE`: a saved plan as `plan` printed it; with --json its document. */
export const run: RunCommand = async (context, { json }, [file = ""]) => {
  const { out } = context;
  const bytes = await readPlanFile(context, file);
  const document = parseSavedPlan(bytes, file);
  if (json) out.write(jsonText(document));
  else out.write(renderPlan({ ...asPrinted(document), kinds }, out.style));
  return exitCode.done;
};

/** The commands in it are about the manifest that it was made of, which nobody names here. */
function asPrinted(document: PlanDocument): PlanRecord {
  const record = planRecordOf(document);
  const flags = configFlag({ config: record.manifestFile });
  return { ...record, environment: { ...record.environment, flags } };
}
