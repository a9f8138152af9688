import { suite } from "uvu";
import * as assert from "uvu/assert";
import { parseObject, topLevelScalar } from "../../src/core/wire/json-text.ts";

const Scalar = suite("one member of a JSON text that may be cut anywhere");

/** A text, the value of its `id`, and the reason. */
const cases: readonly (readonly [text: string, id: string | undefined, why: string])[] = [
  ['{"id":"a"}', '"a"', "a whole text"],
  ['{"id":"a"', '"a"', "what is cut after the member"],
  ['{"id":"a', undefined, "a string that is cut may have gone on"],
  ['{"id":12', undefined, "12 may have been 123"],
  ['{"id":12,', "12", "a number is whole once something follows it"],
  ['{"id":nul}', undefined, "what is no value of JSON"],
  ['{"id":"a\\', undefined, "a string that is cut in an escape"],
  ['{"id":"\\u00', undefined, "a string that is cut in a long escape"],
  ['{"id":"\\x"}', undefined, "an escape that JSON does not have"],
  ['{"id":"a\\"b"}', '"a\\"b"', "an escaped quote ends no string"],
  [' \n{ "id" : "a" }', '"a"', "space anywhere"],
  ['{"name":"n","id":"a"}', '"a"', "a member after another"],
  ['{"name":{"id":"no","l":[1,"]"]},"id":"a"}', '"a"', "a nested object is passed over"],
  ['{"name":{"id":"a"}}', undefined, "a member of a nested object is never taken"],
  ['{"name":{"id":"a', undefined, "a string that is cut in a nested object"],
  ['{"name":{"id":"a"', undefined, "a nested object that is cut"],
  ['{"name":{"id":"a"],"id":"a"}', undefined, "brackets that do not match"],
  ['{"name":{"id" "a"},"id":"a"}', undefined, "a nested object that is no JSON"],
  ['{"id":{"a":1}}', undefined, "an object is no scalar"],
  ['{"id":["a"]}', undefined, "an array is no scalar"],
  ['{"id" "a"}', undefined, "a key without its colon"],
  ['{"id"="a"}', undefined, "something else in place of the colon"],
  ['{"name":"n";"id":"a"}', undefined, "members without their comma"],
  ['{id:"a"}', undefined, "a key without quotes"],
  ['["id","a"]', undefined, "no object"],
  ["", undefined, "nothing"],
  [`{"id":${"1".repeat(200)}}`, "1".repeat(200), "a long number is whole or not at all"],
];

for (const [text, id, why] of cases)
  Scalar(`${why}: ${text.slice(0, 40)}`, () => assert.is(topLevelScalar(text, "id"), id, text));

const Parse = suite("a JSON object from somebody else");

Parse("an object is read, and nothing else is one", () => {
  assert.equal(parseObject('{"a":[1,"]{"]}'), { a: [1, "]{"] });
  for (const text of ["[]", "1", '"a"', "null", "", "{", '{"a":"\\"}'])
    assert.is(parseObject(text), undefined, text);
});

Parse("what is nested 64 levels deep is read, one more is refused", () => {
  assert.ok(parseObject(nested(64)));
  assert.is(parseObject(nested(65)), undefined);
  assert.is(parseObject(nested(400_000)), undefined);
  assert.ok(parseObject(`{"a":"${"[".repeat(100)}\\"${"{".repeat(100)}"}`), "brackets in a string");
});

Parse("a __proto__ member is left out, so that no copy is poisoned", () => {
  for (const name of ["__proto__", "\\u005f_proto_\\u005F"]) {
    const read = parseObject(`{"a":{"${name}":{"polluted":true},"b":1}}`);
    assert.equal(JSON.stringify(read), '{"a":{"b":1}}', name);
  }
});

function nested(depth: number): string {
  return `{"a":${"[".repeat(depth - 1)}${"]".repeat(depth - 1)}}`;
}

Scalar.run();
Parse.run();
