import { suite } from "uvu";
import * as assert from "uvu/assert";
import { lostSecret } from "../../src/core/secret-sink.ts";
import { stateOf, type IdFact, type State } from "../../src/core/state/state.ts";
import { kinds } from "../../src/kinds/index.ts";
import { foldRemote } from "../../src/remote/fold.ts";
import type { RemoteRecord } from "../../src/remote/remote-content.ts";
import type { Binding } from "../../src/store/lockfile.ts";
import type { Store } from "../../src/store/store.ts";
import { lineageNumber } from "../support/lineage.ts";
import { attempt, held, pool, service } from "../support/world.ts";

const folds = suite("what the state on a git remote knows is folded in");

const binding: Binding = { name: "sandbox", baseUrl: "https://svc.sandbox.anon.com" };
const lineage = lineageNumber(1);
const one = pool("one");

/** Returns a store with these facts. */
function storeOf(state: State, environment = binding): Store {
  return {
    lineage,
    environment,
    state,
    leftover: false,
    recovered: [],
    refused: [],
    folded: 0,
    directory: `/project/.anon-sync/${lineage}`,
    ledger: undefined,
    bytes: new Uint8Array(),
  };
}

/** Returns a ref's content without a lease. */
function seenOf(state: State, environment = binding): RemoteRecord {
  return { commit: "c1", holder: undefined, lockfile: { lineage, environment, state } };
}

function newsOf(here: readonly IdFact[], there: readonly IdFact[]): number {
  return foldRemote(kinds, storeOf(stateOf(here)), seenOf(stateOf(there))).news;
}

folds("a lockfile that has all that the ref has is not written again", () => {
  assert.is(newsOf([held(one)], [held(one)]), 0);
  assert.is(newsOf([held(one)], []), 0);
});

folds("whatever the ref knows better gets into the lockfile: not only ids that are new", () => {
  assert.is(newsOf([], [held(one)]), 1);
  assert.is(newsOf([held(one)], [held(one, { generation: 2 })]), 1);
  assert.is(newsOf([held(one)], [held(one, { replacing: "same" })]), 1);
  assert.is(newsOf([held(one)], [held(one, { secretFingerprint: "lost" })]), 1);
});

folds("an attempt that somebody has settled elsewhere is settled here, known before or not", () => {
  const open = attempt(one);
  const settled = stateOf([], [{ ...open, verdict: "refused" }]);
  assert.is(foldRemote(kinds, storeOf(stateOf([], [open])), seenOf(settled)).news, 1);
  assert.is(foldRemote(kinds, storeOf(stateOf([])), seenOf(settled)).news, 1);
});

folds("the organization that another machine has learned is known here from then on", () => {
  const environment = { ...binding, organizationId: "org-1" };
  const empty = stateOf([]);
  const { store, news } = foldRemote(kinds, storeOf(empty), seenOf(empty, environment));
  assert.is(news, 1);
  assert.is(store.environment.organizationId, "org-1");
  assert.is(foldRemote(kinds, storeOf(empty, environment), seenOf(empty, environment)).news, 0);
});

folds(
  "a secret that a run elsewhere had no time to deliver may be lost; while it goes on, it may not",
  () => {
    const jobs = held(service("jobs"), { attempt: "a-0" });
    const seen = seenOf(stateOf([jobs]));
    const holder = { run: "other", host: "runner", since: "" };
    const fingerprint = (record: RemoteRecord) =>
      foldRemote(kinds, storeOf(stateOf([])), record).store.state.ids.get(jobs.id)
        ?.secretFingerprint;
    assert.is(fingerprint(seen), lostSecret);
    assert.is(fingerprint({ ...seen, holder }), undefined);
  },
);

folds.run();
