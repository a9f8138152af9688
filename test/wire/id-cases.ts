import { cutAfterId, json, jsonHead, say, sayAndClose } from "./answers.ts";
import type { WireCase } from "./wire-case.ts";

/** Returns a case with an answer that is whole and right, except its id. */
const withId = (what: string, id: unknown, kept: string): WireCase => ({
  name: `an id that is ${what}`,
  answer: json(200, ({ resource }) => ({ ...resource, id })),
  expected: { verdict: "quarantined", id: kept },
  posts: 1,
});

const withoutUsable = (what: string, id: unknown): WireCase => ({
  name: `an id that is ${what}`,
  answer: json(200, ({ resource }) => ({ ...resource, id })),
  expected: { verdict: "unknown" },
  posts: 1,
});

const earlier = "0a1b2c3d-0000-4000-8000-00a-harmless";

/** The cases of ids that are unusable, or not this pool's. */
export const idCases: readonly WireCase[] = [
  withId("a path", "../sdkClient/1", "../sdkClient/1"),
  withId("two dots", "..", ".."),
  { ...withId("one dot", ".", "."), command: false },
  withId("a flag", "-rf", "-rf"),
  { ...withId("a flag of git's", "--upload-pack=x", "--upload-pack=x"), command: false },
  { ...withId("somebody's home", "~root", "~root"), command: false },
  { ...withId("a name that Windows cuts", "a.", "a."), command: false },
  { ...withId("half a path, escaped", "a%2fb", "a%2fb"), command: false },
  { ...withId("a query", "a?b=c", "a?b=c"), command: false },
  withId("two lines", "a\nb", "a\\u000ab"),
  { ...withId("a carriage return", "a\rb", "a\\u000db"), command: false },
  withId("a terminal's escape", "\u001b[2Ja", "\\u001b[2Ja"),
  { ...withId("written from right to left", "a\u202eb", "a\\u202eb"), command: false },
  { ...withId("of another script", "идентификатор", "идентификатор"), command: false },
  { ...withId("a space", " ", " "), command: false },
  { ...withId("of a megabyte", "x".repeat(1_000_000), "x".repeat(200)), alone: true },
  withId("a number", 12_345_678, "12345678"),
  withoutUsable("empty", ""),
  withoutUsable("null", null),
  withoutUsable("true", true),
  withoutUsable("an object", { id: "0a1b2c3d" }),
  {
    name: "an id of more digits than a number can hold",
    answer: sayAndClose(({ key }) => {
      const text = `{"id":12345678901234567890,"name":"${key}"}`;
      return [...jsonHead(200, text.length), "", text];
    }),
    expected: { verdict: "quarantined", id: "12345678901234567890" },
    command: false,
    posts: 1,
  },
  {
    name: "a pool of another organization",
    answer: json(200, ({ resource }) => ({ ...resource, organizationId: "org-2" })),
    expected: { verdict: "created" },
    exitCode: 1,
    posts: 1,
  },
  {
    name: "a pool of another name",
    answer: json(200, ({ resource }) => ({ ...resource, name: "Somebody else's" })),
    expected: { verdict: "created" },
    exitCode: 1,
    posts: 1,
  },
  {
    name: "an id that another pool has",
    answer: json(200, ({ resource, earlierId }) => ({ ...resource, id: earlierId })),
    expected: { verdict: "quarantined", id: earlier },
    posts: 1,
  },
  {
    name: "an id that another pool has, in a body that is cut",
    answer: sayAndClose(({ resource, earlierId, ...scene }) => [
      ...jsonHead(200, 500),
      "",
      cutAfterId({ ...scene, earlierId, resource: { ...resource, id: earlierId } }),
    ]),
    command: false,
    expected: { verdict: "quarantined", id: earlier },
    posts: 1,
  },
  {
    name: "an id called __proto__ beside a member called so",
    answer: say(({ resource }) => {
      const rest = JSON.stringify({ ...resource, id: "__proto__" }).slice(1);
      const text = `{"__proto__":{"id":"x"},${rest}`;
      return [...jsonHead(200, text.length), "", text];
    }),
    expected: { verdict: "created", id: "__proto__" },
    posts: 1,
  },
];
