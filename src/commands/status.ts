import { writeNotices } from "../session/context.ts";
import { join } from "node:path";
import { exitCode } from "../core/errors/exit-code.ts";
import { Failure, failure } from "../core/errors/problem.ts";
import {
  emptyState,
  unsettledAttempts,
  withAttempt,
  type State,
  stateOf,
} from "../core/state/state.ts";
import { version } from "../core/version.ts";
import { expectedBinding } from "../guards/binding.ts";
import { ledgerEvidence, evidenceOf } from "../guards/evidence.ts";
import { findLostAttempts } from "../guards/lost-attempts.ts";
import { checkMissingLockfile } from "../guards/missing-lockfile.ts";
import { createNearest } from "../manifest/nearest.ts";
import { renderAddress } from "../report/status/status-address.ts";
import { statusDocument } from "../report/status/status-json.ts";
import { renderStatus, type StatusView } from "../report/status/status.ts";
import type { Style } from "../report/style.ts";
import { suggestedCommand } from "../report/suggested-command.ts";
import { escapeText, jsonText } from "../report/text.ts";
import { liveRunNotices } from "../run/lock.ts";
import { lostSecretNotices, withLostSecrets } from "../secrets/lost.ts";
import type { StatusOptions, RunCommand } from "../session/options.ts";
import { openSession, reportedEnvironment, shownPath, type Session } from "../session/session.ts";
import { readStore, type Store } from "../store/store.ts";

/**
 * `anon-sync status [ADDRESS]`: what lockfile and journal hold, all of it or of one address. Offline,
 * and it writes nothing.
 */
export const run: RunCommand<StatusOptions> = async (context, options, [address]) => {
  const session = await openSession(context, options);
  const { target, places, ports } = session;
  const read = await readStore(ports, places);
  // If the lockfile is gone, this reports how to get it back.
  if (read === undefined && !target.isLoopback)
    await checkMissingLockfile(session, expectedBinding(session, undefined));
  const live = read === undefined ? [] : await liveRunNotices(session, read);
  writeNotices(context, live);
  // A secret that a live run has not delivered yet is not lost.
  const store = read && live.length === 0 ? withLostSecrets(session.kinds, read) : read;
  if (store !== undefined && live.length === 0)
    writeNotices(context, lostSecretNotices(session, store.state));
  const state = store === undefined ? emptyState : await withLostAttempts(session, store);
  const organizationId = store?.environment.organizationId;
  const view: StatusView = {
    toolVersion: version,
    environment: reportedEnvironment(target, organizationId),
    kinds: session.kinds,
    lockfile: session.lockfileName,
    lineage: store?.lineage,
    ...(address === undefined ? { state } : onlyAddress(session, state, address)),
    journal: store?.leftover
      ? { file: shownPath(context, join(store.directory, "journal")), attempts: store.folded }
      : undefined,
  };
  context.out.write(textOf(view, options, context.out.style));
  return unsettledAttempts(view.state).size > 0 ? exitCode.unsettled : exitCode.done;
};

function textOf(view: StatusView, { json }: StatusOptions, style: Style): string {
  if (json === true) return jsonText(statusDocument(view));
  return view.only === undefined ? renderStatus(view, style) : renderAddress(view, style);
}

/** The state with the open attempts that the lockfile lacks: settle takes them up. */
async function withLostAttempts(session: Session, store: Store): Promise<State> {
  const evidence = await evidenceOf(session, store).catch((error: unknown) => {
    if (!(error instanceof Failure)) throw error;
    // A lockfile in git that cannot be read is no reason to hide what is known here.
    session.context.err.write(`${escapeText(error.message)}\n`);
    const { lineage, ledger } = store;
    return ledger === undefined ? [] : [{ lineage, ...ledgerEvidence(ledger) }];
  });
  // Another lockfile's attempts are none of this one's; apply and settle say that it is another.
  const own = evidence.filter(({ lineage }) => lineage === store.lineage);
  return findLostAttempts(store.state, own).reduce((state, { fact, source }) => {
    const reason = `${fact.reason ?? "no answer was recorded"}; the lockfile lacks it, and it is known to ${source}`;
    return withAttempt(state, { ...fact, reason });
  }, store.state);
}

/**
 * The part of a state that is about one address, and the renames in the manifest that concern it.
 * Throws a Failure if neither lockfile nor manifest knows the address.
 */
function onlyAddress(
  { resolved, target }: Pick<Session, "resolved" | "target">,
  state: State,
  address: string,
): Required<Pick<StatusView, "state" | "only">> {
  const ids = [...state.ids.values()];
  const attempts = [...state.attempts.values()];
  const moved = resolved.moved.filter(({ from, to }) => from === address || to === address);
  const addresses = new Set(
    [...ids, ...attempts, ...resolved.wanted].map((known) => known.address),
  );
  if (!addresses.has(address) && moved.length === 0)
    throw unknownAddress(target, address, addresses);
  return {
    state: stateOf(
      ids.filter((fact) => fact.address === address),
      attempts.filter((fact) => fact.address === address),
    ),
    only: { address, moved },
  };
}

function unknownAddress(
  target: Session["target"],
  address: string,
  known: ReadonlySet<string>,
): Failure {
  const meant = createNearest()(address, known);
  return failure(
    exitCode.invalid,
    "unknown-address",
    `Neither the lockfile nor the manifest has the address ${JSON.stringify(address)}.`,
    meant === undefined
      ? `${suggestedCommand(target, ["status"])} shows every address.`
      : `Did you mean ${meant}?`,
  );
}
