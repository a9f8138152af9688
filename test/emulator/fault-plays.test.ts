import { suite } from "uvu";
import * as assert from "uvu/assert";
import { faultActions, parseFault, type Emulator } from "../../src/emulator/index.ts";
import { ask, exchange, made, members, withEmulator, type Seen } from "./client.ts";

const test = suite("faults");
const pool = "/org/userPool";

/** A client's view of a create under a fault, and the count of pools after it. */
interface Case {
  readonly fault: string;
  readonly created: 0 | 1;
  readonly status: number;
  readonly error?: string;
  check?(seen: Seen, only: string): void;
}

const half = (seen: Seen, only: string) => {
  assert.ok(seen.text.includes(only), "the half that came holds the id");
  assert.throws(() => JSON.parse(seen.text));
};
const json =
  (check: (body: Record<string, unknown>, only: string) => void): Case["check"] =>
  (seen, only) =>
    check(JSON.parse(seen.text), only);
const errorBody = json((body) => assert.ok(body["error"]));
const page = (seen: Seen) => {
  assert.match(String(seen.headers["content-type"]), "text/html");
  assert.match(seen.text, "<!doctype html>");
};
const nothing = (seen: Seen) => assert.is(seen.text, "");

const cases: readonly Case[] = [
  { fault: "refuse", created: 0, status: 400, check: errorBody },
  { fault: "refuse-next=50", created: 1, status: 200 },
  { fault: "reset-before", created: 0, status: 0, error: "ECONNRESET" },
  { fault: "reset-after", created: 1, status: 0, error: "ECONNRESET" },
  { fault: "eof-before", created: 0, status: 0, error: "ECONNRESET" },
  { fault: "eof-after", created: 1, status: 0, error: "ECONNRESET" },
  { fault: "500", created: 0, status: 500, check: errorBody },
  { fault: "500-after", created: 1, status: 500, check: errorBody },
  { fault: "503", created: 0, status: 503, check: errorBody },
  {
    fault: "429",
    created: 0,
    status: 429,
    check: ({ headers }) => assert.is(headers["retry-after"], undefined),
  },
  {
    fault: "429=2",
    created: 0,
    status: 429,
    check: ({ headers }) => assert.is(headers["retry-after"], "2"),
  },
  { fault: "status=421", created: 0, status: 421, check: errorBody },
  { fault: "status-after=504", created: 1, status: 504, check: errorBody },
  { fault: "html", created: 0, status: 200, check: page },
  { fault: "html=403", created: 0, status: 403, check: page },
  { fault: "html-after", created: 1, status: 200, check: page },
  {
    fault: "redirect",
    created: 0,
    status: 307,
    check: ({ headers }) => assert.is(headers.location, pool),
  },
  {
    fault: "redirect-after",
    created: 1,
    status: 303,
    check: ({ headers }, only) => assert.is(headers.location, `${pool}/${only}`),
  },
  { fault: "cut-body", created: 1, status: 200, error: "ECONNRESET", check: half },
  {
    fault: "cut-body=10",
    created: 1,
    status: 200,
    error: "ECONNRESET",
    check: ({ text }) => assert.is(text.length, 10),
  },
  {
    fault: "cut-unframed",
    created: 1,
    status: 200,
    check: (seen, only) => {
      half(seen, only);
      assert.is(seen.headers["content-length"], undefined);
      assert.is(seen.headers["transfer-encoding"], undefined);
    },
  },
  { fault: "stall", created: 0, status: 0, error: "stalled" },
  { fault: "stall-after", created: 1, status: 0, error: "stalled" },
  { fault: "stall-body", created: 1, status: 200, error: "stalled", check: half },
  { fault: "late=5", created: 1, status: 200 },
  { fault: "slow=5", created: 1, status: 200 },
  { fault: "empty", created: 1, status: 200, check: nothing },
  { fault: "204", created: 1, status: 204, check: nothing },
  {
    fault: "201",
    created: 1,
    status: 201,
    check: json((body, only) => assert.is(body["id"], only)),
  },
  {
    fault: "huge",
    created: 1,
    status: 200,
    check: ({ text }) => assert.ok(text.length > 2 * 1024 * 1024),
  },
  { fault: "huge-headers", created: 1, status: 0, error: "HPE" },
  { fault: "garbage", created: 1, status: 0, error: "HPE" },
  {
    fault: "extra-fields",
    created: 1,
    status: 200,
    check: json((body) => assert.is(body["revision"], 7)),
  },
  { fault: "no-id", created: 1, status: 200, check: json((body) => assert.not.ok("id" in body)) },
  {
    fault: "bad-id",
    created: 1,
    status: 200,
    check: json((body) => assert.match(String(body["id"]), "/")),
  },
  { fault: "same-id", created: 1, status: 200 },
  {
    fault: "other-organization",
    created: 1,
    status: 200,
    check: json((body) => assert.match(String(body["organizationId"]), /^0{8}-/)),
  },
];

for (const { fault, created, status, error = "", check } of cases) {
  test(`${fault}: a client sees what it says, and ${created} is created`, async () => {
    await withEmulator({ faults: [parseFault(`post:1:${fault}`)] }, async (emulator) => {
      const patience = error === "stalled" ? { patienceMs: 300 } : {};
      const seen = await exchange(emulator, "POST", pool, { body: members, ...patience });
      if (fault.startsWith("refuse-next")) await reachable(emulator);
      const ids = await poolIds(emulator);
      assert.is(ids.length, created);
      assert.is(seen.status, status);
      // The parser's codes differ between Node majors.
      assert.is(seen.error.replace(/^HPE_.*/, "HPE"), error);
      check?.(seen, ids[0] ?? "");
      // The fault was for one request: the server serves the next one.
      assert.ok(await made(emulator, pool, members));
    });
  });
}

test("every action there is has a case here", () => {
  const played = new Set(cases.map(({ fault }) => fault.replace(/=.*/, "")));
  assert.equal([...played].toSorted(), Object.keys(faultActions).toSorted());
});

test("a fault counts only the requests it is about, from when it was added", async () => {
  await withEmulator({ faults: [parseFault("post/sdkClient:2:503")] }, async (emulator) => {
    const statuses = async (...paths: string[]) => {
      const seen: number[] = [];
      for (const path of paths)
        seen.push((await exchange(emulator, "POST", path, { body: members })).status);
      return seen;
    };
    const client = "/org/sdkClient";
    assert.equal(await statuses(client, pool, client, client), [200, 200, 503, 200]);
    await ask(emulator, "POST", "/_emulator/faults", { body: ["post:2:500", "get:every:503"] });
    assert.equal(await statuses(pool, pool, pool), [200, 500, 200]);
    for (let time = 0; time < 3; time += 1)
      assert.is((await exchange(emulator, "GET", `${pool}/x`)).status, 503);
    await ask(emulator, "DELETE", "/_emulator/faults");
    assert.is((await exchange(emulator, "GET", `${pool}/x`)).status, 404);
  });
});

test("refuse-next really refuses: whoever connects sees ECONNREFUSED, as proof of nothing sent", async () => {
  await withEmulator({ faults: [parseFault("post:1:refuse-next=60000")] }, async (emulator) => {
    await made(emulator, pool, members);
    const { error } = await exchange(emulator, "POST", pool, { body: members });
    assert.is(error, "ECONNREFUSED");
  });
});

test("same-id answers with an id that is known already", async () => {
  await withEmulator({ faults: [parseFault("post:2:same-id")] }, async (emulator) => {
    const first = await made(emulator, pool, members);
    const second = await made(emulator, pool, members);
    assert.is(second["id"], first["id"]);
    assert.is((await poolIds(emulator)).length, 2);
  });
});

test("an emulator closes while answers are stalled and creates are late", async () => {
  const faults = ["post:1:stall", "post:2:late=50"].map(parseFault);
  let pending: Promise<Seen>[] = [];
  await withEmulator({ faults }, async (emulator) => {
    pending = [1, 2].map(() => exchange(emulator, "POST", pool, { body: members }));
    await reachable(emulator, (counts) => counts["POST /org/userPool"] === 2);
  });
  for (const { error } of await Promise.all(pending)) assert.is(error, "ECONNRESET");
});

async function poolIds(emulator: Emulator): Promise<readonly string[]> {
  const { json: all } = await ask(emulator, "GET", "/_emulator/resources");
  const { userPools = [] } = all["resources"] as Record<string, { id: string }[]>;
  return userPools.map(({ id }) => id);
}

/** Resolves once the console answers and `enough` accepts the counts of requests. */
async function reachable(
  emulator: Emulator,
  enough: (counts: Record<string, number>) => boolean = () => true,
): Promise<void> {
  for (;;) {
    const { error, text } = await exchange(emulator, "GET", "/_emulator/resources");
    if (error === "" && enough(JSON.parse(text).requests)) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

test.run();
