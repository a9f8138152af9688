import { suite } from "uvu";
import * as assert from "uvu/assert";
import { ask, exchange, made, members, withEmulator } from "./client.ts";

const test = suite("the console");
const pool = "/org/userPool";

test("the instance is told without a key, so that a lockfile can be bound to it", async () => {
  await withEmulator({}, async (emulator) => {
    const { json } = await ask(emulator, "GET", "/_emulator/instance", { key: null });
    const { instanceId, organizationId } = emulator;
    assert.equal(json, { instanceId, organizationId });
  });
});

test("everything is listed and counted, so that a test can tell how many POSTs were sent", async () => {
  await withEmulator({}, async (emulator) => {
    const { id } = await made(emulator, pool, members);
    await exchange(emulator, "POST", pool, { body: {} });
    await exchange(emulator, "GET", `${pool}/${id}`);
    await exchange(emulator, "GET", `${pool}/nothing`);
    const { json } = await ask(emulator, "GET", "/_emulator/resources", { key: null });
    assert.equal(json["requests"], { "POST /org/userPool": 2, "GET /org/userPool/{id}": 2 });
    assert.equal(json["creates"], { userPools: 1 });
    const { userPools, sdkClients } = json["resources"] as Record<string, { id: string }[]>;
    assert.equal(
      userPools?.map((each) => each.id),
      [id],
    );
    assert.equal(sdkClients, []);
  });
});

test("an edit merges fields deeply, as a person changes one field of a form", async () => {
  await withEmulator({}, async (emulator) => {
    const authorization = { jwksUri: "https://login.example.com/jwks.json", idClaim: null };
    const { id } = await made(emulator, pool, { ...members, authorization });
    const body = { name: "Everybody", authorization: { idClaim: "email" }, revision: 7 };
    await ask(emulator, "PATCH", `/_emulator/userPools/${id}`, { body, key: null });
    const { json } = await ask(emulator, "GET", `${pool}/${id}`);
    assert.equal(json, {
      id,
      ...members,
      organizationId: emulator.organizationId,
      hosted: false,
      name: "Everybody",
      authorization: { ...authorization, idClaim: "email" },
      revision: 7,
    });
  });
});

test("what is deleted is absent", async () => {
  await withEmulator({}, async (emulator) => {
    const { id } = await made(emulator, pool, members);
    const there = `/_emulator/userPools/${id}`;
    assert.is((await ask(emulator, "DELETE", there)).status, 200);
    assert.is((await ask(emulator, "GET", `${pool}/${id}`)).status, 404);
    assert.is((await ask(emulator, "DELETE", there)).status, 404);
  });
});

test("a reset is a fresh emulator under the same keys, with an instance of its own", async () => {
  await withEmulator({}, async (emulator) => {
    const before = emulator.instanceId;
    const { id } = await made(emulator, pool, members);
    await ask(emulator, "POST", "/_emulator/faults", { body: ["get:every:503"] });
    await ask(emulator, "POST", "/_emulator/reset");
    assert.is.not(emulator.instanceId, before);
    const { json } = await ask(emulator, "GET", "/_emulator/resources");
    assert.equal(json["requests"], {});
    assert.equal(json["creates"], {});
    assert.is((await ask(emulator, "GET", `${pool}/${id}`)).status, 404);
    assert.ok(await made(emulator, pool, members));
  });
});

test("what the console cannot do is refused with JSON", async () => {
  await withEmulator({}, async (emulator) => {
    const { id } = await made(emulator, pool, members);
    const rows: readonly [number, string, string, unknown?][] = [
      [404, "GET", "/_emulator/nothing"],
      [404, "PATCH", "/_emulator/userPools/nothing", {}],
      [404, "PATCH", "/_emulator/userPools/", {}],
      [404, "PATCH", `/_emulator/gardens/${id}`, {}],
      [405, "GET", `/_emulator/userPools/${id}`],
      [405, "GET", "/_emulator/reset"],
      [400, "PATCH", `/_emulator/userPools/${id}`, []],
      [400, "PATCH", `/_emulator/userPools/${id}`, { id: "other" }],
      [400, "POST", "/_emulator/faults", "post:1:stall"],
      [400, "POST", "/_emulator/faults", ["post:1:explode"]],
    ];
    for (const [expected, method, path, body] of rows) {
      const { status, json } = await ask(emulator, method, path, { body });
      assert.is(status, expected, `${method} ${path}`);
      assert.ok(json["error"]);
    }
  });
});

test.run();
