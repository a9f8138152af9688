import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { errorSubjects, type ErrorCode } from "../../src/core/errors/catalogue.ts";
import { guardEntries, obstacleEntries, stopEntries } from "../../src/core/plan/stops.ts";
import type { ErrorEntries } from "../../src/core/errors/entry.ts";
import { repositoryFolder } from "../support/repository.ts";

const Errors = suite("catalogue of errors");

// That every code has an entry is the compiler's business; this fails it once codes are any text.
// @ts-expect-error -- no such code
const _unknown: ErrorCode = "no-such-code";
void _unknown;

const source = join(repositoryFolder, "src");
const apart = /^(core\/errors|files\/generated)\//;
const text = readdirSync(source, { recursive: true, encoding: "utf8" })
  .map((path) => path.replaceAll("\\", "/"))
  .filter((path) => path.endsWith(".ts") && !apart.test(path))
  .map((path) => readFileSync(join(source, path), "utf8"))
  .join("\n");

const codes = errorSubjects.flatMap((subject) => Object.keys(subject));

/** The texts that the sources hold in quotes, and those made as `no-${noun}` with any noun. */
function written(): ReadonlySet<string> {
  const quoted = Array.from(text.matchAll(/"([a-z0-9-]+)"/g), ([, word = ""]) => word);
  const nouns = Array.from(text.matchAll(/\bnoun: "([a-z]+)"/g), ([, noun = ""]) => noun);
  const made = Array.from(text.matchAll(/`([a-z-]*)\$\{(?:\w+\.)?noun\}([a-z-]*)`/g)).flatMap(
    ([, start = "", end = ""]) => nouns.map((noun) => `${start}${noun}${end}`),
  );
  return new Set([...quoted, ...made]);
}

Errors("no entry is left behind by a code that is gone: docs/errors.md would tell of it", () => {
  const used = written();
  const unused = codes.filter((code) => !used.has(code));
  assert.equal(unused, [], "delete these from src/core/errors/, then: npm run generate");
});

Errors("a code stands under one subject, or one of its two texts would be lost", () => {
  assert.equal(
    codes.filter((code, index) => codes.indexOf(code) !== index),
    [],
  );
});

Errors("every entry tells its cause in a sentence and what to do in whole ones", () => {
  const all: readonly ErrorEntries[] = [
    ...errorSubjects,
    guardEntries,
    obstacleEntries,
    stopEntries,
  ];
  for (const [code, { cause, remedy }] of all.flatMap((entries) => Object.entries(entries))) {
    assert.match(code, /^[a-z0-9]+(-[a-z0-9]+)*$/);
    assert.match(cause, /^\S.*[^.]\.$/, `the cause of ${code}`);
    assert.match(remedy, /^\S.*[^.]\.$/, `the remedy of ${code}`);
  }
});

Errors.run();
