import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { brokenLinks } from "../support/links.ts";
import { repositoryFolder } from "../support/repository.ts";

const Links = suite("links");

const patterns = ["*.md", "src/*.ts", "test/*.ts", "scripts/*.mjs", "bench/*.mjs"];
const files = execFileSync("git", ["ls-files", "-z", "--", ...patterns], {
  cwd: repositoryFolder,
  encoding: "utf8",
})
  .split("\0")
  // We skip a plan in Markdown, because it is printed text.
  .filter((file) => file !== "" && file !== "examples/plan.md" && !file.startsWith("test/story/"));

/** These files contain links that a test must find broken. */
const planted = ["test/source/links.test.ts", "test/support/links.ts"];

Links("every link of a document and of a comment leads to a file and an anchor that exist", () => {
  assert.ok(files.length > 500, "the files were found");
  const broken = files
    .filter((file) => !planted.includes(file))
    .flatMap((file) =>
      brokenLinks(repositoryFolder, file, readFileSync(join(repositoryFolder, file), "utf8")),
    );
  assert.equal(broken, []);
});

Links("a link that leads nowhere is found", () => {
  const bad: readonly (readonly [string, string])[] = [
    ["README.md", "[gone](docs/gone.md)"],
    ["README.md", "[no such heading](docs/design.md#gone)"],
    ["docs/state.md", "[from the root, and not from here](docs/design.md)"],
    ["docs/state.md", "# One\n\n[here](#two)"],
    ["src/a.ts", "/** As docs/gone.md says. */"],
    ["src/a.ts", "// docs/design.md#gone"],
    ["scripts/a.mjs", "// GONE.md"],
  ];
  for (const [file, text] of bad)
    assert.is(brokenLinks(repositoryFolder, file, text).length, 1, `${file}: ${text}`);
});

Links("a link that leads somewhere is left alone, and so is code", () => {
  const good: readonly (readonly [string, string])[] = [
    ["docs/state.md", "[up](../README.md), [beside](design.md#5-plan), <https://example.com/a.md>"],
    ["README.md", "[a folder](docs/decisions), [the web](https://example.com/gone.md)"],
    ["README.md", "```\n[gone](gone.md)\n```"],
    ["src/a.ts", "// docs/design.md#6-apply-one-create, step 1; ARCHITECTURE.md"],
  ];
  for (const [file, text] of good)
    assert.equal(brokenLinks(repositoryFolder, file, text), [], `${file}: ${text}`);
});

Links.run();
