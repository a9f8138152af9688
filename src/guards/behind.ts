import { dirname } from "node:path";
import { shortRef } from "../core/remote-refs.ts";
import { bare } from "../report/text.ts";
import { shownPath, type Session } from "../session/session.ts";

/**
 * Says that the branch's upstream has changes of the lockfile that this checkout lacks. No reason to
 * refuse, since it lacks no id; but what they say, this run does not know.
 */
export async function warnIfBehindUpstream({ context, places }: Session): Promise<void> {
  const { git } = context.system;
  const workTree = await git.workTree(dirname(places.lockfile));
  const upstream = workTree && (await git.upstream(workTree.root));
  if (workTree === undefined || upstream === undefined) return;
  if (!(await git.isBehind(workTree.root, upstream, places.lockfile))) return;
  context.err.write(
    `Warning: ${bare(shortRef(upstream))} has changes of ${bare(shownPath(context, places.lockfile))} that are not here. Better pull first: git pull\n`,
  );
}
