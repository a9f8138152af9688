import { fc } from "./properties.ts";
import { mergeStates } from "../../src/core/state/merge.ts";
import type { Observation } from "../../src/core/plan/observation.ts";
import type { World } from "../../src/core/plan/input.ts";
import {
  attemptVerdicts,
  emptyState,
  retiredReasons,
  stateOf,
  type AttemptFact,
  type IdFact,
} from "../../src/core/state/state.ts";
import type { Wanted } from "../../src/core/plan/wanted.ts";
import { kinds } from "../../src/kinds/index.ts";
import {
  absent,
  answerOf,
  client,
  pool,
  present,
  selfHosted,
  service,
  unreadable,
} from "./world.ts";

// Few keys and few values, because worlds must have conflicts often.
const keys = ["a", "b", "c"];
const key = fc.constantFrom(...keys);
const poolId = fc.constantFrom("i1", "i2", "i3", "elsewhere");
const name = fc.constantFrom({ name: "One" }, { name: "Two" });
const same = { description: "Same." };

const anyPool: fc.Arbitrary<Wanted> = fc.oneof(
  fc.tuple(key, name).map(([at, block]) => pool(at, { ...block, ...same })),
  fc
    .tuple(key, fc.constantFrom(undefined, "sub", "email"))
    .map(([at, claim]) => selfHosted(at, "https://login.example.com/jwks.json", claim)),
);

const anyClient: fc.Arbitrary<Wanted> = fc.oneof(
  fc.tuple(key, key, name).map(([at, of, block]) => client(at, of, { ...block, ...same })),
  fc.tuple(key, poolId, name).map(([at, id, block]) => client(at, { id }, { ...block, ...same })),
  fc.tuple(key, name).map(([at, block]) => service(at, { ...block, ...same })),
);

const anyProtected = fc
  .tuple(fc.oneof(anyPool, anyClient), fc.constantFrom(undefined, undefined, true, false))
  .map(([wanted, protect]) => ({ ...wanted, ...(protect !== undefined && { protect }) }));

const anyWanted = fc.uniqueArray(anyProtected, {
  selector: ({ address }) => address,
  maxLength: 6,
});

/** A created resource: wanted fields, with each reference replaced by some pool's id. */
const anyCreated = fc
  .tuple(fc.oneof(anyPool, anyClient), poolId)
  .map(([{ address, fields }, id]) => ({
    address,
    applied: Object.fromEntries(
      Object.entries(fields).map(([field, value]) => [
        field,
        typeof value === "object" && value !== null ? id : value,
      ]),
    ),
  }));

const generation = fc.integer({ min: 1, max: 3 });

/** One fact about an id. Its answered fields may be lost, or those of the older API reference. */
export const anyIdFact: fc.Arbitrary<IdFact> = fc
  .record({
    created: anyCreated,
    number: fc.integer({ min: 1, max: 6 }),
    generation,
    attempt: fc.constantFrom(undefined, "t1", "t2", "t3"),
    answered: fc.constantFrom("none", "older", "newer"),
    replacing: fc.constantFrom(
      undefined,
      undefined,
      undefined,
      "same" as const,
      "changed:0123456789abcdef" as const,
    ),
    isProtected: fc.constantFrom(false, false, true),
    retired: fc.oneof(
      { weight: 3, arbitrary: fc.constant(undefined) },
      { weight: 2, arbitrary: fc.constantFrom(...retiredReasons) },
    ),
  })
  .map(({ created, number, attempt, answered, retired, replacing, isProtected, ...rest }) => ({
    id: `i${number}`,
    ...created,
    ...rest,
    ...(replacing !== undefined && retired === undefined && { replacing }),
    ...(isProtected && retired === undefined && { protected: true as const }),
    ...(attempt !== undefined && { attempt }),
    ...(answered !== "none" && {
      answered: answerOf(created.address, created.applied, answered === "older"),
    }),
    ...(retired !== undefined && { retired }),
  }));

/** One fact about an attempt. */
export const anyAttemptFact: fc.Arbitrary<AttemptFact> = fc
  .record({
    created: anyCreated,
    attempt: fc.constantFrom("t1", "t2", "t3", "t4"),
    generation,
    verdict: fc.constantFrom(...attemptVerdicts),
    sentAt: fc.constantFrom(undefined, "2026-01-02T03:04:05.678Z", "2026-01-02T03:04:06.000Z"),
    reason: fc.constantFrom(undefined, "The connection broke."),
  })
  .map(({ created: { address, applied }, sentAt, reason, ...rest }) => ({
    address,
    fields: applied,
    ...rest,
    ...(sentAt !== undefined && { sentAt }),
    ...(reason !== undefined && { reason }),
  }));

/** Facts of no particular shape, as they might come from histories without a common origin. */
export const anyFacts = fc
  .tuple(fc.array(anyIdFact, { maxLength: 6 }), fc.array(anyAttemptFact, { maxLength: 3 }))
  .map(([ids, attempts]) => stateOf(ids, attempts));

/** A state as a lockfile can list it: one id for each address. */
export const anyState = anyFacts.map((facts) => mergeStates(facts, emptyState));

const anyObservation: fc.Arbitrary<Observation> = fc.oneof(
  fc.constantFrom(absent, unreadable),
  anyCreated.map(({ address, applied }) => present(answerOf(address, applied))),
  anyCreated.map(({ address, applied }) => present(answerOf(address, applied, true), "org-2")),
);

/** The real kinds. A counterexample need not print them. */
const quietKinds = Object.assign([...kinds], { [fc.toStringMethod]: () => "kinds" });

const anyAddress = fc.constantFrom("userPools.a", "userPools.b", "sdkClients.a", "sdkClients.b");

const anyAddresses = fc.uniqueArray(fc.constantFrom("userPools.a", "userPools.b", "sdkClients.a"), {
  maxLength: 2,
});

/** Worlds that combine addresses, ids, attempts, moves and answers in every way. */
export const anyWorld: fc.Arbitrary<World> = fc
  .record({
    wanted: anyWanted,
    imports: fc.uniqueArray(fc.tuple(anyAddress, fc.constantFrom("i1", "i2", "i7", "i8")), {
      selector: ([to]) => to,
      maxLength: 2,
    }),
    listed: fc.dictionary(fc.constantFrom("i7", "i8"), anyObservation),
    moved: fc.array(fc.tuple(fc.constantFrom("userPools", "sdkClients"), key, key), {
      maxLength: 3,
    }),
    state: anyState,
    touched: fc.dictionary(fc.constantFrom("i1", "i2", "i3", "i4"), anyObservation),
    unasked: fc.uniqueArray(fc.constantFrom("i1", "i2", "i3", "i4")),
    organizationId: fc.constantFrom("org-1", undefined),
    notRenamed: fc.uniqueArray(fc.constantFrom("userPools.a", "sdkClients.b", "userPools.c")),
    replace: anyAddresses,
    recreate: anyAddresses,
    target: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, anyAddresses),
    exclude: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, anyAddresses),
  })
  .map(({ wanted, imports, listed, moved, state, touched, unasked, organizationId, ...agreed }) => {
    const observations = new Map<string, Observation>();
    for (const { id, address, applied, answered } of state.ids.values())
      observations.set(id, present(answered ?? answerOf(address, applied)));
    for (const [id, seen] of Object.entries(touched))
      if (state.ids.has(id)) observations.set(id, seen);
    for (const [id, seen] of Object.entries(listed)) observations.set(id, seen);
    for (const id of unasked) observations.delete(id);
    return {
      kinds: quietKinds,
      wanted,
      moved: moved.map(([collection, from, to]) => ({
        from: `${collection}.${from}`,
        to: `${collection}.${to}`,
      })),
      imports: onceEach(imports),
      state,
      observations,
      organizationId,
      notRenamed: new Set(agreed.notRenamed),
      replace: new Set(agreed.replace),
      recreate: new Set(agreed.recreate),
      target: new Set(agreed.target),
      exclude: new Set(agreed.exclude),
    };
  });

/** Keeps the entries that a manifest may have: one address for each id. */
function onceEach(entries: readonly (readonly [string, string])[]): World["imports"] {
  const seen = new Set<string>();
  return entries.flatMap(([to, id]) => {
    if (seen.has(id)) return [];
    seen.add(id);
    return [{ to, id }];
  });
}
