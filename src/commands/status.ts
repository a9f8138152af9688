import { join } from "node:path";
import { exitCode } from "../core/exit-code.ts";
import { Failure } from "../core/problem.ts";
import { escapeText, jsonText } from "../report/text.ts";
import { emptyState, unsettledAttempts, withAttempt, type State } from "../core/state.ts";
import { version } from "../core/version.ts";
import { readStore, type Store } from "../files/store.ts";
import { renderStatus, statusDocument, type StatusView } from "../report/status.ts";
import { forgottenAttempts } from "./forgotten.ts";
import { checkMissingLockfile, expectedBinding } from "./guards.ts";
import { tellOfLiveRun } from "./locked.ts";
import { ledgerMemory, memoriesOf } from "./memories.ts";
import type { RunCommand } from "./options.ts";
import { openSession, shownPath, type Session } from "./session.ts";

/** `anon-sync status`: what lockfile and journal hold. Offline, and it writes nothing. */
export const run: RunCommand = async (context, options) => {
  const session = await openSession(context, options);
  const { target, places, ports } = session;
  const store = await readStore(ports, places);
  // Where the lockfile is gone, this says so and how to get it back.
  if (store === undefined && !target.isLoopback)
    await checkMissingLockfile(session, expectedBinding(session, undefined));
  if (store !== undefined) await tellOfLiveRun(session, store);
  const state = store === undefined ? emptyState : await withForgotten(session, store);
  const organizationId = store?.environment.organizationId;
  const view: StatusView = {
    toolVersion: version,
    environment: {
      name: target.name,
      baseUrl: target.baseUrl,
      ...(organizationId !== undefined && { organizationId }),
    },
    lockfile: shownPath(context, places.lockfile),
    lineage: store?.lineage,
    state,
    journal: store?.leftover
      ? { file: shownPath(context, join(store.directory, "journal")), attempts: store.folded }
      : undefined,
  };
  if (options.json) context.out.write(jsonText(statusDocument(view)));
  else context.out.write(renderStatus(view, context.out.style));
  return unsettledAttempts(view.state).size > 0 ? exitCode.unsettled : exitCode.done;
};

/** The state with the open attempts that the lockfile lacks: settle takes them up. */
async function withForgotten(session: Session, store: Store): Promise<State> {
  const memories = await memoriesOf(session, store).catch((error: unknown) => {
    if (!(error instanceof Failure)) throw error;
    // A lockfile in git that cannot be read is no reason to hide what is known here.
    session.context.err.write(`${escapeText(error.message)}\n`);
    const { lineage, ledger } = store;
    return ledger === undefined ? [] : [{ lineage, ...ledgerMemory(ledger) }];
  });
  // Another lockfile's attempts are none of this one's; apply and settle say that it is another.
  const own = memories.filter(({ lineage }) => lineage === store.lineage);
  return forgottenAttempts(store.state, own).reduce((state, { fact, witness }) => {
    const reason = `${fact.reason ?? "no answer was recorded"}; the lockfile lacks it, and it is known to ${witness}`;
    return withAttempt(state, { ...fact, reason });
  }, store.state);
}
