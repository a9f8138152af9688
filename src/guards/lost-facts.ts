import { firstTen } from "../report/text.ts";
import { exitCode } from "../core/errors/exit-code.ts";
import { Failure, type Problem } from "../core/errors/problem.ts";
import type { Evidence } from "../core/plan/evidence.ts";
import { settleWays } from "../report/status/unsettled.ts";
import { suggestedCommand } from "../report/suggested-command.ts";
import type { Session } from "../session/session.ts";
import { lineagesOf, lostAttempts, lostIds } from "../store/lineages.ts";
import { restoreStep } from "../store/lockfile.ts";
import { lineageFolder } from "../store/places.ts";
import type { Store } from "../store/store.ts";
import { addressesOf, evidenceOf, type LineageEvidence } from "./evidence.ts";
import { findLostAttempts, type LostAttempt } from "./lost-attempts.ts";
import { recoverStep } from "./stray-lockfiles.ts";

/**
 * Refuses a lockfile that lacks an id, or an open attempt, which HEAD, its upstream or the ledger
 * knows (docs/design.md#6-apply-one-create, step 1): what it lacks would be created again. Answers what they know.
 */
export async function checkLost(session: Session, store: Store): Promise<readonly Evidence[]> {
  const evidence = await evidenceOf(session, store);
  // Another lockfile lacks every id, and merging the two would be wrong: the user restores the right one.
  const own = evidence.filter(({ lineage }) => lineage === store.lineage);
  const problems = [
    ...(await otherLineages(session, store, evidence)),
    ...own.flatMap((evidence) => lostIdsOf(session, store, evidence)),
    ...lostAttemptsOf(session, store, own),
  ];
  if (problems.length > 0) throw new Failure(exitCode.refused, problems);
  return evidence;
}

/** Refuses a lockfile that is another one than this machine, HEAD or its upstream knows. */
export async function checkLineage(
  session: Session,
  store: Store,
  evidence: readonly LineageEvidence[],
): Promise<void> {
  const problems = await otherLineages(session, store, evidence);
  if (problems.length > 0) throw new Failure(exitCode.refused, problems);
}

async function otherLineages(
  session: Session,
  store: Store,
  evidence: readonly LineageEvidence[],
): Promise<Problem[]> {
  const others = evidence.filter(({ lineage }) => lineage !== store.lineage);
  return [
    ...(await otherLineageHere(session, store)),
    ...others.map(({ source }) => otherLineage(session, source)),
  ];
}

/**
 * A lockfile whose lineage this machine does not know, in the place of one that it does: a damaged
 * lineage would hide the journal and the ledger.
 */
async function otherLineageHere(session: Session, store: Store): Promise<Problem[]> {
  if (store.ledger !== undefined) return [];
  const { disk } = session.context.system;
  const { places } = session;
  for (const { lineage, ids, hasJournal } of await lineagesOf(disk, places, store.environment)) {
    if (lineage === store.lineage || (ids === 0 && !hasJournal)) continue;
    const folder = lineageFolder(places.stateDirectory, lineage);
    return [
      {
        ...otherLineage(session, `this machine's ledger in ${folder}`),
        next: `${restoreStep(session.lockfileName)}. If it was made anew on purpose, move that folder away.`,
      },
    ];
  }
  return [];
}

function lostIdsOf(session: Session, store: Store, { source, ids }: Evidence): Problem[] {
  const names = lostIds(addressesOf(ids), store.state).map(
    ({ id, address }) => `${address} (${id})`,
  );
  if (names.length === 0) return [];
  const file = session.lockfileName;
  return [
    {
      code: "lost-ids",
      severity: "error",
      message: `The lockfile ${file} lacks ids that ${source} knows: ${firstTen(names)}.`,
      next: `${mergeOrRecover(session)}. One at a time: ${suggestedCommand(session.target, ["import", "ADDRESS", "ID"])}`,
      file,
    },
  ];
}

/** A problem for each source; one of them says how to settle what nobody knows the end of. */
function lostAttemptsOf(session: Session, store: Store, evidence: readonly Evidence[]): Problem[] {
  const file = session.lockfileName;
  const settling = settlingStep(session, findLostAttempts(store.state, evidence));
  return evidence.flatMap(({ source, attempts }): Problem[] => {
    const names = lostAttempts(addressesOf(attempts), store.state).map(
      ({ attempt, address }) => `${address} (attempt ${attempt})`,
    );
    if (names.length === 0) return [];
    return [
      {
        code: "lost-attempts",
        severity: "error",
        message: `The lockfile ${file} lacks creates that ${source} knows were sent, and nobody knows the end of: ${firstTen(names)}.`,
        next: `${mergeOrRecover(session)}. ${settling}`,
        file,
      },
    ];
  });
}

/** The commands that settle the first of them, and where those of the others are. */
function settlingStep({ target }: Session, lost: readonly LostAttempt[]): string {
  const [first] = lost;
  if (first === undefined) return "It holds what became of them.";
  const { fact } = first;
  const several = lost.filter((other) => other.fact.address === fact.address).length > 1;
  const ways = settleWays(fact, several, target).map(({ when, command }) => `${when}: ${command}`);
  const others = lost.length > 1 ? ` The others: ${suggestedCommand(target, ["status"])}` : "";
  return `If no lockfile holds them, look in Anon's console and settle them. ${ways.join(". ")}.${others}`;
}

function mergeOrRecover(session: Session): string {
  return `Merge the branch whose lockfile holds them. Or: ${recoverStep(session)}`;
}

function otherLineage(session: Session, revision: string): Problem {
  return {
    code: "other-lineage",
    severity: "error",
    message: `The lockfile ${session.lockfileName} is not the one that ${revision} holds: its lineage differs.`,
    next: restoreStep(session.lockfileName),
    file: session.lockfileName,
  };
}
