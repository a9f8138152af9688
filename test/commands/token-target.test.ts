import { suite } from "uvu";
import * as assert from "uvu/assert";
import { tokenClientOf } from "../../src/commands/token/token-target.ts";
import type { Fields } from "../../src/core/kind.ts";
import { Failure } from "../../src/core/errors/problem.ts";
import { stateOf, type IdFact } from "../../src/core/state/state.ts";
import { kinds } from "../../src/kinds/index.ts";

/** The clients that can have tokens, by the lockfile; the API decides the rest. */
const target = suite("the client of a token");

function fact(address: string, applied: Fields, more: Partial<IdFact> = {}): IdFact {
  return { id: `id-${address}`, address, generation: 1, applied, ...more };
}

const client = (address: string, pool: string, more: Partial<IdFact> = {}) =>
  fact(
    `sdkClients.${address}`,
    { kind: "application", "kind.application.userPoolId": pool, oauthDisabled: null },
    more,
  );

const hosted = { "authorization.jwksUri": null, "authorization.idClaim": null };
const selfHosted = { ...hosted, "authorization.jwksUri": "https://login.example.com/jwks" };

const state = stateOf(
  [
    fact("userPools.members", hosted, { answered: { hosted: true } }),
    fact("userPools.older", hosted, { answered: { "authorization.jwksUri": "https://anon.com" } }),
    fact("userPools.staff", selfHosted, { answered: { hosted: false } }),
    fact("userPools.moved", hosted, { answered: { hosted: false } }),
    client("web", "id-userPools.members"),
    client("shop", "id-userPools.older"),
    client("elsewhere", "a-pool-kept-elsewhere"),
    client("intranet", "id-userPools.staff"),
    client("wiki", "id-userPools.moved"),
    client("gone", "id-userPools.members", { retired: "removed" }),
    fact("sdkClients.backend", { kind: "service", "kind.application.userPoolId": null }),
  ],
  [
    {
      attempt: "a1",
      address: "sdkClients.lost",
      generation: 1,
      verdict: "unknown",
      fields: {},
    },
  ],
);

const session = {
  kinds,
  target: { name: "sandbox", baseUrl: "https://svc.sandbox.anon.com", isLoopback: false },
  resolved: { wanted: [{ address: "sdkClients.planned" }] },
} as unknown as Parameters<typeof tokenClientOf>[0];

target("a client of a hosted pool, by its address or its key, is asked for with both ids", () => {
  for (const given of ["sdkClients.web", "web"])
    assert.equal(tokenClientOf(session, { state }, given).body("u", 7), {
      appUserId: "u",
      sdkClientId: "id-sdkClients.web",
      userPoolId: "id-userPools.members",
      exp: 7,
    });
});

target("where the lockfile cannot tell who hosts the pool, the API is asked", () => {
  for (const given of ["shop", "elsewhere"])
    assert.not.ok("exp" in tokenClientOf(session, { state }, given).body("u", undefined), given);
});

const refused: readonly (readonly [given: string, code: string, exitCode: number])[] = [
  ["sdkClients.intranet", "self-hosted-pool", 5],
  ["wiki", "self-hosted-pool", 5],
  ["backend", "client-without-users", 5],
  ["gone", "address-retired", 5],
  ["planned", "not-created", 5],
  ["lost", "address-unsettled", 4],
  ["userPools.members", "not-a-client", 3],
  ["wep", "unknown-address", 3],
  ["nonsense.web", "unknown-address", 3],
  ["members", "unknown-address", 3],
];

for (const [given, code, exitCode] of refused)
  target(`${given} is refused before anything is sent: ${code}`, () => {
    try {
      tokenClientOf(session, { state }, given);
      assert.unreachable();
    } catch (error) {
      assert.instance(error, Failure);
      const { problems, exitCode: actual } = error as Failure;
      assert.equal([problems[0]?.code, actual], [code, exitCode]);
      assert.ok(problems[0]?.next);
    }
  });

const suggested: readonly (readonly [given: string, next: string])[] = [
  ["wep", "Did you mean sdkClients.web?"],
  ["sdkClients.shopp", "Did you mean sdkClients.shop?"],
  // A service client and the client of a self-hosted pool have no tokens.
  ["backends", "anon-sync status lists those there are."],
  ["intranets", "anon-sync status lists those there are."],
  ["members", "anon-sync status lists those there are."],
  ["userPools.members", "Name one of: sdkClients.web, sdkClients.shop, sdkClients.elsewhere"],
];

for (const [given, next] of suggested)
  target(`who wrote ${given} is sent to no client that cannot have tokens`, () => {
    try {
      tokenClientOf(session, { state }, given);
      assert.unreachable();
    } catch (error) {
      assert.is((error as Failure).problems[0]?.next, next);
    }
  });

target.run();
