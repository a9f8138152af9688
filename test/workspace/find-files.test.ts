import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { findFiles } from "../../src/workspace/find-files.ts";
import { disk } from "../../src/system/disk.ts";
import { SimulatedDisk } from "../support/simulated-disk.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const Find = suite("files that a pattern matches");

const files = [
  "anon.config.yaml",
  "orgs/acme/anon.config.yaml",
  "orgs/acme/other.yaml",
  "orgs/acme-labs/anon.config.yaml",
  "orgs/eu/globex/anon.config.yaml",
  "orgs/.hidden/anon.config.yaml",
  "orgs/node_modules/anon.config.yaml",
  "orgs/x/node_modules/y/anon.config.yaml",
  "orgs/x/.git/anon.config.yaml",
  "orgs/[a]+(b)/anon.config.yaml",
];

const cases: readonly (readonly [pattern: string, expected: readonly string[], why: string])[] = [
  [
    "orgs/*/anon.config.yaml",
    ["orgs/[a]+(b)/", "orgs/acme/", "orgs/acme-labs/"],
    "a star is one name",
  ],
  ["orgs/acme*/anon.config.yaml", ["orgs/acme/", "orgs/acme-labs/"], "or a part of one"],
  ["orgs/a*e/anon.config.yaml", ["orgs/acme/"], "in its middle"],
  ["orgs/[a]+*/anon.config.yaml", ["orgs/[a]+(b)/"], "nothing else is special"],
  [
    "orgs/**/anon.config.yaml",
    ["orgs/[a]+(b)/", "orgs/acme/", "orgs/acme-labs/", "orgs/eu/globex/"],
    "two stars are folders",
  ],
  ["**/globex/anon.config.yaml", ["orgs/eu/globex/"], "from the top, too"],
  ["**/*/globex/**/anon.config.yaml", ["orgs/eu/globex/"], "or no folder"],
  ["orgs/.*/anon.config.yaml", ["orgs/.hidden/"], "a dot that is written is meant"],
  ["orgs/node_modules/*.yaml", [], "never in what was installed"],
  ["orgs/*/*/node_modules/**", [], "nor a folder"],
];

const expectedFiles = (folders: readonly string[]) =>
  folders.map((folder) => `${folder}anon.config.yaml`);

Find("are those of the folders that its stars stand for, in the order of their paths", async () => {
  const folder = temporaryFolder();
  const simulated = new SimulatedDisk();
  for (const file of files) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), "");
    simulated.place(join("/project", file), new Uint8Array());
  }
  for (const [pattern, folders, why] of cases)
    for (const found of [
      await findFiles(disk, folder, pattern),
      await findFiles(simulated, "/project", pattern),
    ])
      assert.equal(
        found.files.map(({ path }) => path),
        expectedFiles(folders),
        `${pattern}: ${why}`,
      );
});

Find("say which folders the stars left open", async () => {
  const simulated = new SimulatedDisk();
  for (const file of files) simulated.place(join("/project", file), new Uint8Array());
  const open = async (pattern: string) =>
    (await findFiles(simulated, "/project", pattern)).files.map((file) => file.open.join("+"));
  assert.equal(await open("orgs/*/anon.config.yaml"), ["[a]+(b)", "acme", "acme-labs"]);
  assert.equal(await open("orgs/eu/*/anon.config.yaml"), ["globex"]);
  assert.equal(await open("**/globex/*.yaml"), ["orgs+eu"], "the file's own name is none");
});

Find("follow no symlink, which may lead anywhere, and say which they left out", async () => {
  const folder = temporaryFolder();
  const outside = temporaryFolder();
  mkdirSync(join(folder, "orgs/acme"), { recursive: true });
  mkdirSync(join(outside, "deep"));
  for (const path of ["", "deep"]) writeFileSync(join(outside, path, "anon.config.yaml"), "");
  symlinkSync(outside, join(folder, "orgs/planted"));
  symlinkSync(join(outside, "anon.config.yaml"), join(folder, "orgs/acme/anon.config.yaml"));
  const found = await findFiles(disk, folder, "orgs/*/anon.config.yaml");
  assert.equal(found, { files: [], symlinks: ["orgs/acme/anon.config.yaml", "orgs/planted"] });
  const deep = await findFiles(disk, folder, "**/anon.config.yaml");
  assert.equal(deep, { files: [], symlinks: ["orgs/acme/anon.config.yaml"] });
});

Find.run();
