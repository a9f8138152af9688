import type { SettleOptions } from "../../session/options.ts";
import { exitCode } from "../../core/errors/exit-code.ts";
import { failure } from "../../core/errors/problem.ts";
import {
  unsettledAttempts,
  withAttempt,
  withId,
  type AttemptFact,
} from "../../core/state/state.ts";
import { suggestedCommand } from "../../report/suggested-command.ts";
import { confirm } from "../../run/approval.ts";
import type { LockedState } from "../../run/lock.ts";
import type { Session } from "../../session/session.ts";
import { chooseAttempt, save } from "./open-attempts.ts";

/** A server may commit a create this long after it was sent, in minutes (docs/design.md#6-apply-one-create). */
const settlingWindowMinutes = 15;

/** The attempt made nothing that can be used: a person has looked. */
export async function settleNotCreated(
  session: Session<SettleOptions>,
  current: LockedState,
  address: string,
): Promise<number> {
  const { context, options, target } = session;
  const open = unsettledAttempts(current.state).get(address) ?? [];
  const attempt = chooseAttempt(session, address, open);
  const abandon = options.abandon === true;
  const { quarantined } = attempt;
  if (abandon && quarantined === undefined)
    throw failure(
      exitCode.refused,
      "nothing-to-abandon",
      `No id was answered for ${address}, so there is none to abandon.`,
      `If you looked in Anon's console and it is not there: ${suggestedCommand(target, ["settle", address, "--not-created"])}`,
    );
  if (!abandon && quarantined !== undefined)
    throw failure(
      exitCode.refused,
      "it-was-created",
      `The API answered that it created ${address}, with an id that cannot be used.`,
      `To give that one up and create another: ${suggestedCommand(target, ["settle", address, "--abandon"])}`,
    );
  if (!abandon && !target.isLoopback) refuseTooEarly(session, attempt);
  if (options.yes !== true) {
    const question = abandon
      ? `Do you want to give up ${JSON.stringify(quarantined)}? The next apply creates ${address} again.`
      : `Did you look in Anon's console, and ${address} was not created? If it was, the next apply makes a duplicate that cannot be deleted.`;
    const next = "Look in Anon's console first, then add --yes.";
    const cancelled = "Nothing was settled.";
    if (!(await confirm(session, question, { next, cancelled }))) return exitCode.failed;
  }
  let next = withAttempt(current.state, { ...attempt, verdict: "refused" });
  if (abandon && quarantined !== undefined && !current.state.ids.has(quarantined)) {
    const { generation, fields } = attempt;
    next = withId(next, {
      id: quarantined,
      address,
      generation,
      attempt: attempt.attempt,
      applied: fields,
      retired: "quarantined",
    });
  }
  await save(session, current, next, undefined);
  context.out.write(
    abandon
      ? `Settled: the id answered for ${address} is given up.\n`
      : `Settled: ${address} was not created. The next apply creates it.\n`,
  );
  return exitCode.done;
}

/** A server may commit late: what is not there yet may be there in a moment. */
function refuseTooEarly({ context }: Session<SettleOptions>, attempt: AttemptFact): void {
  const sentAt = Date.parse(attempt.sentAt ?? "");
  if (Number.isNaN(sentAt)) return;
  const minutes = (context.system.clock.now() - sentAt) / 60_000;
  if (minutes >= settlingWindowMinutes) return;
  const left = Math.ceil(settlingWindowMinutes - Math.max(minutes, 0));
  throw failure(
    exitCode.refused,
    "too-early",
    `It was sent, or found, at ${attempt.sentAt}, less than ${settlingWindowMinutes} minutes ago: Anon may still create it.`,
    `Look in Anon's console again in ${left} minutes. If it is there now, use --id.`,
  );
}
