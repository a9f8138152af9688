import { exitCode } from "../core/errors/exit-code.ts";
import { Failure, failure } from "../core/errors/problem.ts";
import type { Store } from "../store/store.ts";
import { suggestedCommand } from "../report/command-words.ts";
import { shownPath, type Session } from "../session/session.ts";
import type { CurrentState } from "./known.ts";

/** For commands that only make sense where there is a lockfile. Throws a Failure where there is none. */
export function requireLockfile(
  { context, places, target }: Session,
  current: CurrentState,
): CurrentState & { readonly store: Store } {
  const { store, missing } = current;
  if (store !== undefined) return { ...current, store };
  if (missing !== undefined) throw new Failure(exitCode.refused, [missing]);
  // A lockfile of an emulator is made silently, by the first apply.
  throw failure(
    exitCode.refused,
    "no-lockfile",
    `There is no lockfile ${shownPath(context, places.lockfile)} for this emulator yet.`,
    `Create what the manifest wants first: ${suggestedCommand(target, ["apply"])}`,
  );
}
