import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { parseManifest } from "../../src/manifest/parse.ts";
import { kinds } from "../../src/kinds/index.ts";
import { repositoryFolder } from "../support/repository.ts";
import { workOf } from "../support/work.ts";

/** Tests that a stranger's manifest costs only work in proportion to its length. */
const Linear = suite("the work for a manifest");

const { cases } = (await import(
  pathToFileURL(join(repositoryFolder, "bench", "manifest-cases.mjs")).href
)) as { cases: Readonly<Record<string, (count: number) => string>> };

function check(text: string): void {
  parseManifest(new TextEncoder().encode(text), "a", kinds);
}

// This call makes the objects that exist once, such as a regular expression: no case counts them.
for (const make of Object.values(cases)) check(make(4));

const count = 300;

/** The cases that cost more up to a limit far above this count; see the tests of these limits. */
const limited: ReadonlySet<string> = new Set([
  "references that nearly fit", // nearest.ts
  "environments and pools", // maximumLengthInEnvironments
  "variables of many environments",
]);

for (const [name, make] of Object.entries(cases).filter(([each]) => !limited.has(each)))
  Linear(`${name}: twice as many cost no more than twice as much`, () => {
    const [once, twice] = [count, 2 * count].map((each) => {
      const text = make(each);
      return { length: text.length, work: workOf(() => check(text)) };
    });
    const growth = twice!.work / once!.work / (twice!.length / once!.length);
    // Sorting costs a little more than in proportion.
    assert.ok(growth < 1.15, `${once!.work} and ${twice!.work}: ${growth.toFixed(2)}`);
  });

Linear.run();
