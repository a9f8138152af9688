import { readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fc } from "../support/properties.ts";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { attemptsPerCreate, type PlannedCreate } from "../../src/core/journal.ts";
import { DiskError, type Disk, type OpenFile } from "../../src/core/ports.ts";
import { keepableId } from "../../src/core/names/resource-id.ts";
import { GroupCommit } from "../../src/store/group-commit.ts";
import {
  attemptId,
  formatJournal,
  formatSlot,
  parseJournal,
  slotBytes,
  slotStart,
  type JournalHeader,
  type Slot,
} from "../../src/store/journal-format.ts";
import { createJournal } from "../../src/store/journal.ts";
import { seal, unseal } from "../../src/store/sealed-text.ts";
import { disk } from "../../src/system/disk.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { client, pool, withIds } from "../support/world.ts";
import { lineageNumber } from "../support/lineage.ts";

const Seal = suite("sealed text");
const Slots = suite("journal: slots");
const Damage = suite("journal: damage");
const OnDisk = suite("journal: on disk");
const Commit = suite("group commit");

const members = pool("members");
const web = client("web", "members");
const creates: readonly PlannedCreate[] = [members, web].map(({ address, fields }) => ({
  address,
  generation: 1,
  fields,
}));
const header: JournalHeader = {
  run: "6a7c2f3e-1111-4222-8333-444455556666",
  lineage: lineageNumber(1),
  attempts: 2,
  creates,
};
const pristine = wholeOf(header);
const start = slotStart(pristine) ?? Number.NaN;
const sentAt = "2026-01-02T03:04:05.678Z";
const references = { "kind.application.userPoolId": "id-members" };

/** Returns a new journal in one piece; not as a Buffer, whose slice is no copy. */
function wholeOf(of: JournalHeader): Uint8Array {
  return new Uint8Array(Buffer.concat(formatJournal(of).pieces));
}

/** Returns the journal with some of its slots written. */
function journalOf(slots: Readonly<Record<number, Slot>>, of = header): Uint8Array {
  const bytes = wholeOf(of);
  const first = slotStart(bytes) ?? 0;
  for (const [index, slot] of Object.entries(slots))
    bytes.set(formatSlot(slot), first + Number(index) * slotBytes);
  return bytes;
}

/** Returns the facts in one slot of the client's first try. Throws if the journal is refused. */
function told(slot: Slot) {
  const read = parseJournal(journalOf({ 1: slot }));
  if (read === undefined) throw new Error("the journal was refused");
  return { ids: read.ids, attempts: read.attempts };
}

const known = { attempt: "6a7c2f3e11114222-1", address: "sdkClients.web", generation: 1 };
const fields = withIds(web.fields);

Seal("a text is told from every text that one flipped bit makes of it", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.nat(), (text, at) => {
      const sealed = seal(text);
      assert.is(unseal(sealed), text);
      const bytes = new TextEncoder().encode(sealed);
      const bit = at % (bytes.length * 8);
      bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      assert.is(unseal(new TextDecoder().decode(bytes)), undefined);
    }),
  );
});

Seal("what was never sealed is none", () => {
  for (const text of ["", " ", "12345678", "12345678 ", "zzzzzzzz text"])
    assert.is(unseal(text), undefined);
});

Slots("a planned slot is certainly not sent: a new journal tells nothing", () => {
  const read = parseJournal(pristine);
  assert.equal([read?.ids, read?.attempts, read?.header], [[], [], header]);
});

Slots("a bare `sending` is unknown: the run ended before its answer was recorded", () => {
  const { ids, attempts } = told({ state: "sending", sentAt, references });
  assert.equal(ids, []);
  const reason = "the run ended before an answer was recorded";
  assert.equal(attempts, [{ ...known, verdict: "unknown", fields, sentAt, reason }]);
});

Slots("a created slot is an id at its address, created from what was sent", () => {
  const { ids, attempts } = told({ state: "created", sentAt, references, id: "c-1" });
  assert.equal(ids, [
    {
      id: "c-1",
      address: known.address,
      generation: 1,
      attempt: known.attempt,
      applied: fields,
    },
  ]);
  assert.equal(attempts, []);
});

Slots("a refused slot is refused, an unknown one keeps its hint or its quarantined id", () => {
  assert.equal(told({ state: "refused", sentAt, references, reason: "400" }).attempts, [
    { ...known, verdict: "refused", fields, sentAt, reason: "400" },
  ]);
  const unknown = { state: "unknown", sentAt, references, reason: "502", hint: "h-1" } as const;
  assert.equal(told(unknown).attempts, [
    { ...known, verdict: "unknown", fields, sentAt, reason: "502", hint: "h-1" },
  ]);
  const unusable = {
    state: "unknown",
    sentAt,
    references,
    reason: "x",
    quarantined: "../",
  } as const;
  assert.equal(told(unusable).attempts, [
    { ...known, verdict: "unknown", fields, sentAt, reason: "x", quarantined: "../" },
  ]);
});

Slots("a created slot without an id is unknown, never an id called undefined", () => {
  const { ids, attempts } = told({ state: "created", sentAt, references });
  assert.equal([ids, attempts.map(({ verdict }) => verdict)], [[], ["unknown"]]);
});

Slots("a field whose reference was lost is absent, not guessed", () => {
  const { attempts } = told({ state: "unknown", reason: "x" });
  assert.not("kind.application.userPoolId" in (attempts[0]?.fields ?? {}));
  assert.is(attempts[0]?.fields["name"], "web");
});

Slots("each try of each create has a slot and an attempt of its own", () => {
  const slots = Object.fromEntries(
    [0, 1, 2, 3].map((index) => [index, { state: "sending", sentAt } as const]),
  );
  const read = parseJournal(journalOf(slots));
  assert.equal(
    read?.attempts.map(({ attempt, address }) => [attempt, address]),
    [
      ["6a7c2f3e11114222-0", "userPools.members"],
      ["6a7c2f3e11114222-1", "sdkClients.web"],
      ["6a7c2f3e11114222-2", "userPools.members"],
      ["6a7c2f3e11114222-3", "sdkClients.web"],
    ],
  );
  assert.is(attemptId(header, 3), "6a7c2f3e11114222-3");
});

Slots("a large journal comes in pieces, and each of its slots is planned", () => {
  const many = Array.from({ length: 4_999 }, () => creates[0] as PlannedCreate);
  const { start: first, pieces } = formatJournal({ ...header, creates: many });
  assert.is(pieces.length, 5);
  const whole = Buffer.concat(pieces);
  assert.is(slotStart(whole), first);
  assert.is(whole.length, first + 2 * 4_999 * slotBytes);
  const read = parseJournal(whole);
  assert.equal([read?.header.creates.length, read?.attempts], [4_999, []]);
  const planned = Buffer.from(formatSlot({ state: "planned" }));
  for (let at = first; at < whole.length; at += slotBytes)
    assert.is(planned.compare(whole, at, at + slotBytes), 0);
});

Slots("every slot is one sector, whatever is in it", () => {
  for (const slot of [
    { state: "planned" },
    { state: "created", sentAt, references, id: "c-1" },
    { state: "unknown", sentAt, references, reason: "x".repeat(10_000) },
  ] as const)
    assert.is(formatSlot(slot).length, slotBytes);
  assert.is(start % slotBytes, 0);
});

Slots("ids of 200 characters are whole, both the created one and the one it refers to", () => {
  const id = "a".repeat(200);
  const long = { "kind.application.userPoolId": "b".repeat(200) };
  const { ids } = told({ state: "created", sentAt, references: long, id });
  assert.is(ids[0]?.id, id);
  assert.is(ids[0]?.applied["kind.application.userPoolId"], "b".repeat(200));
  const { attempts } = told({ state: "sending", sentAt, references: long });
  assert.is(attempts[0]?.fields["kind.application.userPoolId"], "b".repeat(200));
  assert.is(attempts[0]?.sentAt, sentAt);
});

Slots("long prose is cut and shows it; ids, references and moments are never cut", () => {
  const hint = "0b0b7c1e-5a5a-4c4c-8d8d-9e9e9e9e9e9e";
  for (const character of ["x", "ä", "日", "\u0000", "😀", '"', "\ud83d"]) {
    const reason = character.repeat(600);
    const [fact] = told({ state: "unknown", sentAt, references, reason, hint }).attempts;
    assert.equal([fact?.sentAt, fact?.hint, fact?.fields], [sentAt, hint, fields], character);
    assert.match(fact?.reason ?? "", /…$/);
    assert.ok(reason.startsWith(fact?.reason?.slice(0, -1) ?? "-"), character);
  }
});

Slots("a character outside the basic plane is never cut in half", () => {
  for (let length = 0; length < 40; length += 1) {
    const reason = "x".repeat(length) + "😀".repeat(300);
    const [fact] = told({ state: "unknown", sentAt, references, reason }).attempts;
    assert.ok((fact?.reason ?? "").isWellFormed());
  }
});

Slots("a hint that does not fit is left out, since half an id is another id", () => {
  const long = { "kind.application.userPoolId": "b".repeat(200) };
  const hint = "h".repeat(200);
  const [fact] = told({ state: "unknown", sentAt, references: long, reason: "x", hint }).attempts;
  assert.is(fact?.hint, undefined);
  assert.is(fact?.fields["kind.application.userPoolId"], "b".repeat(200));
});

Slots("an id that cannot be used is always told, if need be as its beginning", () => {
  const long = { "kind.application.userPoolId": "b".repeat(200) };
  for (const id of ["q".repeat(5000), "日".repeat(300), "\u0000".repeat(300), "/", "💥".repeat(90)])
    for (const references of [undefined, long]) {
      const quarantined = keepableId(id);
      const slot: Slot = {
        state: "unknown",
        sentAt,
        references,
        reason: "r".repeat(300),
        quarantined,
      };
      const [fact] = told(slot).attempts;
      assert.is(fact?.sentAt, sentAt);
      const kept = fact?.quarantined ?? "";
      assert.ok(kept === quarantined || /^.+…$/u.test(kept), kept);
      assert.ok(quarantined.startsWith(kept.replace(/…$/, "")));
    }
});

Slots("an id that is longer than a slot is a bug, and never written in part", () => {
  assert.throws(
    () => formatSlot({ state: "created", id: "i".repeat(600) }),
    /a slot that does not fit/,
  );
});

Slots("names in any script stand in the header as they are", () => {
  const rest = { ...withIds(members.fields), description: "д😀\u2028" };
  const many = ["日本語", "é", '"\\', "\ud800", "x".repeat(5000)].map((name, index) => ({
    address: `userPools.p${index}`,
    generation: index + 1,
    fields: { ...rest, name },
  }));
  const of = { ...header, creates: many };
  const slots = Object.fromEntries(many.map((_, at) => [at, { state: "sending" } as const]));
  const read = parseJournal(journalOf(slots, of));
  assert.equal(read?.header, of);
  assert.equal(
    read?.attempts.map((fact) => [fact.generation, fact.fields["name"]]),
    many.map(({ generation, fields: { name } }) => [generation, name]),
  );
});

const written: Readonly<Record<number, Slot>> = {
  0: { state: "created", sentAt, id: "p-1" },
  1: { state: "sending", sentAt, references },
  2: { state: "refused", sentAt, reason: "429" },
};

/** Returns the facts of a journal, slot by slot, as one text for each attempt; undefined if refused. */
function facts(bytes: Uint8Array): Map<string, string> | undefined {
  const read = parseJournal(bytes);
  if (read === undefined) return undefined;
  const found = new Map<string, string>();
  for (const fact of read.ids) found.set(fact.attempt ?? "", JSON.stringify(fact));
  for (const fact of read.attempts) found.set(fact.attempt, JSON.stringify(fact));
  return found;
}

Damage("any one byte of a slot that changes makes it unknown or changes nothing", () => {
  const bytes = journalOf(written);
  const expected = facts(bytes);
  for (let index = 0; index < 4; index += 1) {
    const attempt = attemptId(header, index);
    for (let at = 0; at < slotBytes; at += 1) {
      const torn = bytes.slice();
      const position = start + index * slotBytes + at;
      torn[position] = (torn[position] ?? 0) ^ 0xff;
      const read = facts(torn);
      const fact = read?.get(attempt);
      // A slot's last byte is a newline for people, without any other meaning.
      if (at === slotBytes - 1) assert.is(fact, expected?.get(attempt));
      else assert.match(fact ?? "", /"verdict":"unknown".*torn by a crash/);
      for (const [other, text] of expected ?? [])
        if (other !== attempt) assert.is(read?.get(other), text);
    }
  }
});

Damage("a slot torn between what it was and what it becomes is never planned", () => {
  const states: Slot[] = [
    { state: "planned" },
    { state: "sending", sentAt, references },
    { state: "created", sentAt, references, id: "c-1" },
  ];
  for (const [index, before] of states.slice(0, -1).entries()) {
    const [old, next] = [formatSlot(before), formatSlot(states[index + 1] ?? before)];
    for (let at = 1; at < slotBytes; at += 1)
      for (const [first, second] of [
        [old, next],
        [next, old],
      ] as const) {
        const bytes = journalOf({});
        bytes.set([...first.subarray(0, at), ...second.subarray(at)], start + slotBytes);
        const read = parseJournal(bytes);
        const mixed = Buffer.compare(bytes.subarray(start + slotBytes, start + 2 * slotBytes), old);
        if (mixed === 0) continue;
        assert.is((read?.ids.length ?? 0) + (read?.attempts.length ?? 0), 1);
      }
  }
});

Damage("every flipped bit of a journal is refused, unknown, or read the same", () => {
  const bytes = journalOf(written, { ...header, creates: creates.slice(0, 1), attempts: 3 });
  const expected = facts(bytes);
  for (let bit = 0; bit < bytes.length * 8; bit += 1) {
    const flipped = bytes.slice();
    flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    const read = facts(flipped);
    if (read === undefined) continue;
    for (const [attempt, text] of expected ?? []) {
      const fact = read.get(attempt) ?? "";
      assert.ok(fact === text || fact.includes('"verdict":"unknown"'), `bit ${bit}: ${fact}`);
    }
  }
});

Damage("a byte of the header that changes is refused: nobody knows what was planned", () => {
  const bytes = journalOf(written);
  const head = bytes.subarray(64, start);
  const end = 64 + Buffer.from(head).lastIndexOf("}") + 1;
  for (let at = 64; at < end; at += 1) {
    const flipped = bytes.slice();
    flipped[at] = (flipped[at] ?? 0) ^ 0x01;
    assert.is(parseJournal(flipped), undefined, `byte ${at}`);
  }
});

Damage("a header that is sealed and is none, or is of other slots, is refused", () => {
  const { creates: _creates, ...without } = header;
  const heads = ["nonsense", "[]", "null", "{}", without, { ...header, attempts: 3 }];
  for (const head of heads) {
    const text = typeof head === "string" ? head : JSON.stringify(head);
    const bytes = journalOf(written);
    bytes.fill(0x20, 64, start);
    bytes.set(new TextEncoder().encode(`${seal(text)}\n`), 64);
    assert.is(parseJournal(bytes), undefined, text);
  }
});

Damage("a journal that is shorter or longer than it was made is refused", () => {
  const bytes = journalOf(written);
  for (let end = 0; end < bytes.length; end += 1)
    assert.is(parseJournal(bytes.subarray(0, end)), undefined, `${end} bytes`);
  for (const more of [1, slotBytes]) {
    const longer = new Uint8Array(bytes.length + more).fill(0x20);
    longer.set(bytes);
    assert.is(parseJournal(longer), undefined);
  }
});

Damage("what never was a journal is refused", () => {
  for (const text of ["", "{}", "anon-sync-journal 1 512 0", "\u0000".repeat(2048)])
    assert.is(parseJournal(new TextEncoder().encode(text)), undefined);
});

const clock = { now: () => Date.parse(sentAt), sleep: async () => undefined };
const random = { uuid: () => "6a7c2f3e-1111-4222-8333-444455556666", fraction: () => 0 };

OnDisk("what it says is on the disk when its promise resolves", async () => {
  const path = join(temporaryFolder(), "journal");
  const journal = await createJournal({ disk, clock, random }, path, lineageNumber(1), creates);
  const mode = statSync(path).mode & 0o777;
  assert.is(mode, 0o600);
  const size = statSync(path).size;
  assert.equal(parseJournal(readFileSync(path))?.attempts, []);

  const pooled = await journal.sending(0, 0, {});
  assert.equal(pooled, { attempt: "6a7c2f3e11114222-0", sentAt });
  assert.is(parseJournal(readFileSync(path))?.attempts[0]?.verdict, "unknown");
  await journal.verdict(pooled.attempt, { verdict: "created", id: "id-members" });
  assert.is(parseJournal(readFileSync(path))?.ids[0]?.id, "id-members");

  const first = await journal.sending(1, 0, references);
  await journal.verdict(first.attempt, { verdict: "refused", reason: "429" });
  const second = await journal.sending(1, attemptsPerCreate - 1, references);
  await journal.verdict(second.attempt, { verdict: "unknown", reason: "502", hint: "h-1" });
  const read = parseJournal(readFileSync(path));
  assert.equal(
    read?.attempts.map(({ attempt, verdict, hint, fields: sent }) => [
      attempt,
      verdict,
      hint,
      sent,
    ]),
    [
      [first.attempt, "refused", undefined, fields],
      [second.attempt, "unknown", "h-1", fields],
    ],
  );
  assert.is(statSync(path).size, size, "no slot was added");
  await journal.close();
  assert.not.ok((await disk.list(join(path, ".."))).includes("journal"));
});

OnDisk("a verdict on what was never sent is a bug and is not written", async () => {
  const path = join(temporaryFolder(), "journal");
  const journal = await createJournal({ disk, clock, random }, path, lineageNumber(1), creates);
  const before = readFileSync(path);
  const error = await journal
    .verdict("6a7c2f3e11114222-0", { verdict: "created", id: "x" })
    .catch((reason: unknown) => reason);
  assert.instance(error, Error);
  assert.equal(readFileSync(path), before);
  await journal.close();
});

OnDisk("a thousand creates, all at once, have their slots in their places", async () => {
  const path = join(temporaryFolder(), "journal");
  const many = Array.from({ length: 1000 }, (_, index) => ({
    address: `userPools.p${index}`,
    generation: 1,
    fields: members.fields,
  }));
  const journal = await createJournal({ disk, clock, random }, path, lineageNumber(1), many);
  await Promise.all(
    many.map(async (_, index) => {
      const { attempt } = await journal.sending(index, 0, {});
      await journal.verdict(attempt, { verdict: "created", id: `id-${index}` });
    }),
  );
  const read = parseJournal(readFileSync(path));
  assert.equal(
    read?.ids.map(({ id, address }) => [id, address]),
    many.map(({ address }, index) => [`id-${index}`, address]),
  );
  await journal.close();
});

OnDisk("a journal is made whole or not at all", async () => {
  const path = join(temporaryFolder(), "journal");
  const full: Disk = {
    ...disk,
    async create(name, mode) {
      const file = await disk.create(name, mode);
      const write = async () => {
        throw new DiskError("ENOSPC", name, "no space left on device");
      };
      return { ...file, write };
    },
  };
  const error = await createJournal(
    { disk: full, clock, random },
    path,
    lineageNumber(1),
    creates,
  ).catch((reason: unknown) => reason);
  assert.instance(error, DiskError);
  assert.equal(await disk.list(join(path, "..")), []);
});

/** Returns a file that counts its syncs, with the test's own writes and syncs. */
function countedFile(more: Partial<OpenFile> = {}) {
  const bytes = new Uint8Array(4096);
  const counts = { writes: 0, syncs: 0 };
  const file: OpenFile = {
    size: async () => bytes.length,
    async write(part, position) {
      counts.writes += 1;
      bytes.set(part, position);
      return part.length;
    },
    truncate: async () => undefined,
    async sync() {
      counts.syncs += 1;
    },
    close: async () => undefined,
    ...more,
  };
  return { file, bytes, counts };
}

const part = (text: string) => new TextEncoder().encode(text);

/** Returns the results of promises: "kept", or the message of each rejection. */
async function outcomes(promises: readonly Promise<void>[]): Promise<string[]> {
  const settled = await Promise.allSettled(promises);
  return settled.map((result) =>
    result.status === "fulfilled" ? "kept" : (result.reason as Error).message,
  );
}

Commit("writes of one turn share one sync", async () => {
  const { file, bytes, counts } = countedFile();
  const commit = new GroupCommit(file);
  await Promise.all(["a", "b", "c"].map((text, at) => commit.write(part(text), at)));
  assert.equal([counts.syncs, bytes[0], bytes[2]], [1, 97, 99]);
});

Commit("what comes while a sync is under way shares the next one", async () => {
  const released: (() => void)[] = [];
  let syncs = 0;
  const { file } = countedFile({
    sync: () => {
      syncs += 1;
      return new Promise<void>((resolve) => released.push(resolve));
    },
  });
  const commit = new GroupCommit(file);
  const first = commit.write(part("a"), 0);
  while (released.length === 0) await new Promise((resolve) => setImmediate(resolve));
  const later = Array.from({ length: 50 }, (_, at) => commit.write(part("b"), at));
  let early = false;
  void later[0]?.then(() => (early = true));
  released[0]?.();
  await first;
  assert.not(early, "the first sync says nothing of what came after it began");
  while (released.length === 1) await new Promise((resolve) => setImmediate(resolve));
  released[1]?.();
  await Promise.all(later);
  assert.is(syncs, 2);
});

Commit("nothing is said to be durable before its sync is over", async () => {
  const events: string[] = [];
  const { file } = countedFile({
    async sync() {
      await new Promise((resolve) => setImmediate(resolve));
      events.push("synced");
    },
  });
  await new GroupCommit(file).write(part("a"), 0).then(() => events.push("resolved"));
  assert.equal(events, ["synced", "resolved"]);
});

Commit(
  "after a failed sync nothing is trusted: every later write is refused, unsynced",
  async () => {
    let syncs = 0;
    const { file, counts } = countedFile({
      async sync() {
        syncs += 1;
        if (syncs === 2) throw new Error("EIO");
      },
    });
    const commit = new GroupCommit(file);
    assert.equal(await outcomes([commit.write(part("a"), 0)]), ["kept"]);
    assert.equal(await outcomes([commit.write(part("b"), 1), commit.write(part("c"), 2)]), [
      "EIO",
      "EIO",
    ]);
    const before = counts.writes;
    assert.equal(await outcomes([commit.write(part("d"), 3)]), ["EIO"]);
    assert.equal([syncs, counts.writes], [2, before]);
  },
);

Commit("one write that fails fails all that would have shared its sync", async () => {
  const { file, counts } = countedFile({
    async write(bytes, position) {
      if (position === 2) throw new Error("ENOSPC");
      return bytes.length;
    },
  });
  const commit = new GroupCommit(file);
  const writes = [0, 2, 4].map((at) => commit.write(part("x"), at));
  assert.equal(await outcomes(writes), ["ENOSPC", "ENOSPC", "ENOSPC"]);
  assert.is(counts.syncs, 0);
});

Commit(
  "what stands side by side is written in one piece, and a later write of a place wins",
  async () => {
    const taken = new Uint8Array(8);
    let pieces = 0;
    const { file, counts } = countedFile({
      async write(bytes, position) {
        pieces += 1;
        taken.set(bytes, position);
        return bytes.length;
      },
    });
    const commit = new GroupCommit(file);
    const writes = [
      [part("c"), 2],
      [part("a"), 0],
      [part("b"), 1],
      [part("x"), 5],
      [part("y"), 5],
    ] as const;
    await Promise.all(writes.map(([bytes, at]) => commit.write(bytes, at)));
    assert.is(new TextDecoder().decode(taken), "abc\0\0y\0\0");
    assert.equal([pieces, counts.syncs], [2, 1]);
  },
);

Commit("short writes are completed before the sync", async () => {
  const taken = new Uint8Array(16);
  const { file, counts } = countedFile({
    async write(bytes, position) {
      const some = bytes.subarray(0, 3);
      taken.set(some, position);
      return some.length;
    },
  });
  await new GroupCommit(file).write(part("0123456789"), 4);
  assert.is(new TextDecoder().decode(taken.subarray(4, 14)), "0123456789");
  assert.is(counts.syncs, 1);
});

Commit("a disk that takes nothing is an error, not a loop without end", async () => {
  const { file } = countedFile({ write: async () => 0 });
  const [outcome] = await outcomes([new GroupCommit(file).write(part("x"), 0)]);
  assert.match(outcome ?? "", "took none");
});

Commit("what it wrote to a real file is there", async () => {
  const path = join(temporaryFolder(), "file");
  writeFileSync(path, ".".repeat(10));
  const file = await disk.open(path);
  const commit = new GroupCommit(file);
  await Promise.all([commit.write(part("ab"), 1), commit.write(part("c"), 8)]);
  await file.close();
  assert.is(readFileSync(path, "utf8"), ".ab.....c.");
});

for (const tests of [Seal, Slots, Damage, OnDisk, Commit]) tests.run();
