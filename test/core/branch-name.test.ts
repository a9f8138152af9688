import { spawnSync } from "node:child_process";
import { fc } from "../support/properties.ts";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { parseBranchName } from "../../src/core/names/branch-name.ts";

/** Tests of branch names: they come from a flag or a variable of the CI, and become a refspec. */
const Branches = suite("names of branches");

const signs = [
  "a",
  "b",
  "c",
  "d",
  "e",
  "-",
  ".",
  "/",
  "..",
  "@{",
  "~",
  ":",
  "*",
  "\\",
  " ",
  ".lock",
  "@",
  "\t",
];

Branches("that are taken are names that git takes, too", () => {
  let taken = 0;
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...signs), maxLength: 4 }), (text) => {
      if (parseBranchName(text) === undefined) return;
      taken += 1;
      const { status } = spawnSync("git", ["check-ref-format", "--branch", text]);
      assert.is(status, 0, JSON.stringify(text));
    }),
    { numRuns: 300 },
  );
  assert.ok(taken > 10, `only ${taken} were taken`);
});

Branches("that would be more than one ref, another one or a flag are none", () => {
  for (const text of ["main", "anon-sync/lockfile", "release/1.2", "fix-ü", "feature/#12"])
    assert.is(parseBranchName(text), text);
  for (const text of [
    "x:refs/heads/main",
    "../tags/v1",
    "refs/../main",
    "--force",
    "*",
    "a b",
    "a\nb",
    "HEAD",
    "@",
    "a.lock",
    "a/",
    "/a",
    "a//b",
    ".a",
    "a/.b",
    "a@{1}",
    "",
    "x".repeat(245),
  ])
    assert.is(parseBranchName(text), undefined, text);
});

Branches.run();
