import { relative } from "node:path";
import { exitCode } from "../core/exit-code.ts";
import { failure } from "../core/problem.ts";
import { openRecovery, type Recovery, type RecoveryDesk } from "../core/recovery.ts";
import { emptyState, isOpen, withAttempt, type State } from "../core/state.ts";
import { version } from "../core/version.ts";
import type { Binding } from "../files/lockfile.ts";
import { saveStore } from "../files/save-store.ts";
import { readStore, storeOf, type Store } from "../files/store.ts";
import { commandLine } from "../report/command-words.ts";
import {
  countedRecovery,
  recoveryDocument,
  renderLeftAside,
  renderRecovery,
  type RecoveryView,
} from "../report/recovery.ts";
import { bare, jsonText } from "../report/text.ts";
import { askForYes } from "./consent.ts";
import { askedFor } from "./given-flags.ts";
import { checkBinding, expectedBinding } from "./guards.ts";
import { historyOf, type History } from "./history.ts";
import { changedMeanwhile, initializing, lockedLineage, takeOver } from "./locked.ts";
import type { RunCommand } from "./options.ts";
import { addLedger, emptyOfLedger } from "./recover-ledger.ts";
import { openSession, reportedEnvironment, shownPath, type Session } from "./session.ts";

/**
 * `anon-sync recover --from-git`: every id and open attempt that the lockfile's own history, or this
 * machine's ledger, knows and today's lockfile does not. Offline: nothing is asked of the API.
 */
export const run: RunCommand = async (context, options) => {
  if (options.fromGit !== true)
    throw failure(
      exitCode.invalid,
      "recover-from-what",
      "Say what to recover from: git's history of the lockfile is all there is.",
      commandLine(askedFor(options), ["recover", "--from-git"]),
    );
  const session = await openSession(context, options);
  const store = await readStore(session.ports, session.places);
  return store === undefined ? restore(session) : complete(session, store);
};

/** The lockfile is there, and may lack something. */
function complete(session: Session, first: Store): Promise<number> {
  return lockedLineage(session, first, async () => {
    // Read again: while this run waited, another may have written.
    const found = await readStore(session.ports, session.places);
    if (found?.lineage !== first.lineage) throw changedMeanwhile();
    const binding = offlineBinding(session, found);
    checkBinding(session, found, binding);
    const store = await takeOver(session, found);
    const desk = openRecovery(store.state);
    const history = await historyOf(session, binding, store, desk);
    return bringBack(session, store, desk, history, false);
  });
}

/** The lockfile is gone: the one that is nearest in history comes back, with everything of it. */
function restore(session: Session): Promise<number> {
  return initializing(session, async () => {
    const { ports, places } = session;
    // Nobody makes one in its place meanwhile; but somebody just may have.
    if ((await readStore(ports, places)) !== undefined) throw changedMeanwhile();
    const desk = openRecovery(emptyState);
    const binding = expectedBinding(session, undefined);
    const history = await historyOf(session, binding, undefined, desk);
    const bytes = history.nearest ?? (await emptyOfLedger(session, binding, history));
    const first = await storeOf(ports, places, bytes);
    return lockedLineage(session, first, async () => {
      const store = await storeOf(ports, places, bytes);
      desk.add(store.state, { name: "the journal of a run that was cut off" });
      return bringBack(session, store, desk, history, true);
    });
  });
}

/** Shows what comes back, asks, and makes it durable. Under the lock of the lineage. */
async function bringBack(
  session: Session,
  store: Store,
  desk: RecoveryDesk,
  history: History,
  isMissing: boolean,
): Promise<number> {
  const { context, options, places, ports, target } = session;
  const { out, err } = context;
  addLedger(store, desk);
  const recovery = desk.finish();
  const { organizationId } = store.environment;
  const view: RecoveryView = {
    ...recovery,
    toolVersion: version,
    environment: reportedEnvironment(target, organizationId),
    lockfile: shownPath(context, places.lockfile),
    lineage: store.lineage,
    isMissing,
    others: history.others.map((other) => ({
      ...other,
      ids: other.ids.filter(({ id }) => !recovery.state.ids.has(id)),
      isOfThisEnvironment:
        other.environment.name === store.environment.name &&
        other.environment.baseUrl === store.environment.baseUrl,
    })),
    revisionPath: `./${relative(context.currentFolder, places.lockfile)}`,
    skipped: history.skipped,
    isShallow: history.isShallow,
    leaving: leavingOf(session, recovery),
  };
  err.write(renderLeftAside(view));
  // With --json, stdout is one document, which says what was done.
  const shown = options.json ? err : out;
  const end = (written: boolean) => {
    if (options.json) out.write(jsonText(recoveryDocument(view, written)));
  };
  shown.write(renderRecovery(view, shown.style));
  if (!isMissing && recovery.ids.length + recovery.attempts.length === 0) {
    end(false);
    return exitCode.done;
  }
  const question = `Do you want to bring this back into ${bare(view.lockfile)}?`;
  const next = "Read what would come back above, then add --yes.";
  if (options.yes !== true) {
    if (context.ask === undefined) end(false);
    if (!(await askForYes(session, question, next))) {
      err.write("\nRecover cancelled. Nothing was done.\n");
      end(false);
      return exitCode.failed;
    }
  }
  const state = withSendTimes(session, recovery);
  const saved = await saveStore(ports, places, store, state, organizationId);
  // Only now: what its journal knew is part of what was shown.
  await takeOver(session, { ...store, ...saved });
  shown.write(
    `Brought back into ${bare(view.lockfile)}: ${countedRecovery(view)}. Commit it; then: ${commandLine(target, ["plan"])}\n`,
  );
  end(true);
  return exitCode.done;
}

/** The ids that come back and that the next apply would retire: the manifest here lacks them. */
function leavingOf({ resolved }: Session, { ids }: Recovery): RecoveryView["leaving"] {
  const wanted = new Set([
    ...resolved.wanted.map(({ address }) => address),
    ...resolved.moved.map(({ from }) => from),
  ]);
  return ids.filter(({ fact }) => fact.retired === undefined && !wanted.has(fact.address));
}

/** Where nobody knows when an attempt was sent, the time that settling has to wait counts from now. */
function withSendTimes({ context }: Session, { state, attempts }: Recovery): State {
  const sentAt = new Date(context.system.clock.now()).toISOString();
  return attempts
    .filter(({ fact }) => isOpen(fact))
    .reduce((known, { fact }) => withAttempt(known, { sentAt, ...fact }), state);
}

/** What a lockfile belongs to, without asking an emulator which one it is. */
function offlineBinding(session: Session, { environment }: Store): Binding {
  const expected = expectedBinding(session, undefined);
  const isEmulators = session.target.isLoopback && environment.baseUrl.startsWith("emulator:");
  return isEmulators ? { ...expected, baseUrl: environment.baseUrl } : expected;
}
