import { join } from "node:path";
import { fc } from "../support/properties.ts";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { Failure } from "../../src/core/errors/problem.ts";
import type { Exchange } from "../../src/core/exchange.ts";
import { canonicalText, isObject, type Json } from "../../src/core/json.ts";
import { keepableId, parseResourceId } from "../../src/core/names/resource-id.ts";
import { isOpen, type AttemptFact } from "../../src/core/state/state.ts";
import { createVerdict, lookupVerdict } from "../../src/core/wire/classify.ts";
import {
  attemptId,
  formatJournal,
  formatSlot,
  parseJournal,
  slotBytes,
  slotStart,
  type Slot,
} from "../../src/store/journal-format.ts";
import { updateLedger, parseLedger } from "../../src/store/ledger.ts";
import { parseLockfile } from "../../src/store/lockfile.ts";
import { seal } from "../../src/store/sealed-text.ts";
import { systemRandom } from "../../src/system/clock.ts";
import { disk } from "../../src/system/disk.ts";
import { anyState } from "../support/any-world.ts";
import { lineageNumber } from "../support/lineage.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { houseState, lockfileOf } from "./sample-project.ts";

const Properties = suite("whatever is in a file or an answer");

const encode = (text: string) => new TextEncoder().encode(text);

/** Reads; returns undefined for a Failure. Any other error is a bug. */
function readOrRefuse<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    assert.ok(error.problems.every(({ next, file }) => !!next && !!file));
    return undefined;
  }
}

/** Returns the value with one part replaced, whose position `place` counts. */
function replaced(value: Json, place: { left: number }, by: Json): Json {
  if (place.left-- === 0) return by;
  if (Array.isArray(value)) return value.map((member: Json) => replaced(member, place, by));
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([key, member]) => [
    key,
    replaced(member ?? null, place, by),
  ]);
  return Object.fromEntries(entries) as Json;
}

Properties("a lockfile with any value at any place is read or refused, and loses no id", () => {
  const whole = JSON.parse(new TextDecoder().decode(lockfileOf(houseState()))) as Json;
  let read = 0;
  fc.assert(
    fc.property(fc.nat({ max: 120 }), fc.jsonValue({ maxDepth: 3 }), (left, by) => {
      const value = replaced(whole, { left }, by as Json);
      const lockfile = readOrRefuse(() => parseLockfile(encode(canonicalText(value)), "a.lock"));
      if (lockfile === undefined) return;
      read += 1;
      const { resources, retired } = value as {
        resources: Record<string, { id: string }>;
        retired: object;
      };
      const ids = [...Object.values(resources).map(({ id }) => id), ...Object.keys(retired)];
      const { state } = lockfile;
      // An unusable id stays as text in its attempt, which only a person can end.
      const asText = new Set([...state.attempts.values()].map(({ quarantined }) => quarantined));
      for (const id of ids) assert.ok(state.ids.has(id) || asText.has(keepableId(id)), id);
    }),
    { numRuns: 2_000 },
  );
  assert.ok(read > 20, `only ${read} were read`);
});

Properties("any bytes are read as lockfile, journal and ledger, or refused", () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 2_000 }),
    fc.json().map(encode),
    fc.json().map((text) => encode(`${seal(text)}\n`)),
    fc.array(fc.json()).map((texts) => encode(texts.map((text) => `${seal(text)}\n`).join(""))),
  );
  fc.assert(
    fc.property(bytes, (each) => {
      readOrRefuse(() => parseLockfile(each, "a.lock"));
      readOrRefuse(() => parseLedger(each, "ledger"));
      assert.is(parseJournal(each), undefined);
    }),
    { numRuns: 1_000 },
  );
});

Properties("a journal with any sealed header and any sealed slots is read or refused", () => {
  const value = fc.jsonValue({ maxDepth: 2 });
  const header = fc.oneof(
    value,
    fc.record({ run: fc.string(), attempts: fc.nat({ max: 3 }), creates: value }),
    fc.record({
      run: fc.string(),
      attempts: fc.nat({ max: 3 }),
      creates: fc.array(fc.record({ address: fc.string(), fields: fc.object({ maxDepth: 1 }) })),
    }),
  );
  fc.assert(
    fc.property(header, fc.array(value, { maxLength: 4 }), (head, slots) => {
      const bytes = encode(sealedJournal(JSON.stringify(head), slots));
      const read = parseJournal(bytes);
      if (read === undefined) return;
      assert.ok(read.ids.length + read.attempts.length <= slots.length);
    }),
    { numRuns: 2_000 },
  );
});

const ascii = (line: string) => line.replace(/[^ -~]/g, "?");

/** Returns a journal with any header and any slots, each with a valid CRC. */
function sealedJournal(head: string, slots: readonly unknown[]): string {
  const sealed = `${seal(ascii(head))}\n`;
  const begin = Math.ceil((64 + sealed.length) / slotBytes) * slotBytes;
  const prelude = seal(`anon-sync-journal 1 ${begin} ${slots.length}`).padEnd(63);
  const written = slots.map(
    (slot) => `${seal(ascii(JSON.stringify(slot)).slice(0, 500).padEnd(502))}\n`,
  );
  return `${prelude}\n${sealed}`.padEnd(begin) + written.join("");
}

// The texts are short enough for all of them to fit into a slot without omissions.
const text = fc.string({ unit: "binary", maxLength: 8 });
const anySlot: fc.Arbitrary<Slot> = fc.oneof(
  fc.constant<Slot>({ state: "planned" }),
  fc.record(
    {
      state: fc.constantFrom("sending" as const, "refused" as const, "unknown" as const),
      sentAt: fc.constant("2026-01-02T03:04:05.678Z"),
      reason: text,
      hint: text,
      quarantined: text,
    },
    { requiredKeys: ["state", "sentAt"] },
  ),
  fc.record({ state: fc.constant("created" as const), id: text }),
);

Properties("what a journal was given is what is read: each slot, as its own attempt", () => {
  const create = fc.record(
    {
      address: fc.constantFrom("userPools.a", "userPools.b", "sdkClients.c"),
      generation: fc.integer({ min: 1, max: 9 }),
      fields: fc.dictionary(fc.constantFrom("name", "kind"), fc.oneof(text, fc.boolean()), {
        noNullPrototype: true,
      }),
    },
    { noNullPrototype: true },
  );
  fc.assert(
    fc.property(
      fc.uniqueArray(create, { selector: ({ address }) => address, minLength: 1, maxLength: 3 }),
      fc.array(anySlot, { minLength: 6, maxLength: 6 }),
      (creates, slots) => {
        const header = {
          run: systemRandom.uuid(),
          lineage: lineageNumber(1),
          attempts: 2,
          creates,
        };
        const bytes = Buffer.concat(formatJournal(header).pieces);
        const used = slots.slice(0, creates.length * 2);
        for (const [index, slot] of used.entries())
          bytes.set(formatSlot(slot), (slotStart(bytes) ?? 0) + index * slotBytes);
        const read = parseJournal(bytes);
        assert.equal(read?.header, header);
        for (const [index, slot] of used.entries()) {
          const attempt = attemptId(header, index);
          const id = read?.ids.find((fact) => fact.attempt === attempt);
          const fact = read?.attempts.find((each) => each.attempt === attempt);
          const isUsable = slot.state === "created" && parseResourceId(slot.id ?? "") !== undefined;
          assert.is(id?.id, isUsable ? slot.id : undefined);
          const isAttempt = !isUsable && slot.state !== "planned";
          assert.is(fact !== undefined, isAttempt);
          if (!isAttempt) continue;
          assert.is(fact?.verdict === "refused", slot.state === "refused");
          assert.is(fact?.address, creates[index % creates.length]?.address);
          const kept = slot.state === "created" ? keepableId(slot.id ?? "") : slot.quarantined;
          assert.equal([fact?.hint, fact?.quarantined], [slot.hint, kept || undefined]);
        }
      },
    ),
    { numRuns: 300 },
  );
});

Properties(
  "a ledger knows every id that it was ever given, and every attempt until its end, and writes none twice",
  async () => {
    const folder = temporaryFolder();
    const owner = { name: "sandbox", baseUrl: "https://x.example", lockfile: "a.lock" };
    const ports = { disk, random: systemRandom };
    await fc.assert(
      fc.asyncProperty(anyState, anyState, async (first, second) => {
        const path = join(folder, systemRandom.uuid());
        await updateLedger(ports, path, owner, first);
        await updateLedger(ports, path, owner, second);
        const bytes = (await disk.read(path, 1e9)) ?? new Uint8Array();
        const ledger = parseLedger(bytes, path);
        assert.equal(ledger.environment, owner);
        const made = new Set([...second.ids.values()].map(({ attempt }) => attempt));
        const isUnknown = ({ attempt }: AttemptFact): boolean =>
          !second.attempts.has(attempt) && !made.has(attempt);
        const open = [
          ...[...first.attempts.values()].filter(isOpen).filter(isUnknown),
          ...[...second.attempts.values()].filter(isOpen),
        ];
        assert.equal(
          new Set(ledger.ids.keys()),
          new Set([...first.ids.keys(), ...second.ids.keys()]),
        );
        assert.equal(new Set(ledger.attempts.keys()), new Set(open.map(({ attempt }) => attempt)));
        for (const { id, generation } of second.ids.values()) {
          const line = [...ledger.lines.values()].find((each) => each.id === id);
          assert.ok((line?.generation ?? 0) >= generation, "a later fact has a line of its own");
        }
        await updateLedger(ports, path, owner, second);
        assert.equal(await disk.read(path, 1e9), bytes, "what it knows is not written twice");
      }),
      { numRuns: 60 },
    );
  },
);

const bodies = fc.oneof(
  fc.uint8Array({ maxLength: 60 }),
  fc.json().map(encode),
  fc
    .record({
      id: fc.oneof(
        fc.constantFrom("", "..", "a/b", "known", "0a1b2c3d-1", "::error::", "\n"),
        fc.jsonValue({ maxDepth: 1 }),
      ),
      message: fc.jsonValue({ maxDepth: 1 }),
    })
    .map((value) => encode(JSON.stringify(value))),
  fc.constant(encode('{"id":"0a1b2c3d-1"}')),
  fc.constantFrom("<html>", "", "{", '{"id":"0a1b2c3d-1"', '{"id":"0a1b', '{"id":12').map(encode),
);

const anyExchange: fc.Arbitrary<Exchange> = fc.record(
  {
    connected: fc.boolean(),
    response: fc.record({
      status: fc.oneof(
        fc.constant(200),
        fc.constantFrom(201, 204, 301, 307, 400, 401, 404, 408, 421, 425, 429, 500, 503),
        fc.integer({ min: 100, max: 999 }),
      ),
      headers: fc.dictionary(
        fc.constantFrom("content-type", "content-encoding", "location", "retry-after", "date"),
        fc.oneof(
          fc.constantFrom("application/json", "text/html", "gzip", "/org/x/0a1b2c3d-2", "12"),
          text,
        ),
      ),
      body: bodies,
      ended: fc.constantFrom("complete", "unframed", "cut", "stalled", "too-large"),
    }),
    error: fc.record({
      kind: fc.constantFrom(
        "dns",
        "connect",
        "certificate",
        "proxy",
        "timeout",
        "cut",
        "protocol",
        "aborted",
      ),
      code: text,
      message: text,
    }),
  },
  { requiredKeys: ["connected"] },
);

Properties("every exchange of a create has a verdict, and none says more than was seen", () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(anyExchange, (exchange) => {
      const verdict = createVerdict(exchange, (id) => id === "known");
      seen.add(verdict.verdict);
      const { connected, response } = exchange;
      if (verdict.verdict === "not-sent") assert.not(connected);
      if (!connected) return assert.is(verdict.verdict, "not-sent");
      const status = response?.status ?? 0;
      if (verdict.verdict === "refused")
        assert.ok(
          status >= 400 && status < 500 && ![408, 421, 425].includes(status),
          `${status} was taken for a refusal`,
        );
      if (verdict.verdict === "created" || verdict.verdict === "cut") {
        assert.ok(status >= 200 && status < 300, `${status} was taken for a success`);
        assert.ok(parseResourceId(verdict.id) !== undefined && verdict.id !== "known", verdict.id);
      }
      if (verdict.verdict === "created") assert.is(verdict.answer["id"], verdict.id);
      if (verdict.verdict === "unknown" && verdict.hint !== undefined)
        assert.ok(parseResourceId(verdict.hint));
      if ("reason" in verdict) assert.not.match(verdict.reason, /[^\P{C}]/u);
    }),
    { numRuns: 5_000 },
  );
  assert.equal([...seen].toSorted(), [
    "created",
    "cut",
    "not-sent",
    "quarantined",
    "refused",
    "unknown",
  ]);
});

Properties("every exchange of a look-up has a verdict, and absent is only what a 404 says", () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(anyExchange, (exchange) => {
      const verdict = lookupVerdict(exchange, "0a1b2c3d-1");
      seen.add(verdict.verdict);
      const status = exchange.response?.status;
      if (verdict.verdict === "present") {
        assert.is(status, 200);
        assert.is(verdict.answer["id"], "0a1b2c3d-1");
      }
      if (verdict.verdict === "absent") assert.is(status, 404);
      if (verdict.verdict === "unauthorized") assert.ok(status === 401 || status === 403);
      if ("reason" in verdict) assert.not.match(verdict.reason, /[^\P{C}]/u);
    }),
    { numRuns: 5_000 },
  );
  assert.equal([...seen].toSorted(), ["absent", "present", "unauthorized", "unreadable"]);
});

Properties.run();
