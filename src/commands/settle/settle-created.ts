import type { SettleOptions } from "../../session/options.ts";
import { exitCode } from "../../core/errors/exit-code.ts";
import { failure } from "../../core/errors/problem.ts";
import { kindOfAddress } from "../../core/kind.ts";
import type { ResourceId } from "../../core/names/resource-id.ts";
import { lostSecret } from "../../core/secret-sink.ts";
import {
  activeIds,
  generations,
  retire,
  unsettledAttempts,
  withId,
  type AttemptFact,
  type IdFact,
  type State,
} from "../../core/state/state.ts";
import { suggestedCommand } from "../../report/suggested-command.ts";
import { renderComparison } from "../../report/plan/comparison.ts";
import { lookUpCandidate } from "../../run/adopt.ts";
import type { LockedState } from "../../run/lock.ts";
import type { Session } from "../../session/session.ts";
import { chooseAttempt, nothingOpen, save } from "./open-attempts.ts";

/** The attempt made this id: looked up, compared, then believed. */
export async function settleCreated(
  session: Session<SettleOptions>,
  current: LockedState,
  address: string,
  id: ResourceId,
): Promise<number> {
  const { context, kinds } = session;
  const { state } = current;
  const kind = kindOfAddress(kinds, address);
  if (kind === undefined) throw nothingOpen(session.target, address);
  const fact = state.ids.get(id);
  if (fact !== undefined && fact.address !== address)
    throw failure(
      exitCode.refused,
      "id-taken",
      `${id} belongs to ${fact.address}. An id is never held by two addresses.`,
      "Check the id in Anon's console.",
    );
  if (fact === undefined) refuseOfAnotherAddress(session, current, address, id);
  const open = unsettledAttempts(state).get(address) ?? [];
  if (fact !== undefined && open.length === 0) return keepOne(session, current, fact);
  const attempt = chooseAttempt(session, address, open);
  if (fact !== undefined) refuseOfAnotherAttempt(session, fact, attempt);
  const candidate = await lookUpCandidate(session, current, kind, id, attempt.fields);
  context.err.write(`What was sent for ${address}, beside the ${kind.label} ${id}:\n`);
  context.err.write(renderComparison(candidate.rows, context.err.style));
  if (candidate.differs && session.options.yes !== true)
    throw failure(
      exitCode.refused,
      "not-what-was-sent",
      `${id} is not what was sent for ${address}: nothing was settled.`,
      "Look for the right id in Anon's console. If it is this one, and somebody has changed it since, add --yes: plan shows the difference as drift then.",
    );
  const holder = activeIds(state).get(address);
  // The fields that were sent made it; a change since then is drift, and not an answer.
  const applied = { ...candidate.applied, ...attempt.fields };
  const isLost = kind.hasSecret(applied);
  const adopted: IdFact = {
    id,
    address,
    // The id that a person names outranks whoever holds the address, or held it.
    generation: Math.max(attempt.generation, (generations(state).get(address) ?? 0) + 1),
    attempt: attempt.attempt,
    applied,
    ...(candidate.assumed.length > 0 && { assumed: candidate.assumed }),
    ...(!candidate.differs && { answered: candidate.answered }),
    ...(isLost && { secretFingerprint: lostSecret }),
  };
  let next = withoutAttempt(withId(state, adopted), attempt.attempt);
  // A create of a later generation was to take the holder's place; any other made a second one.
  const reason = (holder?.generation ?? 0) < attempt.generation ? "replaced" : "duplicate";
  if (holder !== undefined && holder.id !== id) next = withId(next, retire(holder, reason));
  await save(session, current, next, candidate.organizationId);
  context.out.write(`Settled: ${address} = ${id}\n`);
  if (isLost)
    context.out.write(
      `Its secret was in the lost answer and cannot be had again. To have a client with one: ${suggestedCommand(session.target, ["plan", "--replace", address])}\n`,
    );
  return exitCode.done;
}

/** An id that the lockfile has lost may be known to this machine or git as another address's. */
function refuseOfAnotherAddress(
  { target }: Session<SettleOptions>,
  { evidence }: LockedState,
  address: string,
  id: string,
): void {
  for (const { source, ids } of evidence) {
    const holder = ids.get(id)?.address;
    if (holder === undefined || holder === address) continue;
    throw failure(
      exitCode.refused,
      "id-taken",
      `${id} belongs to ${holder}, as ${source} knows. An id is never held by two addresses.`,
      `Check the id in Anon's console. To put ${holder} back: ${suggestedCommand(target, ["import", holder, id])}`,
    );
  }
}

/** An id that another attempt is known to have made says nothing about what became of this one. */
function refuseOfAnotherAttempt(
  { target }: Session<SettleOptions>,
  { id, attempt: maker }: IdFact,
  { attempt, address }: AttemptFact,
) {
  if (maker === undefined || maker === attempt) return;
  throw failure(
    exitCode.refused,
    "of-another-attempt",
    `${id} was created by the attempt ${maker}, so the attempt ${attempt} did not make it.`,
    `If Anon's console shows no second one: ${suggestedCommand(target, ["settle", address, "--not-created", "--attempt", attempt])}`,
  );
}

/** Two ids for one address: the one that a person names stays, the other retires. */
async function keepOne(
  session: Session<SettleOptions>,
  current: LockedState,
  keep: IdFact,
): Promise<number> {
  const { state } = current;
  const { address, id } = keep;
  const others = [...state.ids.values()].filter(
    (fact) =>
      fact.address === address &&
      fact.id !== id &&
      (fact.retired === undefined || fact.retired === "duplicate"),
  );
  if (others.length === 0 || keep.retired === "quarantined")
    throw nothingOpen(session.target, address);
  if (keep.retired !== undefined && keep.retired !== "duplicate")
    throw nothingOpen(session.target, address);
  const { retired: _retired, ...active } = keep;
  const generation = (generations(state).get(address) ?? 0) + 1;
  let next = withId(state, { ...active, generation });
  for (const other of others) next = withId(next, retire(other, "duplicate"));
  await save(session, current, next, undefined);
  session.context.out.write(
    `Settled: ${address} = ${id}; retired as a duplicate: ${others.map((other) => other.id).join(", ")}\n`,
  );
  return exitCode.done;
}

function withoutAttempt({ ids, attempts }: State, attempt: string): State {
  return { ids, attempts: new Map([...attempts].filter(([key]) => key !== attempt)) };
}
