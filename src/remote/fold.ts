import { canonicalText } from "../core/json.ts";
import type { Kind } from "../core/kind.ts";
import { mergeStates } from "../core/state/merge.ts";
import { stateOf, type IdFact, type State } from "../core/state/state.ts";
import { withLostSecrets } from "../secrets/lost.ts";
import type { Store } from "../store/store.ts";
import type { RemoteRecord } from "./remote-content.ts";

/** The store together with the facts of the state on the remote. */
export interface Folded {
  readonly store: Store;
  /** The number of facts that only the remote knew. */
  readonly news: number;
}

/** Folds what the remote knows into what is known here, in memory. */
export function foldRemote(
  kinds: readonly Kind[],
  store: Store,
  seen: RemoteRecord | undefined,
): Folded {
  if (seen === undefined) return { store, news: 0 };
  const theirs = seen.lockfile.state;
  // The remote may still call an attempt open that this machine's journal knows was refused.
  const ended = store.refused.filter(({ attempt }) => theirs.attempts.has(attempt));
  const state = mergeStates(mergeStates(store.state, stateOf([], ended)), theirs);
  const isNew = ({ id, attempt }: IdFact): boolean =>
    attempt !== undefined && !store.state.ids.has(id);
  const { organizationId } = seen.lockfile.environment;
  const isLearned = organizationId !== undefined && store.environment.organizationId === undefined;
  const news = countNews(store.state, state) + Number(isLearned);
  const environment = {
    ...(organizationId !== undefined && { organizationId }),
    ...store.environment,
  };
  // A run that was cut off may have had no time to deliver the secrets of what it created.
  const cutOff = seen.holder === undefined ? [...theirs.ids.values()].filter(isNew) : [];
  const recovered = [...store.recovered, ...cutOff];
  return { store: withLostSecrets(kinds, { ...store, environment, state, recovered }), news };
}

/** Ids and attempts of which one state knows less, or something else, than the other. */
function countNews(here: State, whole: State): number {
  const ids = [...whole.ids].filter((fact) => isNews(fact, here.ids));
  const attempts = [...whole.attempts].filter((fact) => isNews(fact, here.attempts));
  return ids.length + attempts.length;
}

function isNews([key, fact]: [string, object], known: ReadonlyMap<string, object>): boolean {
  const own = known.get(key);
  return own !== fact && (own === undefined || canonicalText(own) !== canonicalText(fact));
}
