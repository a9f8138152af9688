import { suite } from "uvu";
import * as assert from "uvu/assert";
import { Failure } from "../../src/core/errors/problem.ts";
import { faultActions, faultHelp, parseFault } from "../../src/emulator/index.ts";

const test = suite("the text of faults");

test("the textual form says method, path, count, action and number", () => {
  assert.equal(parseFault("post:2:refuse"), { on: "POST", nth: 2, action: "refuse" });
  assert.equal(parseFault("get/userPool/:every:429=2"), {
    on: "GET",
    path: "/userPool/",
    nth: "every",
    action: "429",
    value: 2,
  });
  assert.equal(parseFault("POST:1:500-after"), { on: "POST", nth: 1, action: "500-after" });
});

test("every action of the help text can be written as it stands there", () => {
  assert.is(faultHelp().length, Object.keys(faultActions).length);
  for (const [form, sentence] of faultHelp()) {
    assert.match(sentence, /^[A-Z].*\.$/);
    const [name = ""] = form.split(/[[=]/);
    const text = form === name ? name : `${name}=300`;
    assert.is(parseFault(`post:1:${text}`).action, name);
  }
});

test("a fault that cannot be read says which part is wrong", () => {
  const rows: readonly [string, RegExp][] = [
    ["", /not written as METHOD/],
    ["post:1", /not written as METHOD/],
    ["post:1:stall:2", /not written as METHOD/],
    ["put:1:stall", /"put" is neither post nor get/],
    ["post:0:stall", /"0" is neither a count from 1 nor "every"/],
    ["post:-1:stall", /"-1" is neither/],
    ["post:1:explode", /no action "explode"/],
    ["post:1:toString", /no action "toString"/],
    ["post:1:stall=3", /"stall" takes no number/],
    ["post:1:slow", /"slow" needs a number: slow=MILLISECONDS/],
    ["post:1:429=", /"" is not a number from 0 to 86400/],
    ["post:1:429=soon", /"soon" is not a number/],
    ["post:1:status=200", /"200" is not a number from 300 to 599/],
  ];
  for (const [text, message] of rows) {
    try {
      parseFault(text);
      assert.unreachable(text);
    } catch (error) {
      assert.instance(error, Failure);
      assert.match((error as Failure).message, message);
      assert.is((error as Failure).problems[0]?.code, "bad-fault");
    }
  }
});

test.run();
