import { exitCode } from "../../core/errors/exit-code.ts";
import { failure, type Failure } from "../../core/errors/problem.ts";
import { parseResourceId } from "../../core/names/resource-id.ts";
import type { RecoveryCollector } from "../../core/state/recovery.ts";
import { emptyState, stateOf, type AttemptFact } from "../../core/state/state.ts";
import { ledgerEvidence } from "../../guards/evidence.ts";
import { findLostAttempts } from "../../guards/lost-attempts.ts";
import { suggestedCommand } from "../../report/suggested-command.ts";
import type { Session } from "../../session/session.ts";
import { lineagesOf } from "../../store/lineages.ts";
import { formatLockfile, type Binding } from "../../store/lockfile.ts";
import { lineageFolder } from "../../store/places.ts";
import type { Store } from "../../store/store.ts";
import type { History } from "./history.ts";

/** The ids that this machine announced and git may never have seen, without their fields. */
export function addLedger({ ledger, state }: Store, collector: RecoveryCollector): void {
  if (ledger === undefined) return;
  const evidence = ledgerEvidence(ledger);
  const source = { name: evidence.source };
  const ids = [...evidence.ids].map(([id, { address, generation = 1 }]) => ({
    id,
    address,
    generation,
    applied: {},
    // Which ids cannot be used is known without a ledger.
    ...(parseResourceId(id) === undefined && { retired: "quarantined" as const }),
  }));
  const open = findLostAttempts(state, [evidence]).map(({ fact }): AttemptFact => ({
    reason: "this machine's ledger knows that it was sent",
    ...fact,
  }));
  const ended = [...ledger.lines.values()].flatMap(({ attempt, ended: hasEnded }) =>
    attempt !== undefined && hasEnded === true ? [attempt] : [],
  );
  collector.add(stateOf(ids, open), source, ended);
}

/** An empty lockfile of the lineage that only this machine's ledger knows. Throws a Failure. */
export async function emptyOfLedger(
  session: Session,
  environment: Binding,
  { skipped, others }: History,
): Promise<Uint8Array> {
  const { context, places } = session;
  const known = await lineagesOf(context.system.disk, places, environment);
  const [only, ...more] = known.filter(({ ids, hasJournal }) => ids > 0 || hasJournal);
  if (only === undefined) throw nothingKnown(session, skipped.length, others.length);
  if (more.length > 0)
    throw failure(
      exitCode.refused,
      "several-ledgers",
      `Git's history holds no lockfile ${session.lockfileName} that can be read, and this machine knows several: ${[only, ...more].map(({ lineage }) => lineageFolder(places.stateDirectory, lineage)).join(", ")}.`,
      "Move the folders of all but the right one away, then run this again.",
    );
  return formatLockfile({ lineage: only.lineage, environment, state: emptyState });
}

function nothingKnown({ lockfileName, target }: Session, skipped: number, others: number): Failure {
  const file = lockfileName;
  const known = `${skipped} versions that cannot be read, ${others} lockfiles of something else`;
  return failure(
    exitCode.refused,
    "nothing-to-recover",
    skipped + others === 0
      ? `There is no lockfile ${file}, and neither git's history nor this machine knows one.`
      : `There is no lockfile ${file}, and git's history holds none that could come back: ${known}.`,
    skipped + others === 0
      ? `If this is the first time: ${suggestedCommand(target, ["init"])}`
      : "Bring it back from the clone or the branch that has it.",
    file,
  );
}
