import { fc } from "../support/properties.ts";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { Failure } from "../../src/core/errors/problem.ts";
import { parseStrictJson } from "../../src/store/strict-json.ts";

const StrictJson = suite("strict JSON");

const file = { path: "a/file.json", noun: "lockfile" as const, restore: "Do this." };

function parse(text: string): unknown {
  return parseStrictJson(new TextEncoder().encode(text), file);
}

/** The code of the one problem with a text; undefined if it is read. */
function codeOf(text: string): string | undefined {
  try {
    parse(text);
    return undefined;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const [problem] = error.problems;
    assert.equal([problem?.file, problem?.message.includes(file.path)], [file.path, true]);
    return problem?.code;
  }
}

StrictJson("every JSON text without equal keys is read as JSON.parse reads it", () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      assert.is(JSON.stringify(parse(text)), JSON.stringify(JSON.parse(text)));
    }),
  );
});

StrictJson("a key that stands twice in one object is refused, at any depth", () => {
  const twice = [
    '{"a":1,"a":1}',
    '{"a":1,"b":{},"a":2}',
    '[{"x":[{"a":1,"a":2}]}]',
    '{ "a" : {"b":1} , "a" : 2 }',
    '{"\\u0061":1,"a":2}',
    '{"__proto__":1,"__proto__":2}',
    '{"":1,"":2}',
    '{"a\\"b":1,"a\\u0022b":2}',
  ];
  for (const text of twice) assert.is(codeOf(text), "lockfile-damaged", text);
});

StrictJson("a key that stands in several objects, or as a value, does not stand twice", () => {
  const fine = [
    '{"a":{"a":{"a":1}},"b":{"a":1}}',
    '[{"a":1},{"a":2}]',
    '{"a":"a","b":["a","a","b"],"c":"a"}',
    '{"a":"{\\"a\\":1,\\"a\\":2}","b":",\\"a\\":"}',
    '{"a":["x",{"a":1},"a",{"a":1}],"A":1}',
    '{"a\\\\":1,"a":2}',
  ];
  for (const text of fine) assert.is(codeOf(text), undefined, text);
});

StrictJson("a string of many megabytes does not exhaust the stack", () => {
  const long = `${"x".repeat(10_000_000)}${'\\"'.repeat(1_000_000)}`;
  assert.is(codeOf(`{"a":"${long}","b":1}`), undefined);
  assert.is(codeOf(`{"a":"${long}","a":1}`), "lockfile-damaged");
});

StrictJson("conflict markers are told from damage", () => {
  assert.is(codeOf('{\n<<<<<<< HEAD\n"a":1\n}'), "lockfile-conflict");
  assert.is(codeOf('{\n"a":1\n>>>>>>> theirs\n}'), "lockfile-conflict");
  assert.is(codeOf('{"a":"<<<<<<< HEAD"}'), undefined);
  assert.is(codeOf("<<<<<<<HEAD"), "lockfile-damaged");
});

StrictJson.run();
