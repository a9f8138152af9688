import { fc } from "../support/properties.ts";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { canonicalText, isObject } from "../../src/core/json.ts";

const CanonicalText = suite("canonical JSON text");

CanonicalText("keys are sorted at every level, two spaces, LF, a newline at the end", () => {
  const text = canonicalText({ b: [{ d: 1, c: null }], a: { z: "1", Z: true } });
  assert.is(
    text,
    `{
  "a": {
    "Z": true,
    "z": "1"
  },
  "b": [
    {
      "c": null,
      "d": 1
    }
  ]
}
`,
  );
});

CanonicalText("undefined members are left out", () => {
  assert.is(canonicalText({ a: undefined, b: 1 }), '{\n  "b": 1\n}\n');
});

CanonicalText("a member called __proto__ is kept: an id may be called so", () => {
  const value = Object.fromEntries([
    ["__proto__", { a: 1 }],
    ["constructor", 2],
  ]);
  assert.is(canonicalText(value), '{\n  "__proto__": {\n    "a": 1\n  },\n  "constructor": 2\n}\n');
});

CanonicalText("half a surrogate pair is escaped, so that the bytes read back the same", () => {
  const text = canonicalText({ a: "\ud83d" });
  assert.is(text, '{\n  "a": "\\ud83d"\n}\n');
  const bytes = new TextEncoder().encode(text);
  assert.equal(JSON.parse(new TextDecoder().decode(bytes)), { a: "\ud83d" });
});

CanonicalText(
  "equal values have equal texts whatever order they were made in, and read back",
  () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const text = canonicalText(value);
        const reversed = Object.fromEntries(Object.entries(value).toReversed());
        assert.is(canonicalText(reversed), text);
        assert.is(canonicalText(JSON.parse(text)), text);
      }),
    );
  },
);

CanonicalText("only objects are objects: not null, not arrays", () => {
  for (const value of [{}, Object.create(null)]) assert.ok(isObject(value));
  for (const value of [null, undefined, [], "", 1, true]) assert.not(isObject(value));
});

CanonicalText.run();
