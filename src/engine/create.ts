import { reasonOf } from "../core/errors/problem.ts";
import { attemptsPerCreate, NotAnnounced, type Sending } from "../core/journal.ts";
import { kindNamed, isReference, type Fields, type FieldValue } from "../core/kind.ts";
import type { Action } from "../core/plan/action.ts";
import type { Outcome } from "../core/plan/applied.ts";
import type { CreateVerdict } from "../core/wire/verdict.ts";
import {
  recordOutcome,
  recordVerdict,
  failed,
  skipped,
  type Create,
  type Tried,
} from "./outcome.ts";
import { retryAfterCapMs, retryDeadlineMs, stop, type Run } from "./run.ts";

/**
 * Creates one resource. At most one POST is under way at a time, and each POST has a slot of its
 * own in the journal. Another POST follows only after a 429, or after proof that the API did not
 * receive the last POST.
 */
export async function createOne(run: Run, action: Action, index: number): Promise<Outcome> {
  if (run.stopped !== undefined) return skipped(action);
  const kind = kindNamed(run.ports.kinds, action.kind);
  const { fields, references } = resolved(run, action);
  const sink = run.sinks.get(action.address);
  return tryUntilKnown({ run, action, kind, index, fields, references, sink });
}

async function tryUntilKnown(create: Create): Promise<Outcome> {
  const { run, action } = create;
  const { clock } = run.ports;
  const deadline = clock.now() + retryDeadlineMs;
  for (let retry = 0; ; retry += 1) {
    if (run.stopped === undefined) await run.ports.limiter.turn(run.ports.interrupt.stop);
    if (run.stopped !== undefined) return skipped(action);
    const tried = await tryOnce(create, retry);
    if ("outcome" in tried) return tried.outcome;
    const delayMs = Math.min(tried.retryAfterMs, retryAfterCapMs);
    const last = retry + 1 >= attemptsPerCreate || clock.now() + delayMs > deadline;
    if (last) return failed(create, `${tried.reason} (tried ${retry + 1} times)`);
    run.ports.announce({ event: "retry", address: action.address, reason: tried.reason, delayMs });
    await clock.sleep(delayMs, run.ports.interrupt.stop);
  }
}

/** Makes one POST: intent durable, send, verdict durable, announce. Never reorder these steps. */
async function tryOnce(create: Create, retry: number): Promise<Tried> {
  const { run, action, kind } = create;
  let sending: Sending;
  try {
    sending = await run.journal.sending(create.index, retry, create.references);
  } catch (error) {
    const reason = reasonOf(error);
    if (error instanceof NotAnnounced) {
      stop(run, { stop: "not-announced", reason });
      return { outcome: failed(create, "it could not be announced; nothing was sent") };
    }
    stop(run, { stop: "not-saved", reason });
    return { outcome: failed(create, "the intent could not be made durable; nothing was sent") };
  }
  if (run.stopped !== undefined) {
    const reason = "the run stopped before it was sent";
    await recordVerdict(create, sending.attempt, { verdict: "refused", reason });
    return { outcome: skipped(action) };
  }
  run.ports.announce({ event: "sending", address: action.address });
  const body = kind.body(create.fields, run.options.sentOrganizationId);
  const known = (id: string) => run.known.has(id);
  const answered = await run.ports.api.create(kind, body, known, run.abandon.signal);
  const verdict = await confirm(create, sending, unlessTaken(run, answered));
  return recordOutcome(create, sending, retry, verdict);
}

/** Two answers at once may carry the same id: only the first answer may claim the id. */
function unlessTaken(run: Run, verdict: CreateVerdict): CreateVerdict {
  if (verdict.verdict !== "created") return verdict;
  if (run.known.has(verdict.id))
    return {
      verdict: "quarantined",
      id: verdict.id,
      reason: "the API answered an id that another resource has",
    };
  run.known.add(verdict.id);
  return verdict;
}

/** Confirms the id of a cut answer if a GET shows no field that differs from the fields we sent. */
async function confirm(
  create: Create,
  { attempt }: Sending,
  verdict: CreateVerdict,
): Promise<CreateVerdict> {
  if (verdict.verdict !== "cut") return verdict;
  const { run, kind, fields } = create;
  const unknown: CreateVerdict = { verdict: "unknown", reason: verdict.reason, hint: verdict.id };
  if (run.known.has(verdict.id)) return { verdict: "unknown", reason: verdict.reason };
  // This run has the id from now on: another answer that carries the id is quarantined.
  run.known.add(verdict.id);
  // The id is in our hands: a kill during the look-up must not lose it.
  await recordVerdict(create, attempt, {
    verdict: "unknown",
    reason: verdict.reason,
    hint: verdict.id,
  });
  const found = await run.ports.api.lookup(kind, verdict.id, run.abandon.signal);
  if (found.verdict !== "present") return unknown;
  const observed = kind.observed(found.answer);
  const differs = kind.fields.some(
    (field) => kind.shows(field, fields[field] ?? null, observed) === false,
  );
  if (differs) return unknown;
  return { verdict: "created", id: verdict.id, answer: found.answer };
}

/**
 * Returns the fields with ids instead of references. The plan's order and blocking make each id
 * known. Throws an Error otherwise.
 */
function resolved(
  run: Run,
  action: Action,
): { fields: Fields; references: Readonly<Record<string, string>> } {
  const fields: Record<string, FieldValue> = {};
  const references: Record<string, string> = {};
  for (const [field, value] of Object.entries(action.fields)) {
    if (!isReference(value)) {
      fields[field] = value;
      continue;
    }
    const id = run.holders.get(value.ref);
    if (id === undefined) throw new Error(`${action.address} needs the id of ${value.ref}`);
    fields[field] = id;
    references[field] = id;
  }
  return { fields, references };
}
