import { kindOfAddress, type Kind } from "../core/kind.ts";
import { lostSecret } from "../core/secret-sink.ts";
import { activeIds, withId, type IdFact, type State } from "../core/state/state.ts";
import { suggestedCommand } from "../report/suggested-command.ts";
import { bare } from "../report/text.ts";
import { shownPath, type Session } from "../session/session.ts";
import type { Store } from "../store/store.ts";

/** Whether somebody once got, or should have got, a secret with what this id stands for. */
export function hasSecret(
  kinds: readonly Kind[],
  { address, applied }: Pick<IdFact, "address" | "applied">,
): boolean {
  const kind = kindOfAddress(kinds, address);
  return kind?.hasSecret(applied) === true;
}

/**
 * The store with the secrets marked that only the journal of a killed run knows of: it may have had
 * no time left to deliver them, and nobody can tell any more.
 */
export function withLostSecrets(kinds: readonly Kind[], store: Store): Store {
  let { state } = store;
  for (const { id } of store.recovered) {
    const fact = state.ids.get(id);
    if (fact === undefined || fact.secretFingerprint !== undefined) continue;
    if (hasSecret(kinds, fact)) state = withId(state, { ...fact, secretFingerprint: lostSecret });
  }
  return { ...store, state };
}

/**
 * Says on stderr of every client in use that was created here that its secret may be lost. Said by
 * each run, for as long as that is so.
 */
export function warnOfLostSecrets(
  { context, places, target }: Pick<Session, "context" | "places" | "target">,
  state: State,
): void {
  for (const { id, address, secretFingerprint } of activeIds(state).values()) {
    if (secretFingerprint !== lostSecret) continue;
    const replace = suggestedCommand(target, ["plan", "--replace", address]);
    const lockfile = bare(shownPath(context, places.lockfile));
    context.err.write(
      `${bare(address)} (id ${bare(id)}) was created, but its secret may be lost: it was never recorded as delivered. Look where it was to go. If it is not there, it cannot be had again: ${replace}, then remove the old client in Anon's console. If you have it, delete the line "secretFingerprint" of ${bare(address)} in ${lockfile}.\n`,
    );
  }
}
