import { fc } from "../support/properties.ts";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { openRecovery, type Recovery } from "../../src/core/state/recovery.ts";
import { activeIds, emptyState, isOpen, stateOf, type State } from "../../src/core/state/state.ts";
import { formatLockfile } from "../../src/store/lockfile.ts";
import { anyState } from "../support/any-world.ts";
import { attempt, held, pool } from "../support/world.ts";
import { lineageNumber } from "../support/lineage.ts";

const Recovering = suite("what a lockfile lacks");

const members = pool("members");
const environment = { name: "sandbox", baseUrl: "https://svc.sandbox.anon.com" };

/** Returns the recovery from versions, the nearest first. */
function recovered(today: State, ...versions: readonly State[]): Recovery {
  const collector = openRecovery(today);
  for (const [at, version] of versions.entries()) collector.add(version, { name: `version ${at}` });
  return collector.finish();
}

Recovering("the nearest version of an id comes back, not the greatest one", () => {
  const [now, before] = ["Anew.", "Zero."].map((description) =>
    held(members, { applied: { name: "members", description } }),
  );
  const { ids } = recovered(emptyState, stateOf([now!]), stateOf([before!]));
  assert.equal(ids, [{ fact: now, source: { name: "version 0" } }]);
});

Recovering("a higher generation wins over a nearer version, and a retirement over neither", () => {
  const revived = held(members, { generation: 2 });
  const retired = held(members, { retired: "removed" });
  assert.equal(recovered(emptyState, stateOf([retired]), stateOf([revived])).ids[0]?.fact, revived);
  const active = held(members);
  assert.equal(recovered(emptyState, stateOf([active]), stateOf([retired])).ids[0]?.fact, retired);
});

Recovering("a consent that only an earlier version tells of is not given again", () => {
  const [active] = [held(members)];
  const asked = held(members, { replacing: "same" });
  assert.equal(recovered(emptyState, stateOf([active!]), stateOf([asked])).ids[0]?.fact, active);
});

Recovering("what a ledger knows of a move is joined with the fields that git knows", () => {
  const moved = { id: "id", address: "userPools.people", generation: 2, applied: {} };
  const known = held(members, { id: "id", retired: "removed" });
  const { ids } = recovered(emptyState, stateOf([known]), stateOf([moved]));
  const { retired: _retired, ...rest } = known;
  assert.equal(ids[0]?.fact, { ...rest, address: "userPools.people", generation: 2 });
});

Recovering("an attempt whose end a run on this machine has seen is not opened again", () => {
  const open = attempt(members, { attempt: "a", verdict: "unknown" });
  const collector = openRecovery(emptyState);
  collector.add(stateOf([], [open]), { name: "version" });
  collector.add(emptyState, { name: "ledger" }, ["a"]);
  assert.equal([...collector.finish().state.attempts.values()].filter(isOpen), []);
});

Recovering(
  "an id in use that a later, retired one came after is said to hold nothing any more",
  () => {
    const here = held(members, { id: "here" });
    const later = held(members, { id: "later", generation: 2, retired: "removed" });
    const { conflicts, state } = recovered(stateOf([here]), stateOf([later]));
    assert.equal(conflicts, [{ latest: later, retired: { ...here, retired: "replaced" } }]);
    assert.equal(activeIds(state).size, 0);
  },
);

Recovering("no id of any version is missing, and today's stay what they are", () => {
  fc.assert(
    fc.property(anyState, fc.array(anyState, { maxLength: 4 }), (today, versions) => {
      const { state, ids, attempts, conflicts } = recovered(today, ...versions);
      const ended = new Set<string>();
      for (const known of [today, ...versions]) {
        for (const { id, attempt: maker } of known.ids.values()) {
          assert.ok(state.ids.has(id), id);
          if (maker !== undefined) ended.add(maker);
        }
        for (const fact of known.attempts.values()) if (!isOpen(fact)) ended.add(fact.attempt);
      }
      for (const known of [today, ...versions])
        for (const [name, fact] of known.attempts) {
          assert.ok(state.attempts.has(name) || ended.has(name), name);
          const now = state.attempts.get(name);
          const isReopened = now !== undefined && isOpen(now) && !today.attempts.has(name);
          assert.not(isReopened && ended.has(name), `${name} ${fact.verdict}`);
        }
      const lost = new Set(conflicts.map(({ retired }) => retired.id));
      for (const [id, fact] of today.ids) {
        const now = state.ids.get(id);
        // A retired id may get a stronger reason; nothing else of the fact changes.
        if (fact.retired !== undefined) assert.equal({ ...now, retired: fact.retired }, fact);
        else if (!lost.has(id)) assert.equal(now, fact);
      }
      for (const { fact } of ids) assert.not(today.ids.has(fact.id));
      for (const { fact } of attempts) assert.not(today.attempts.has(fact.attempt));

      formatLockfile({ lineage: lineageNumber(1), environment, state });
      const again = recovered(state, ...versions);
      assert.equal([again.ids, again.attempts], [[], []], "once is enough");
    }),
    { numRuns: 300 },
  );
});

Recovering.run();
