import type { RecordedVerdict } from "../core/journal.ts";
import { reasonOf, type Create } from "./outcomes.ts";
import { stop } from "./run.ts";

/** Makes a verdict durable. Where that fails, says so with the receipt, and stops the run. */
export async function record(
  create: Create,
  attempt: string,
  verdict: RecordedVerdict,
): Promise<boolean> {
  const { run, action } = create;
  try {
    await run.journal.verdict(attempt, verdict);
    return true;
  } catch (error) {
    const reason = reasonOf(error);
    if (verdict.verdict === "created") {
      const { address } = action;
      run.ports.announce({ event: "not-saved", address, attempt, id: verdict.id, reason });
    }
    stop(run, { stop: "not-saved", reason });
    return false;
  }
}
