import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { ErrorCode } from "../../src/core/errors/codes.ts";
import { exitCode } from "../../src/core/errors/exit-code.ts";
import { repositoryFolder } from "../support/repository.ts";

const Errors = suite("docs/errors.md");

// The compiler checks that every code has a section. This line fails once codes are any text.
// @ts-expect-error -- no such code
const _unknown: ErrorCode = "no-such-code";
void _unknown;

const source = join(repositoryFolder, "src");
const apart = /^core\/errors\/codes\.ts$|^core\/plan\/stops\.ts$|\/generated\//;
const text = readdirSync(source, { recursive: true, encoding: "utf8" })
  .map((path) => path.replaceAll("\\", "/"))
  .filter((path) => path.endsWith(".ts") && !apart.test(path))
  .map((path) => readFileSync(join(source, path), "utf8"))
  .join("\n");

const document = readFileSync(join(repositoryFolder, "docs", "errors.md"), "utf8");
const headings = Array.from(document.matchAll(/^### (.+)$/gm), ([, heading = ""]) => heading);
const codes = headings.filter((heading) => !heading.includes(" "));

/** Returns the quoted texts of the sources, and those of the form `no-${noun}` with any noun. */
function written(): ReadonlySet<string> {
  const quoted = Array.from(text.matchAll(/"([a-z0-9-]+)"/g), ([, word = ""]) => word);
  const nouns = Array.from(text.matchAll(/\bnoun: "([a-z]+)"/g), ([, noun = ""]) => noun);
  const made = Array.from(text.matchAll(/`([a-z-]*)\$\{(?:\w+\.)?noun\}([a-z-]*)`/g)).flatMap(
    ([, start = "", end = ""]) => nouns.map((noun) => `${start}${noun}${end}`),
  );
  return new Set([...quoted, ...made]);
}

Errors("no section is left behind by a code that is gone", () => {
  const used = written();
  const unused = codes.filter((code) => !used.has(code));
  assert.equal(unused, [], "delete these sections of docs/errors.md, then: npm run generate");
});

Errors("each section stands once, in order, so that it is found", () => {
  assert.equal(
    headings.filter((heading, index) => headings.indexOf(heading) !== index),
    [],
  );
  assert.equal(codes, codes.toSorted());
});

Errors("each section tells its cause in sentences and what to do in whole ones", () => {
  const sections = document.split(/^### /m).slice(1);
  for (const section of sections) {
    const [heading = "", cause = "", remedy = "", ...more] = section
      .split(/^## /m)[0]!
      .trimEnd()
      .split("\n\n");
    assert.match(heading, /^((guard|action|stopped) )?[a-z0-9]+(-[a-z0-9]+)*$/);
    assert.match(cause, /^\S.*[^.]\.$/, `the cause of ${heading}`);
    assert.match(remedy, /^→ \S.*[^.]\.$/, `the remedy of ${heading}`);
    // The lines after it belong to the next part of the page.
    assert.ok(more.length === 0 || heading.startsWith("guard "), heading);
  }
});

Errors("every exit code stands in the table, and no other", () => {
  const rows = Array.from(document.matchAll(/^\| (\d+) +\| \S/gm), ([, code]) => Number(code));
  assert.equal(rows, Object.values(exitCode));
});

Errors.run();
