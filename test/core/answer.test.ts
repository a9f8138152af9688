import { suite } from "uvu";
import * as assert from "uvu/assert";
import { createVerdict, lookupVerdict } from "../../src/core/wire/classify.ts";
import { isFromApi } from "../../src/core/wire/answer.ts";
import type { ExchangeResponse } from "../../src/core/exchange.ts";

const Answer = suite("who speaks in an answer");

function answer(body: string, more: Partial<ExchangeResponse> = {}): ExchangeResponse {
  return {
    status: 400,
    headers: {},
    body: new TextEncoder().encode(body),
    ended: "complete",
    ...more,
  };
}

Answer("a body without a content type is the API's where it is a JSON object", () => {
  assert.ok(isFromApi(answer('{"message":"no"}')));
  assert.not(isFromApi(answer("no")));
  assert.not(isFromApi(answer('{"message":"n')), "cut: anybody may have begun so");
});

Answer("an empty body is the API's only where it was meant to be empty", () => {
  assert.ok(isFromApi(answer("")));
  assert.ok(isFromApi(answer("", { ended: "unframed" })));
  for (const ended of ["cut", "stalled", "too-large"] as const)
    assert.not(isFromApi(answer("", { ended })), ended);
});

Answer("a lookup that saw neither answer nor error may be repeated", () => {
  for (const connected of [true, false]) {
    const verdict = lookupVerdict({ connected }, "id-1");
    assert.is(verdict.verdict, "unreadable");
    assert.is(verdict.verdict === "unreadable" && verdict.retry, true);
  }
});

Answer("an id that holds a secret is quarantined without it", () => {
  const response = answer('{"id":"x-anon_key"}', { status: 200 });
  const verdict = createVerdict({ connected: true, response }, () => false, withoutKey);
  assert.equal(verdict, {
    verdict: "quarantined",
    id: "x-hidden",
    reason: "The answer was 200 with an id that holds a secret.",
  });
});

Answer("a number as id is told with its own digits, also where it stands there twice", () => {
  assert.is(told('{"id":12345678901234567890}'), "12345678901234567890");
  assert.is(told('{"id":{"a":1},"id":5}'), "5");
});

function withoutKey(text: string): string {
  return text.replaceAll("anon_key", "hidden");
}

/** Returns the quarantined id of a 200 with this body, or the name of another verdict. */
function told(body: string): string {
  const response = answer(body, { status: 200 });
  const verdict = createVerdict({ connected: true, response }, () => false);
  return verdict.verdict === "quarantined" ? verdict.id : verdict.verdict;
}

Answer.run();
