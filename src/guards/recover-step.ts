import { dirname, join } from "node:path";
import { restoreStep } from "../store/lockfile.ts";
import { besideLockfile, type StorePaths } from "../store/places.ts";
import { suggestedCommand, type CommandEnvironment } from "../report/command-words.ts";
import { shownPath, type Session } from "../session/session.ts";

/** What to type where the lockfile is gone, or lacks what git's history may know. */
export function recoverStep(
  session: Pick<Session, "context"> & {
    readonly places: StorePaths;
    readonly target: CommandEnvironment;
  },
): string {
  const { context, places, target } = session;
  // Journal and ledger stand beside the lockfile only where there is no git to keep them, or to ask.
  const isInGit = places.stateDirectory !== join(dirname(places.lockfile), besideLockfile);
  if (!isInGit) return restoreStep(shownPath(context, places.lockfile));
  return `Bring back what git's history knows: ${suggestedCommand(target, ["recover", "--from-git"])}`;
}
