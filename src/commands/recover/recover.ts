import { relative } from "node:path";
import { exitCode } from "../../core/errors/exit-code.ts";
import { failure } from "../../core/errors/problem.ts";
import { openRecovery, type Recovery, type RecoveryCollector } from "../../core/state/recovery.ts";
import { emptyState, isOpen, withAttempt, type State } from "../../core/state/state.ts";
import { version } from "../../core/version.ts";
import { checkBinding, expectedBinding, offlineBinding } from "../../guards/binding.ts";
import {
  countedRecovery,
  recoveryDocument,
  renderLeftAside,
  renderRecovery,
  type RecoveryView,
} from "../../report/status/recovery.ts";
import { suggestedCommand } from "../../report/suggested-command.ts";
import { bare, jsonText } from "../../report/text.ts";
import { confirm } from "../../run/approval.ts";
import { changedMeanwhile, lockInit, lockLineage, takeOver } from "../../run/lock.ts";
import type { RunCommand, RecoverOptions } from "../../session/options.ts";
import { openSession, reportedEnvironment, type Session } from "../../session/session.ts";
import { commandContext } from "../../session/typed-flags.ts";
import { saveStore } from "../../store/save-store.ts";
import { readStore, storeOf, type Store } from "../../store/store.ts";
import { historyOf, type History } from "./history.ts";
import { addLedger, emptyOfLedger } from "./ledger.ts";

/**
 * `anon-sync recover`: every id and open attempt that the lockfile's own history, the state on the git
 * remote, a log of apply or this machine's ledger knows, and today's lockfile does not. Nothing is
 * asked of the API.
 */
export const run: RunCommand<RecoverOptions> = async (context, options) => {
  if (options.fromGit !== true && options.fromRemote !== true && options.fromLog === undefined)
    throw failure(
      exitCode.invalid,
      "recover-from-what",
      "Say what to recover from: git's history of the lockfile, the state on the git remote, or a log of apply.",
      `${suggestedCommand(commandContext(options), ["recover", "--from-git"])} (or --from-remote, or --from-log FILE; several are read together)`,
    );
  const session = await openSession(context, options);
  const store = await readStore(session.ports, session.places);
  if (store !== undefined) return complete(session, store);
  if (options.fromGit === true) return restore(session);
  throw failure(
    exitCode.refused,
    "no-lockfile",
    `There is no lockfile ${session.lockfileName} to bring anything back into. Nothing was done.`,
    `Bring back the lockfile itself first: ${suggestedCommand(session.target, ["recover", "--from-git"])}`,
  );
};

/** The lockfile is there, and may lack something. */
async function complete(session: Session<RecoverOptions>, first: Store): Promise<number> {
  await using _lock = await lockLineage(session, first);
  // Read again: while this run waited, another may have written.
  const found = await readStore(session.ports, session.places);
  if (found?.lineage !== first.lineage) throw changedMeanwhile();
  const binding = offlineBinding(session, found);
  checkBinding(session, found, binding);
  const store = await takeOver(session, found);
  const collector = openRecovery(store.state);
  const { fromGit, fromRemote, fromLog } = session.options;
  const history =
    fromGit === true ? await historyOf(session, binding, store, collector) : withoutHistory;
  const elsewhere =
    fromRemote === true || fromLog !== undefined ? await import("./elsewhere.ts") : undefined;
  const remote =
    fromRemote === true ? await elsewhere?.addRemote(session, store, collector) : undefined;
  const states = [store.state, remote?.seen?.lockfile.state ?? emptyState];
  if (fromLog !== undefined) await elsewhere?.addLog(session, fromLog, states, collector);
  const sources = [
    ...(fromGit === true ? ["git's history"] : []),
    ...(remote === undefined ? [] : [remote.place]),
    ...(fromLog === undefined ? [] : [`the log ${bare(fromLog)}`]),
  ];
  return await bringBack(session, store, collector, history, { isMissing: false, sources });
}

/** The history if git was not asked. */
const withoutHistory: History = { nearest: undefined, others: [], skipped: [], isShallow: false };

/** The lockfile is gone: the one that is nearest in history comes back, with everything of it. */
async function restore(session: Session<RecoverOptions>): Promise<number> {
  await using _init = await lockInit(session);
  const { ports, places } = session;
  // No other run makes a lockfile in its place now, but a run may have made one before the lock.
  if ((await readStore(ports, places)) !== undefined) throw changedMeanwhile();
  const collector = openRecovery(emptyState);
  const binding = expectedBinding(session, undefined);
  const history = await historyOf(session, binding, undefined, collector);
  const bytes = history.nearest ?? (await emptyOfLedger(session, binding, history));
  const first = await storeOf(ports, places, bytes);
  await using _lock = await lockLineage(session, first);
  const store = await storeOf(ports, places, bytes);
  collector.add(store.state, { name: "the journal of a run that was cut off" });
  return await bringBack(session, store, collector, history, {
    isMissing: true,
    sources: ["git's history"],
  });
}

/** Shows what comes back, asks, and makes it durable. Under the lock of the lineage. */
async function bringBack(
  session: Session<RecoverOptions>,
  store: Store,
  collector: RecoveryCollector,
  history: History,
  { isMissing, sources }: Pick<RecoveryView, "isMissing" | "sources">,
): Promise<number> {
  const { context, options, places, ports, target } = session;
  const { out, err } = context;
  addLedger(store, collector);
  const recovery = collector.finish();
  const { organizationId } = store.environment;
  const view: RecoveryView = {
    ...recovery,
    toolVersion: version,
    environment: reportedEnvironment(target, organizationId),
    lockfile: session.lockfileName,
    lineage: store.lineage,
    isMissing,
    sources,
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
    retiring: retiringOf(session, recovery),
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
    const cancelled = "Recover cancelled. Nothing was done.";
    if (!(await confirm(session, question, { next, cancelled }))) {
      end(false);
      return exitCode.failed;
    }
  }
  const state = withSendTimes(session, recovery);
  const saved = await saveStore(ports, places, store, state, organizationId);
  // Only now: what its journal knew is part of what was shown.
  await takeOver(session, { ...store, ...saved });
  shown.write(
    `Brought back into ${bare(view.lockfile)}: ${countedRecovery(view)}. Commit it; then: ${suggestedCommand(target, ["plan"])}\n`,
  );
  end(true);
  return exitCode.done;
}

/** The ids that come back and that the next apply would retire: the manifest here lacks them. */
function retiringOf(
  { resolved }: Session<RecoverOptions>,
  { ids }: Recovery,
): RecoveryView["retiring"] {
  const wanted = new Set([
    ...resolved.wanted.map(({ address }) => address),
    ...resolved.moved.map(({ from }) => from),
  ]);
  return ids.filter(({ fact }) => fact.retired === undefined && !wanted.has(fact.address));
}

/** If the time of a send is unknown, the wait before settling counts from now. */
function withSendTimes({ context }: Session<RecoverOptions>, { state, attempts }: Recovery): State {
  const sentAt = new Date(context.system.clock.now()).toISOString();
  return attempts
    .filter(({ fact }) => isOpen(fact))
    .reduce((known, { fact }) => withAttempt(known, { sentAt, ...fact }), state);
}
