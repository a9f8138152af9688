import { reasonOf } from "../core/errors/problem.ts";
import type { Sending, RecordedVerdict } from "../core/journal.ts";
import type { JsonObject } from "../core/json.ts";
import type { Fields, Kind } from "../core/kind.ts";
import type { Action } from "../core/plan/action.ts";
import type { Outcome } from "../core/plan/applied.ts";
import { redacted } from "../core/redaction/secret-forms.ts";
import { fingerprintOf, lostSecret, type SecretSink } from "../core/secret-sink.ts";
import type { CreateVerdict } from "../core/wire/verdict.ts";
import { observation } from "./observe.ts";
import { retryAfterCapMs, stop, type Run } from "./run.ts";

/** The outcome of one try once its verdict is known: durable first, then announced. */
export async function recordOutcome(
  create: Create,
  sending: Sending,
  retry: number,
  verdict: CreateVerdict,
): Promise<Tried> {
  const { run, action } = create;
  switch (verdict.verdict) {
    case "created":
      return { outcome: await created(create, sending.attempt, verdict) };
    case "not-sent":
    case "refused":
      return notCreated(create, sending.attempt, retry, verdict);
    case "quarantined": {
      const { id, reason } = verdict;
      const outcome = await unsettled(create, sending, { reason, quarantined: id });
      stop(run, { stop: "quarantined", address: action.address, id, reason });
      return { outcome };
    }
    case "cut":
      return { outcome: await unsettled(create, sending, { reason: verdict.reason }) };
    case "unknown": {
      const { reason, hint } = verdict;
      return {
        outcome: await unsettled(create, sending, { reason, ...(hint !== undefined && { hint }) }),
      };
    }
  }
}

async function created(
  create: Create,
  attempt: string,
  { id, answer, secret }: CreateVerdict & { verdict: "created" },
): Promise<Outcome> {
  const { run, action, kind, fields } = create;
  const { address, generation } = action;
  const answered = kind.observed(answer);
  // Learn the id first: whatever fails from here on, the lockfile at the end has the id.
  const marks = {
    ...(create.sink !== undefined && { secretFingerprint: lostSecret }),
    ...(action.protect === true && { protected: true as const }),
  };
  run.learnedIds.push({ ...marks, id, address, generation, attempt, applied: fields, answered });
  run.holders.set(address, id);
  const saved = await recordVerdict(create, attempt, { verdict: "created", id });
  const lost = create.sink === undefined ? undefined : await deliver(create, id, secret);
  if (saved) run.ports.announce({ event: "created", address, attempt, id });
  checkAnswer(create, id, answer);
  // The cause that kept this secret from its destination would keep the next secrets from theirs.
  if (lost !== undefined) stop(run, { stop: "secret-lost", address, id, reason: lost });
  return {
    address,
    action: "create",
    outcome: "created",
    id,
    ...(action.action === "replace" && action.id !== undefined && { replaces: action.id }),
    ...(create.sink !== undefined && lost === undefined && { secretFile: create.sink.place }),
    ...(lost !== undefined && { reason: `its secret is lost: ${lost}` }),
  };
}

/** Why a secret is lost, a clause; undefined if it is in its place, and that is on record. */
async function deliver(
  { run, sink }: Create,
  id: string,
  secret: string | undefined,
): Promise<string | undefined> {
  if (secret === undefined) {
    await sink?.discard();
    return "it did not come with the answer";
  }
  try {
    await sink?.write(secret, id);
  } catch (error) {
    return `it could not be written: ${reasonOf(error)}`;
  }
  // Record the fingerprint after the delivery: a kill in between leaves `lost`, and a person looks.
  // The other order would hide a lost secret.
  const index = run.learnedIds.findIndex((fact) => fact.id === id);
  const fact = run.learnedIds[index];
  if (fact !== undefined)
    run.learnedIds[index] = { ...fact, secretFingerprint: fingerprintOf(secret) };
  return undefined;
}

/** Stops the run if a recorded answer is of another organization or of another resource. */
function checkAnswer(create: Create, id: string, answer: JsonObject): void {
  const { run, action, kind, fields } = create;
  const seen = observation(kind, { verdict: "present", answer });
  const actual = seen.seen === "present" ? seen.organizationId : undefined;
  if (actual !== redacted) run.organizationId ??= actual;
  if (actual !== undefined && actual === run.organizationId) run.organizationSeen = true;
  else {
    // By the contract every answer has the organization. Without it, an answer does not prove whose
    // the resource is.
    const expected = run.organizationId ?? "one";
    const other = actual ?? "none";
    stop(run, { stop: "other-organization", address: action.address, id, expected, actual: other });
  }
  const observed = kind.observed(answer);
  if (kind.shows("name", fields["name"] ?? null, observed) === false)
    stop(run, { stop: "other-resource", address: action.address, id });
}

async function notCreated(
  create: Create,
  attempt: string,
  retry: number,
  verdict: CreateVerdict & { verdict: "not-sent" | "refused" },
): Promise<Tried> {
  const { run } = create;
  const { reason } = verdict;
  await recordVerdict(create, attempt, { verdict: "refused", reason });
  if (run.stopped?.stop === "not-saved") return { outcome: failed(create, reason) };
  if (verdict.verdict === "not-sent") {
    if (run.stopped !== undefined) return { outcome: skipped(create.action) };
    return verdict.retry
      ? { reason, retryAfterMs: backoffMs(run, retry) }
      : { outcome: failed(create, reason) };
  }
  if (verdict.retryAfterMs !== undefined) {
    const retryAfterMs = Math.max(verdict.retryAfterMs, backoffMs(run, retry));
    // The API asks all requests to wait, not only this create.
    run.ports.limiter.hold(Math.min(retryAfterMs, retryAfterCapMs));
    return { reason, retryAfterMs };
  }
  const outcome = failed(create, reason);
  if (verdict.stop) {
    const { status } = verdict;
    const unauthorized = status === 401 || status === 403;
    stop(run, { stop: unauthorized ? "unauthorized" : "refused", status, reason });
  }
  return { outcome };
}

async function unsettled(
  create: Create,
  { attempt, sentAt }: Sending,
  known: { reason: string; hint?: string; quarantined?: string },
): Promise<Outcome> {
  const { run, action, fields } = create;
  const { address, generation } = action;
  run.learnedAttempts.push({
    attempt,
    address,
    generation,
    verdict: "unknown",
    fields,
    sentAt,
    ...known,
  });
  await recordVerdict(create, attempt, { verdict: "unknown", ...known });
  run.ports.announce({ event: "unsettled", address, attempt, reason: known.reason });
  return { address, action: "create", outcome: "unsettled", reason: known.reason };
}

/**
 * Returns a second, doubled with each try, in milliseconds. A random part of up to as much again
 * keeps many retries from coming at once.
 */
function backoffMs(run: Run, retry: number): number {
  return Math.floor(1_000 * 2 ** retry * (1 + run.ports.random.fraction()));
}

/** Makes a verdict durable. Where that fails, says so with the receipt, and stops the run. */
export async function recordVerdict(
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

/** One create under way, with everything that its steps need. */
export interface Create {
  readonly run: Run;
  readonly action: Action;
  readonly kind: Kind;
  readonly index: number;
  /** The fields as sent, references replaced by ids. */
  readonly fields: Fields;
  readonly references: Readonly<Record<string, string>>;
  readonly sink: SecretSink | undefined;
}

/** The end of a try: an outcome, or how long to wait before the next try, in milliseconds. */
export type Tried =
  { readonly outcome: Outcome } | { readonly retryAfterMs: number; readonly reason: string };

/** Announces and returns the outcome of a create that certainly made nothing. */
export function failed(create: Create, reason: string): Outcome {
  const { address } = create.action;
  create.run.ports.announce({ event: "failed", address, reason });
  return { address, action: "create", outcome: "failed", reason };
}

/** Returns the outcome of a create that the run did not reach. */
export function skipped({ address }: Action): Outcome {
  const reason = "the run stopped before it; nothing was sent";
  return { address, action: "create", outcome: "skipped", reason };
}
