import { createHash } from "node:crypto";
import { fc } from "../support/properties.ts";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { createRedaction, type Redaction } from "../../src/core/redaction/redaction.ts";
import { nestable, outermost } from "../support/encodings.ts";
import { partsOf, testSecret } from "../support/secrets.ts";

const Foreign = suite("texts of servers and programs");

const key = testSecret("api key");
const hidden = "[redacted]";

function knowing(...secrets: readonly string[]): Redaction {
  const redaction = createRedaction();
  for (const secret of secrets) redaction.add(secret);
  return redaction;
}

const forms = Object.entries({ ...outermost, ...nestable });
for (const [name, encode] of forms)
  Foreign(`a key, a part of it, and it in a sentence are hidden: ${name}`, () => {
    const { redactForeign } = knowing(key);
    for (const part of [key, key.slice(5), key.slice(0, 60), key.slice(20, 32), key.slice(-12)])
      for (const text of [encode(part), encode(`The key ${part} is bad.`), `key=${encode(part)};`])
        assert.is(redactForeign(text), hidden, JSON.stringify(text));
  });

Foreign("any run of any key is hidden in any encoding of any encoding", () => {
  const seed = fc.integer({ min: 0, max: 1_000_000 });
  const layers = fc.array(fc.constantFrom(...Object.keys(nestable)), { maxLength: 4 });
  fc.assert(
    fc.property(
      seed,
      fc.nat(72),
      fc.integer({ min: 12, max: 85 }),
      layers,
      fc.constantFrom(...Object.keys(outermost)),
      fc.string({ maxLength: 30 }),
      (nth, start, length, names, outer, around) => {
        const secret = testSecret(`${nth}`);
        const part = secret.slice(start, start + length);
        // A text inside another encoding that lost its capitals cannot be decoded.
        const encodings = names.map((name) => nestable[name] as (text: string) => string);
        const inner = encodings.reduce((text, encode) => encode(text), part);
        const said = names.length === 0 ? (outermost[outer]?.(inner) ?? inner) : inner;
        const { redactForeign } = knowing(testSecret("another"), secret);
        assert.is(redactForeign(`${around}${said}`), hidden, `${names.join(", ")} ${outer}`);
        assert.is(redactForeign(said), hidden, `${names.join(", ")} ${outer}`);
      },
    ),
    // No decoder reads a few in thousands of combinations of four layers: see SECURITY.md.
    { numRuns: 300, seed: 14 },
  );
});

Foreign("ordinary texts pass as they are", () => {
  const secrets = Array.from({ length: 200 }, (_, nth) => testSecret(`client ${nth}`));
  const { redact, redactForeign } = knowing(key, ...secrets);
  const texts = fc.oneof(
    fc.uuid(),
    fc.lorem({ maxCount: 30 }),
    fc.string({ maxLength: 300 }),
    fc.string({ unit: "grapheme", maxLength: 100 }),
    fc.webUrl({ withQueryParameters: true }),
    fc.emailAddress(),
    fc.base64String({ maxLength: 400 }),
    fc.stringMatching(/^[0-9a-f]{64}$/),
    fc.json(),
    fc.nat(1_000_000).map((nth) => testSecret(`of somebody else ${nth}`)),
  );
  fc.assert(
    fc.property(texts, (text) => {
      assert.is(redactForeign(text), text);
      assert.is(redact(text), text);
    }),
    { numRuns: 1_000 },
  );
});

Foreign("what keys begin with, and an id in a secret, hide nothing", () => {
  const id = "3b2885c4-53e8-4644-9cc2-20991f912465";
  const end = testSecret("end").slice(5);
  const redaction = knowing(
    `anon_sandbox_${end}`,
    `anon_${id}_${end.slice(0, 40)}`,
    "anon_test_key_1",
  );
  for (const text of [
    "anon_sandbox_",
    `anon_sandbox of ${id}`,
    id,
    "anon_test_key_2",
    "a test_key_1 ",
  ])
    for (const redact of [redaction.redact, redaction.redactForeign]) assert.is(redact(text), text);
  for (const text of [`x${end.slice(0, 12)}`, `<anon_test_key_1>`, "anon_test%5Fkey%5f1"])
    assert.is(redaction.redactForeign(text), hidden, text);
});

Foreign("a secret of words is hidden as a whole, and none of its words", () => {
  const redaction = knowing("correct-horse-battery-staple", "administrator1");
  for (const text of ["horse-battery-staple", "administrators", "correct horse"])
    assert.is(redaction.redactForeign(text), text);
  for (const text of [
    "Correct-Horse-Battery-Staple",
    "correct-horse-\nbattery-staple",
    "&#97;dministrator1",
  ])
    assert.is(redaction.redactForeign(text), hidden, text);
  assert.is(redaction.redact("is administrator1!"), `is ${hidden}!`);
});

Foreign("a text that is wrapped without an end is hidden, and soon", () => {
  const { redactForeign } = knowing(key);
  let wrapped = "People who sign in.";
  for (let times = 0; times < 20; times += 1) wrapped = encodeURIComponent(`%${wrapped}`);
  assert.is(redactForeign(wrapped), hidden);
  const megabyte = 1024 * 1024;
  const started = process.cpuUsage();
  const hostile = [
    "AQEU",
    "%25",
    "&amp;",
    "\\",
    "<",
    "=",
    "61",
    "QUFB",
    "\ufdfa",
    "\u4141",
    "&#x26;",
  ];
  for (const text of hostile) redactForeign(text.repeat(megabyte / text.length));
  const { user, system } = process.cpuUsage(started);
  // An idle machine needs a fifth of this time.
  assert.ok(user + system < hostile.length * 2_000_000, `${(user + system) / 1_000} ms`);
});

const Gate = suite("our own texts");

Gate("each run of 12 characters of a key is replaced, and nothing beside it", () => {
  const { redact } = knowing(key);
  for (let at = 0; at + 12 <= key.length; at += 1)
    assert.is(redact(`see <${key.slice(at, at + 12)}>, yes`), `see <${hidden}>, yes`);
  assert.is(redact(`a ${key.slice(0, 40)} b ${key.toUpperCase()} c`), `a ${hidden} b ${hidden} c`);
  assert.is(redact(`of 11: ${key.slice(20, 31)}`), `of 11: ${key.slice(20, 31)}`);
});

Gate("a key over two or more writes is not to be read in them", () => {
  const { redactPieces } = knowing(testSecret("another"), key);
  fc.assert(
    fc.property(fc.array(fc.nat(84), { minLength: 1, maxLength: 6 }), (cuts) => {
      const write = redactPieces();
      const places = [...cuts.toSorted((left, right) => left - right), key.length];
      let before = 0;
      const said = [write("The key is ")];
      for (const place of places) {
        said.push(write(key.slice(before, place)));
        before = place;
      }
      said.push(write(", and that is that."));
      assert.equal(partsOf(key, said.join("")), [], said.join("|"));
      assert.match(said.join(""), /^The key is .*, and that is that\.$/);
    }),
  );
});

Gate("what does not belong to a secret is written as it is, in whatever pieces", () => {
  const { redactPieces } = knowing(key);
  fc.assert(
    fc.property(fc.array(fc.string({ maxLength: 40 })), (pieces) => {
      const write = redactPieces();
      assert.equal(pieces.map(write), pieces);
    }),
  );
});

Gate("thousands of secrets, one after the other, are known from when they come", () => {
  const redaction = createRedaction();
  const id = createHash("sha256").update("id").digest("hex");
  for (let nth = 0; nth < 2_000; nth += 1) {
    const secret = testSecret(`client ${nth}`);
    assert.is(redaction.redactForeign(secret), secret);
    redaction.add(secret);
    assert.is(redaction.redactForeign(`${secret.slice(30, 50)}`), hidden);
    assert.is(redaction.redact(`created ${id} ${secret.slice(3)}`), `created ${id} ${hidden}`);
  }
});

Foreign.run();
Gate.run();
