import { kindOfAddress, type Kind } from "../core/kind.ts";
import { lostSecret } from "../core/secret-sink.ts";
import { activeIds, withId, type IdFact, type State } from "../core/state/state.ts";
import { suggestedCommand } from "../report/suggested-command.ts";
import { bare } from "../report/text.ts";
import type { Session } from "../session/session.ts";
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

/** A notice of each client in use whose secret may be lost. Every run repeats it, while that is so. */
export function lostSecretNotices(
  { lockfileName, target }: Pick<Session, "lockfileName" | "target">,
  state: State,
): readonly string[] {
  const lost = [...activeIds(state).values()].filter(
    ({ secretFingerprint }) => secretFingerprint === lostSecret,
  );
  return lost.map(({ id, address }) => {
    const replace = suggestedCommand(target, ["plan", "--replace", address]);
    const lockfile = bare(lockfileName);
    return `${bare(address)} (id ${bare(id)}) was created, but its secret may be lost: it was never recorded as delivered. Look where it was to go. If it is not there, it cannot be had again: ${replace}, then remove the old client in Anon's console. If you have it, delete the line "secretFingerprint" of ${bare(address)} in ${lockfile}.\n`;
  });
}
