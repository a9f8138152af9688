import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { ApiReference } from "../../src/emulator/index.ts";
import { kinds } from "../../src/kinds/index.ts";
import { ask, exchange, made, members, withEmulator } from "./client.ts";
import { answerProblem, bodyProblem, contract } from "./contract.ts";

const test = suite("the emulator and the contract");

const selfHosted = {
  name: "Staff",
  description: "Employees.",
  authorization: { jwksUri: "https://login.example.com/jwks.json", idClaim: "email" },
};

const pool = "/org/userPool";
const client = "/org/sdkClient";
const token = "/org/appUserIdToken";
const references: readonly ApiReference[] = ["newer", "older"];

for (const reference of references) {
  test(`every answer of the ${reference} reference is what the contract says`, async () => {
    await withEmulator({ reference }, async (emulator) => {
      const { organizationId } = emulator;
      const answered: string[] = [];
      const check = (method: string, path: string, answer: unknown) => {
        assert.is(answerProblem(method, path, answer), undefined, JSON.stringify(answer));
        answered.push(`${method} ${path}`);
      };
      const create = async (path: string, body: object) => {
        assert.is(bodyProblem(path, body), undefined);
        const created = await made(emulator, path, { ...body, organizationId });
        check("POST", path, created);
        const { status, json } = await ask(emulator, "GET", `${path}/${created["id"]}`);
        assert.is(status, 200);
        const template = Object.keys(contract.paths).find((known) => known.startsWith(`${path}/`));
        check("GET", template ?? "", json);
        return created;
      };
      const hosted = await create(pool, members);
      await create(pool, { ...members, authorization: null });
      await create(pool, selfHosted);
      await create(pool, { ...selfHosted, authorization: { jwksUri: "https://x.example" } });
      const application = { application: { userPoolId: hosted["id"] } };
      const web = await create(client, { ...members, kind: application, oauthDisabled: true });
      await create(client, { ...members, kind: "service", oauthDisabled: null });
      await create(client, members);
      const whose =
        reference === "newer" ? { sdkClientId: web["id"] } : { userPoolId: hosted["id"] };
      const issued = await ask(emulator, "POST", token, { body: { appUserId: "ada", ...whose } });
      check("POST", token, issued.json);

      const operations = Object.entries(contract.paths).flatMap(([path, methods]) =>
        Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
      );
      assert.equal([...new Set(answered)].toSorted(), operations.toSorted());
    });
  });
}

test("a body that the contract refuses is refused, so that nothing passes here and fails at Anon", async () => {
  await withEmulator({}, async (emulator) => {
    const bad: readonly [string, object][] = [
      [pool, {}],
      [pool, { name: "Members" }],
      [pool, { ...members, name: 7 }],
      [pool, { ...members, authorization: {} }],
      [pool, { ...members, authorization: "https://x.example" }],
      [pool, { ...members, authorization: { jwksUri: "https://x.example", idClaim: 7 } }],
      [pool, { ...members, organizationId: 7 }],
      [client, { ...members, kind: "application" }],
      [client, { ...members, kind: null }],
      [client, { ...members, kind: { application: {} } }],
      [client, { ...members, oauthDisabled: "yes" }],
      [token, {}],
      [token, { appUserId: 7 }],
      [token, { appUserId: "ada", sdkClientId: 7 }],
      [token, { appUserId: "ada", exp: -1 }],
      [token, { appUserId: "ada", exp: 1.5 }],
      [token, { appUserId: "ada", exp: "2030-01-01" }],
      [token, { appUserId: "ada", exp: 4_294_967_296 }],
    ];
    for (const [path, body] of bad) {
      const sent = JSON.stringify(body);
      assert.is.not(bodyProblem(path, body), undefined, `the contract takes ${sent}`);
      const { status } = await exchange(emulator, "POST", path, { body });
      assert.is(status, 400, sent);
    }
  });
});

test("every kind has its two routes in the emulator and in the contract", async () => {
  await withEmulator({}, async (emulator) => {
    for (const { path } of kinds) {
      assert.ok(contract.paths[path]?.["post"], path);
      const created = await made(emulator, path, members);
      const { status } = await exchange(emulator, "GET", `${path}/${created["id"]}`);
      assert.is(status, 200, path);
    }
  });
});

test("the older reference has no auth and no hosted, and requires the organization", async () => {
  await withEmulator({ reference: "older" }, async (emulator) => {
    const { status } = await exchange(emulator, "POST", pool, { body: members });
    assert.is(status, 400);
    const { organizationId } = emulator;
    const hosted = await made(emulator, pool, { ...members, organizationId });
    assert.not.ok("hosted" in hosted);
    assert.ok(hosted["authorization"]);
    const service = await made(emulator, client, { ...members, kind: "service", organizationId });
    assert.not.ok("auth" in service);
  });
});

test("the newer reference says hosted, and answers a hosted pool with a JWKS URL of its own", async () => {
  await withEmulator({}, async (emulator) => {
    const hosted = await made(emulator, pool, members);
    assert.is(hosted["hosted"], true);
    const { jwksUri } = hosted["authorization"] as { jwksUri: string };
    assert.is(jwksUri, `${emulator.url}/.well-known/jwks.json`);
    assert.is((await made(emulator, pool, selfHosted))["hosted"], false);
  });
});

test.run();
