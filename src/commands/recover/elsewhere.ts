import { kindOfAddress } from "../../core/kind.ts";
import type { RecoveryCollector } from "../../core/state/recovery.ts";
import { stateOf, type State } from "../../core/state/state.ts";
import { maximumLogBytes, parseReceipts } from "./receipts.ts";
import type { RemoteState } from "../../remote/remote-state.ts";
import type { Store } from "../../store/store.ts";
import { bare } from "../../report/text.ts";
import { readInput } from "../../session/input-file.ts";
import { openRemote } from "../../run/open-remote.ts";
import { waitForLease } from "../../remote/lease.ts";
import type { Session } from "../../session/session.ts";

/** What the git remote knows, added to `desk`. Throws a Failure, also where a run holds it. */
export async function addRemote(
  session: Session,
  store: Store,
  collector: RecoveryCollector,
): Promise<RemoteState> {
  const remote = await openRemote(session);
  await waitForLease(session, remote, store);
  const state = remote.seen?.lockfile.state;
  if (state !== undefined) collector.add(state, { name: remote.place });
  return remote;
}

/**
 * What the receipts in a log tell, added to `desk`: ids that nothing else may know. Their fields are
 * those of the attempt, where that is known; a receipt tells none. Throws a Failure.
 */
export async function addLog(
  session: Session,
  file: string,
  known: readonly State[],
  collector: RecoveryCollector,
): Promise<void> {
  const bytes = await readInput(session.context, {
    file,
    maximumBytes: maximumLogBytes,
    noun: "list",
    ifMissing: "Save the log of the CI's job to a file, and name that.",
  });
  const ids = parseReceipts(bytes, `${bare(session.options.config)}: `).flatMap(
    ({ address, id, attempt }) => {
      if (kindOfAddress(session.kinds, address) === undefined) return [];
      const sent = known.map(({ attempts }) => attempts.get(attempt)).find((fact) => fact);
      const { generation = 1, fields = {} } = sent ?? {};
      return [{ id, address, attempt, generation, applied: fields }];
    },
  );
  collector.add(stateOf(ids), { name: `the log ${bare(file)}` });
}
