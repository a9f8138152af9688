import { exitCode } from "../core/errors/exit-code.ts";
import type { PlanRecord } from "../core/plan/plan-document.ts";
import { failure } from "../core/errors/problem.ts";
import { parseSavedPlan, uneditedPlan } from "../store/saved-plan.ts";
import { kinds } from "../kinds/index.ts";
import { suggestedCommand } from "../report/suggested-command.ts";
import { planFormats } from "../report/plan/plan-formats.ts";
import { jsonText } from "../report/text.ts";
import { chosenFormat } from "../session/format.ts";
import { commandContext, configFlag } from "../session/typed-flags.ts";
import type { RunCommand, ShowOptions } from "../session/options.ts";
import { readPlanFile, savingStep } from "../run/plan-file.ts";

/**
 * `anon-sync show PLANFILE`: a saved plan as `plan` printed it; as JSON its document, pins and all. One
 * that was edited since is not shown: what people read is what `apply` would do.
 */
export const run: RunCommand<ShowOptions> = async (context, options, [file = ""]) => {
  const { out } = context;
  const format = chosenFormat(planFormats, options);
  const bytes = await readPlanFile(context, file);
  const document = parseSavedPlan(bytes, file);
  const record = uneditedPlan(document, kinds);
  if (record === undefined)
    throw failure(
      exitCode.refused,
      "plan-edited",
      `${file} does not say any more what it said when it was made, and so it is not shown.`,
      savingStep(commandContext(options)),
      file,
    );
  if (format.name === "json") {
    out.write(jsonText(document));
    return exitCode.done;
  }
  const write = await format.load();
  const printCommand = suggestedCommand(commandContext(options), ["show", file]);
  const view = { ...asPrinted(record), printCommand };
  out.write(write(view, { style: out.style, isDriftOnly: false }));
  return exitCode.done;
};

/** The commands in it are about the manifest that it was made of, which nobody names here. */
function asPrinted(record: PlanRecord): PlanRecord {
  const flags = configFlag({ config: record.manifestFile });
  return { ...record, environment: { ...record.environment, flags } };
}
