import { exitCode } from "../core/exit-code.ts";
import { failure } from "../core/problem.ts";
import {
  activeIds,
  generations,
  retire,
  unsettledAttempts,
  withAttempt,
  withId,
  type AttemptFact,
  type IdFact,
  type State,
} from "../core/state.ts";
import { saveStore } from "../files/store.ts";
import { renderComparison } from "../report/comparison.ts";
import { lookUpCandidate } from "./adopt.ts";
import { askForYes } from "./consent.ts";
import { locked, type Locked } from "./locked.ts";
import type { Options, RunCommand } from "./options.ts";
import { openSession, type Session } from "./session.ts";

/** A server may commit a create this long after it was sent, in minutes (design section 6). */
const settlingWindowMinutes = 15;

/** `anon-sync settle ADDRESS`: a person says what became of a create whose answer was lost. */
export const run: RunCommand = async (context, options, [address = ""]) => {
  const ways = [options.id !== undefined, options.notCreated === true, options.abandon === true];
  if (ways.filter(Boolean).length !== 1)
    throw failure(
      exitCode.invalid,
      "one-way-to-settle",
      "Say one of --id, --not-created and --abandon.",
      `anon-sync status shows what is known of ${address}.`,
    );
  const session = await openSession(context, options);
  if (options.id === undefined && options.yes !== true && context.ask === undefined)
    await askForYes(session, "", "--yes");
  return locked(session, async (known) => {
    const { id } = options;
    return id === undefined
      ? giveUp(session, known, address)
      : settleAs(session, known, address, id);
  });
};

/** The attempt made this id: looked up, compared, then believed. */
async function settleAs(
  session: Session,
  known: Locked,
  address: string,
  id: string,
): Promise<number> {
  const { context, kinds } = session;
  const { state } = known;
  const kind = kinds.find(({ collection }) => address.startsWith(`${collection}.`));
  if (kind === undefined) throw nothingOpen(address);
  const fact = state.ids.get(id);
  if (fact !== undefined && fact.address !== address)
    throw failure(
      exitCode.refused,
      "id-taken",
      `${id} belongs to ${fact.address}. An id is never held by two addresses.`,
      "Check the id in Anon's console.",
    );
  const open = unsettledAttempts(state).get(address) ?? [];
  if (fact !== undefined && open.length === 0) return keepOne(session, known, fact);
  const attempt = chooseAttempt(address, open, session.options);
  if (fact !== undefined) refuseOfAnotherAttempt(fact, attempt);
  const candidate = await lookUpCandidate(session, known, kind, id, attempt.fields);
  context.err.write(`What was sent for ${address}, beside the ${kind.label} ${id}:\n`);
  context.err.write(renderComparison(candidate.rows, context.err.style));
  if (candidate.differs)
    throw failure(
      exitCode.refused,
      "not-what-was-sent",
      `${id} is not what was sent for ${address}: nothing was settled.`,
      `Look for the right id in Anon's console. To adopt this one all the same, settle the attempt with --not-created, then: anon-sync import ${address} ${id}`,
    );
  const holder = activeIds(state).get(address);
  const adopted: IdFact = {
    id,
    address,
    // The id that a person names outranks whoever holds the address, or held it.
    generation: Math.max(attempt.generation, (generations(state).get(address) ?? 0) + 1),
    attempt: attempt.attempt,
    applied: candidate.applied,
    ...(candidate.assumed.length > 0 && { assumed: candidate.assumed }),
    answered: candidate.answered,
  };
  let next = withoutAttempt(withId(state, adopted), attempt.attempt);
  if (holder !== undefined && holder.id !== id) next = withId(next, retire(holder, "duplicate"));
  await save(session, known, next, candidate.organizationId);
  context.out.write(`Settled: ${address} = ${id}\n`);
  if (kind.hasSecret(adopted.applied))
    context.out.write("Its secret was in the lost answer and cannot be had again.\n");
  return exitCode.done;
}

/** An id that another attempt is known to have made says nothing about what became of this one. */
function refuseOfAnotherAttempt({ id, attempt: maker }: IdFact, { attempt, address }: AttemptFact) {
  if (maker === undefined || maker === attempt) return;
  throw failure(
    exitCode.refused,
    "of-another-attempt",
    `${id} was created by the attempt ${maker}, so the attempt ${attempt} did not make it.`,
    `If Anon's console shows no second one: anon-sync settle ${address} --not-created --attempt ${attempt}`,
  );
}

/** Two ids for one address: the one that a person names stays, the other retires. */
async function keepOne(session: Session, known: Locked, keep: IdFact): Promise<number> {
  const { state } = known;
  const { address, id } = keep;
  const others = [...state.ids.values()].filter(
    (fact) =>
      fact.address === address &&
      fact.id !== id &&
      (fact.retired === undefined || fact.retired === "duplicate"),
  );
  if (others.length === 0 || keep.retired === "quarantined") throw nothingOpen(address);
  if (keep.retired !== undefined && keep.retired !== "duplicate") throw nothingOpen(address);
  const { retired: _retired, ...active } = keep;
  const generation = (generations(state).get(address) ?? 0) + 1;
  let next = withId(state, { ...active, generation });
  for (const other of others) next = withId(next, retire(other, "duplicate"));
  await save(session, known, next, undefined);
  session.context.out.write(
    `Settled: ${address} = ${id}; retired as a duplicate: ${others.map((other) => other.id).join(", ")}\n`,
  );
  return exitCode.done;
}

/** The attempt made nothing that can be used: a person has looked. */
async function giveUp(session: Session, known: Locked, address: string): Promise<number> {
  const { context, options, target } = session;
  const open = unsettledAttempts(known.state).get(address) ?? [];
  const attempt = chooseAttempt(address, open, options);
  const abandon = options.abandon === true;
  const { quarantined } = attempt;
  if (abandon && quarantined === undefined)
    throw failure(
      exitCode.refused,
      "nothing-to-abandon",
      `No id was answered for ${address}, so there is none to abandon.`,
      `If you looked in Anon's console and it is not there: anon-sync settle ${address} --not-created`,
    );
  if (!abandon && quarantined !== undefined)
    throw failure(
      exitCode.refused,
      "it-was-created",
      `The API answered that it created ${address}, with an id that cannot be used.`,
      `To give that one up and create another: anon-sync settle ${address} --abandon`,
    );
  if (!abandon && !target.isLoopback) refuseTooEarly(session, attempt);
  if (options.yes !== true) {
    const question = abandon
      ? `Do you want to give up ${JSON.stringify(quarantined)}? The next apply creates ${address} again.`
      : `Did you look in Anon's console, and ${address} was not created? If it was, the next apply makes a duplicate that cannot be deleted.`;
    if (!(await askForYes(session, question, "--yes"))) {
      context.err.write("\nNothing was settled.\n");
      return exitCode.failed;
    }
  }
  let next = withAttempt(known.state, { ...attempt, verdict: "refused" });
  if (abandon && quarantined !== undefined && !known.state.ids.has(quarantined)) {
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
  await save(session, known, next, undefined);
  context.out.write(
    abandon
      ? `Settled: the id answered for ${address} is given up.\n`
      : `Settled: ${address} was not created. The next apply creates it.\n`,
  );
  return exitCode.done;
}

/** A server may commit late: what is not there yet may be there in a moment. */
function refuseTooEarly({ context }: Session, attempt: AttemptFact): void {
  const sentAt = Date.parse(attempt.sentAt ?? "");
  if (Number.isNaN(sentAt)) return;
  const minutes = (context.system.clock.now() - sentAt) / 60_000;
  if (minutes >= settlingWindowMinutes) return;
  const left = Math.ceil(settlingWindowMinutes - Math.max(minutes, 0));
  throw failure(
    exitCode.refused,
    "too-early",
    `It was sent at ${attempt.sentAt}, less than ${settlingWindowMinutes} minutes ago: Anon may still create it.`,
    `Look in Anon's console again in ${left} minutes. If it is there now, use --id.`,
  );
}

function chooseAttempt(
  address: string,
  open: readonly AttemptFact[],
  { attempt }: Options,
): AttemptFact {
  const matching = attempt === undefined ? open : open.filter((fact) => fact.attempt === attempt);
  const [chosen, ...more] = matching;
  const names = open.map((fact) => `${fact.attempt} (sent ${fact.sentAt ?? "at an unknown time"})`);
  if (chosen !== undefined && more.length === 0) return chosen;
  if (open.length === 0) throw nothingOpen(address);
  throw failure(
    exitCode.invalid,
    "which-attempt",
    attempt === undefined
      ? `Several attempts at ${address} are open: ${names.join(", ")}.`
      : `${address} has no open attempt ${JSON.stringify(attempt)}, only ${names.join(", ")}.`,
    "Say which one: --attempt ATTEMPT",
  );
}

function withoutAttempt({ ids, attempts }: State, attempt: string): State {
  return { ids, attempts: new Map([...attempts].filter(([key]) => key !== attempt)) };
}

function save(
  { ports, places }: Session,
  { store }: Locked,
  next: State,
  organizationId: string | undefined,
): Promise<unknown> {
  return saveStore(ports, places, store, next, store.environment.organizationId ?? organizationId);
}

function nothingOpen(address: string) {
  return failure(
    exitCode.refused,
    "nothing-unsettled",
    `Nothing is unsettled at ${JSON.stringify(address)}.`,
    "anon-sync status shows what is.",
  );
}
