import { join } from "node:path";
import { exitCode } from "../core/exit-code.ts";
import { jsonText } from "../report/text.ts";
import { emptyState, unsettledAttempts } from "../core/state.ts";
import { version } from "../core/version.ts";
import { readStore } from "../files/store.ts";
import { renderStatus, statusDocument, type StatusView } from "../report/status.ts";
import { checkMissingLockfile, expectedBinding } from "./guards.ts";
import { tellOfLiveRun } from "./locked.ts";
import type { RunCommand } from "./options.ts";
import { openSession, shownPath } from "./session.ts";

/** `anon-sync status`: what lockfile and journal hold. Offline, and it writes nothing. */
export const run: RunCommand = async (context, options) => {
  const session = await openSession(context, options);
  const { target, places, ports } = session;
  const store = await readStore(ports, places);
  // Where the lockfile is gone, this says so and how to get it back.
  if (store === undefined && !target.isLoopback)
    await checkMissingLockfile(session, expectedBinding(session, undefined));
  if (store !== undefined) await tellOfLiveRun(session, store);
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
    state: store?.state ?? emptyState,
    journal: store?.leftover
      ? { file: shownPath(context, join(store.directory, "journal")), attempts: store.folded }
      : undefined,
  };
  if (options.json) context.out.write(jsonText(statusDocument(view)));
  else context.out.write(renderStatus(view, context.out.style));
  return unsettledAttempts(view.state).size > 0 ? exitCode.unsettled : exitCode.done;
};
