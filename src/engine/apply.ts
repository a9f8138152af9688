import { reasonOf } from "../core/errors/problem.ts";
import { NotPublished, type Journal, type PlannedCreate } from "../core/journal.ts";
import { canonicalText } from "../core/json.ts";
import type { Action } from "../core/plan/action.ts";
import type { Applied, Outcome } from "../core/plan/applied.ts";
import { applyLocally } from "../core/plan/apply-locally.ts";
import { hasChanges, isCreate, type Plan } from "../core/plan/plan.ts";
import type { SecretSink } from "../core/secret-sink.ts";
import { mergeStates } from "../core/state/merge.ts";
import { activeIds, isOpen, stateOf, type State } from "../core/state/state.ts";
import { createAll } from "./create-all.ts";
import { graceMs, stop, type ApplyOptions, type ApplyPorts, type Run } from "./run.ts";
import { discard, openSinks } from "./sinks.ts";

/**
 * Does what a plan says, and nothing else: there is no second planner (ARCHITECTURE.md). The plan
 * must be applicable. `state` is what it was computed from.
 *
 * The order of effects, and what is lost if two of them swap:
 * 1. The place of each secret is open, and the journal, with a slot for every try of every create, is durable, before the
 *    first POST: later, a full disk could keep a verdict or a secret from being written.
 *    That a person agreed to replace an id is in the lockfile by then, too: after a kill any later
 *    apply finishes it, and does not leave a new pool with its clients at the old one.
 * 2. An intent is durable before its POST (create.ts): else a kill in between leaves a resource
 *    that nobody knows of, and the next apply makes a duplicate.
 * 3. A verdict is durable before it is announced: else people use an id that a kill forgets.
 * 4. The lockfile is durable before the journal is closed: else a kill in between loses the ids.
 */
export async function apply(
  plan: Plan,
  state: State,
  ports: ApplyPorts,
  options: ApplyOptions,
): Promise<Applied & { readonly organizationId: string | undefined }> {
  if (!plan.applicable) throw new Error("apply was called with a plan that is not applicable");
  const local = applyLocally(state, plan);
  const creates = plan.actions.filter(isCreate);
  const sinks = await openSinks(ports, creates);
  let journal: Journal | undefined;
  try {
    if (creates.some(({ action }) => action === "replace"))
      await ports.save(local, options.organizationId);
    if (creates.length > 0) journal = await ports.prepareJournal(creates.map(planned));
  } catch (error) {
    await discard(sinks.values());
    throw error;
  }

  let learned = local;
  let bug: unknown;
  let outcomes = plan.actions.flatMap(localOutcome);
  let stopped: Applied["stopped"];
  let organizationId = options.organizationId;
  if (journal !== undefined) {
    const run = openRun(ports, options, local, journal, sinks);
    const done = watchInterrupt(run);
    try {
      outcomes = [...outcomes, ...(await createAll(run, creates))];
    } catch (error) {
      // A bug of ours in one create must not lose the ids of the others: save first, then throw.
      bug = error;
    }
    done.abort();
    const created = new Set(run.learnedIds.map(({ address }) => address));
    await discard([...sinks].filter(([address]) => !created.has(address)).map(([, sink]) => sink));
    ({ stopped, organizationId } = run);
    learned = mergeStates(local, stateOf(run.learnedIds, run.learnedAttempts));
  }

  const changed = hasChanges(plan) || canonicalText(facts(learned)) !== canonicalText(facts(state));
  try {
    if (changed || organizationId !== options.organizationId)
      await ports.save(learned, organizationId);
    if (bug === undefined) await journal?.close();
  } catch (error) {
    const reason = reasonOf(error);
    await journal?.leave();
    if (error instanceof NotPublished) {
      // The lockfile is written; only the publishing failed. The journal stays: it has the facts that
      // the remote lacks, and the next run publishes them.
      stopped ??= { stop: "not-published", reason };
      if (bug !== undefined) throw bug;
      return { outcomes, stopped, saved: true, organizationId };
    }
    stopped ??= { stop: "lockfile-not-saved", reason };
    return { outcomes, stopped, saved: false, organizationId };
  }
  if (bug !== undefined) {
    await journal?.leave();
    throw bug;
  }
  return { outcomes, ...(stopped && { stopped }), saved: true, organizationId };
}

function openRun(
  ports: ApplyPorts,
  options: ApplyOptions,
  state: State,
  journal: Journal,
  sinks: ReadonlyMap<string, SecretSink>,
): Run {
  return {
    ports,
    options,
    journal,
    sinks,
    holders: new Map([...activeIds(state)].map(([address, fact]) => [address, fact.id])),
    known: new Set([...state.ids.keys(), ...hints(state)]),
    learnedIds: [],
    learnedAttempts: [],
    abandon: new AbortController(),
    organizationId: options.organizationId,
    organizationSeen: options.organizationSeen,
    stopped: undefined,
  };
}

/** The ids that an earlier run read from answers it could not believe: they may be another one's. */
function hints({ attempts }: State): string[] {
  return [...attempts.values()].flatMap((fact) =>
    isOpen(fact) && fact.hint !== undefined ? [fact.hint] : [],
  );
}

/** First signal: no new sends, and a few seconds for what is in flight. Second: none. */
function watchInterrupt(run: Run): AbortController {
  const done = new AbortController();
  const { stop: first, abandon: second } = run.ports.interrupt;
  const halt = () => {
    stop(run, { stop: "interrupted" });
    void run.ports.clock.sleep(graceMs, done.signal).then(() => {
      if (!done.signal.aborted) run.abandon.abort();
    });
  };
  const quit = () => {
    stop(run, { stop: "interrupted" });
    run.abandon.abort();
  };
  if (first.aborted) halt();
  first.addEventListener("abort", halt, { signal: done.signal });
  if (second.aborted) quit();
  second.addEventListener("abort", quit, { signal: done.signal });
  return done;
}

function planned({ address, generation, fields }: Action): PlannedCreate {
  return { address, generation, fields };
}

/** The outcome of the actions that send nothing. */
function localOutcome(action: Action): Outcome[] {
  const { address, id, movedFrom } = action;
  const known = { address, action: action.action, ...(id !== undefined && { id }) };
  switch (action.action) {
    case "drifted":
      // Drift is for a person, but a rename beside it is done.
      return movedFrom === undefined ? [] : [{ ...known, action: "move", outcome: "done" }];
    case "relock":
    case "retire":
    case "revive":
    case "import":
    case "move":
      return [{ ...known, outcome: "done" }];
    case "unsettled":
      return [{ ...known, outcome: "unsettled" }];
    case "blocked":
      return [
        { ...known, outcome: "blocked", reason: `it needs ${action.blockedBy?.join(", ") ?? ""}` },
      ];
    default:
      return [];
  }
}

function facts(state: State): unknown {
  return { ids: [...state.ids], attempts: [...state.attempts] };
}
