import { kindOfAddress } from "../../core/kind.ts";
import { parseResourceId, type ResourceId } from "../../core/names/resource-id.ts";
import type { RecoveryCollector } from "../../core/state/recovery.ts";
import { stateOf, type State } from "../../core/state/state.ts";
import { waitForLease } from "../../remote/lease.ts";
import type { RemoteState } from "../../remote/remote-state.ts";
import { bare } from "../../report/text.ts";
import { openRemote } from "../../run/open-remote.ts";
import { readInput } from "../../session/input-file.ts";
import type { Session } from "../../session/session.ts";
import type { Store } from "../../store/store.ts";

/** Adds the facts of the git remote to `collector`. Throws a Failure, also if a run holds the remote. */
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
 * Adds the receipts in a log to `collector`: ids that nothing else may know. Their fields are
 * those of the attempt, if that is known; a receipt tells none. Throws a Failure.
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

/** The largest log that is read, in bytes: 256 MiB. */
const maximumLogBytes = 256 * 1024 * 1024;

/** The receipt in one line of a log: apply prints one for each id. */
interface Receipt {
  readonly address: string;
  readonly id: ResourceId;
  readonly attempt: string;
}

/**
 * The receipts in a log of `apply`, marked NOT SAVED or not, each id once. Before a receipt may stand
 * what CI services put at the start of a line: a time, and codes of colour. Anything else before it is
 * text of somebody's, in which a receipt could be made up. In a log of several manifests' run each
 * receipt stands behind its manifest's name; `owner` is the one whose receipts are wanted (`FILE: `).
 */
export function parseReceipts(bytes: Uint8Array, owner: string): readonly Receipt[] {
  const text = new TextDecoder("utf-8").decode(bytes).replace(colours, "");
  const receipts = new Map<string, Receipt>();
  for (const line of text.split(/\r\n|\n|\r/)) {
    const text = line.replace(time, "");
    const own = text.startsWith(owner) ? text.slice(owner.length) : text;
    const [, address, written = "", attempt] = receipt.exec(own) ?? [];
    const id = parseResourceId(written);
    if (address === undefined || id === undefined || attempt === undefined) continue;
    receipts.set(id, { address, id, attempt });
  }
  return [...receipts.values()];
}

// oxlint-disable-next-line no-control-regex
const colours = /\u001b\[[0-9;]*m/g;

/** `2026-11-26T14:45:31.413Z ` on GitHub. */
const time = /^\uFEFF?\d{4}-\d\d-\d\dT[\d:.]+Z(?: \d+[A-Z+]*)? /;

/** `created userPools.members id=0b0e… attempt=4f…-0` */
const receipt = /^created ([A-Za-z]+\.[A-Za-z][\w-]{0,63}) id=(\S+) attempt=([\w-]{1,64})(?= |$)/;
