import { exitCode } from "../core/errors/exit-code.ts";
import { failure, type Failure } from "../core/errors/problem.ts";
import type { RemoteState } from "../remote/remote-state.ts";
import { readStore } from "../store/store.ts";
import { suggestedCommand } from "../report/suggested-command.ts";
import { checkBinding, expectedBinding } from "../guards/binding.ts";
import { remoteStateOf } from "../remote/lease.ts";
import type { Session } from "../session/session.ts";
import { remoteLocationOf } from "../remote/location.ts";

/** The state on the remote that the lockfile here belongs to, read. Throws a Failure. */
export async function openRemote(session: Session): Promise<RemoteState> {
  const binding = expectedBinding(session, undefined);
  const store = await readStore(session.ports, session.places);
  if (store === undefined) throw noState(session, "there is no lockfile here");
  if (!session.target.isLoopback) checkBinding(session, store, binding);
  const location = await remoteLocationOf(session);
  if (location === undefined) throw noState(session, "the state is kept on this machine alone");
  const remote = await remoteStateOf(session, location, store);
  if ((await remote.read()) === undefined) throw noState(session, `${remote.place} is not there`);
  return remote;
}

function noState({ target }: Session, why: string): Failure {
  return failure(
    exitCode.refused,
    "no-state-on-remote",
    `There is no state of this lockfile on a git remote: ${why}. Nothing was done.`,
    `Check -e and the remote. What is known here: ${suggestedCommand(target, ["status"])}`,
  );
}
