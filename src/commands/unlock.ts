import { exitCode } from "../core/errors/exit-code.ts";
import { failure, type Failure } from "../core/errors/problem.ts";
import type { LeaseOwner } from "../core/remote-refs.ts";
import type { RemoteState } from "../remote/remote-state.ts";
import { suggestedCommand } from "../report/suggested-command.ts";
import { bare } from "../report/text.ts";
import { renderAnnounced } from "../report/status/unsettled.ts";
import { confirm } from "../run/approval.ts";
import { openRemote } from "../run/open-remote.ts";
import type { RunCommand, UnlockOptions } from "../session/options.ts";
import { openAttempts } from "../run/plan-world.ts";
import { ownerClause } from "../remote/lease.ts";
import { openSession, type Session } from "../session/session.ts";

/**
 * `anon-sync unlock --run ID`: takes the state on the git remote away from a run whose machine is
 * gone. What it announced and told no end of is unsettled from then on. Without --run it shows who
 * holds the state, and changes nothing.
 */
export const run: RunCommand<UnlockOptions> = async (context, options) => {
  const session = await openSession(context, options);
  const remote = await openRemote(session);
  const holder = remote.seen?.holder;
  const { out } = context;
  if (holder === undefined) {
    if (options.run !== undefined) throw notTheHolder(session, remote, options.run, holder);
    out.write(`Nobody holds the state at ${remote.place}.\n`);
    return exitCode.done;
  }
  if (options.run !== undefined && options.run !== holder.run)
    throw notTheHolder(session, remote, options.run, holder);
  out.write(`${ownerClause(remote, holder)}\n`);
  const open = openAttempts(remote.seen?.lockfile.state ?? { ids: new Map(), attempts: new Map() });
  out.write(renderAnnounced(open));
  const unlock = suggestedCommand(session.target, ["unlock", "--run", holder.run]);
  if (options.run === undefined) {
    out.write(`If its machine is gone: ${unlock}\n`);
    return exitCode.done;
  }
  const question = `Is run ${bare(holder.run)} over for certain, and do you want to unlock its state?`;
  const step = `Make sure that the run is over, then add --yes: ${unlock} --yes`;
  const cancelled = "Unlock cancelled. Nothing was done.";
  if (options.yes !== true && !(await confirm(session, question, { next: step, cancelled })))
    return exitCode.failed;
  if (!(await remote.unlock(holder.run)))
    throw notTheHolder(session, remote, holder.run, remote.seen?.holder);
  const plan = suggestedCommand(session.target, ["plan"]);
  out.write(
    open.length > 0
      ? `Unlocked. What it announced is unsettled now. How to settle it: ${plan}\n`
      : `Unlocked. To go on: ${plan}\n`,
  );
  return exitCode.done;
};

function notTheHolder(
  { target }: Session,
  remote: RemoteState,
  typed: string,
  holder: LeaseOwner | undefined,
): Failure {
  return failure(
    exitCode.refused,
    "not-the-holder",
    holder === undefined
      ? `Run ${bare(typed)} does not hold the state at ${remote.place}: nobody does. Nothing was done.`
      : `Run ${bare(typed)} does not hold the state. ${ownerClause(remote, holder)} Nothing was done.`,
    `See who holds it: ${suggestedCommand(target, ["unlock"])}`,
  );
}
