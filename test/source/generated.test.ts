import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { repositoryFolder } from "../support/repository.ts";

const Generated = suite("generated files");

Generated("schemas, validators and types are what the list of kinds makes of them", () => {
  const script = join(repositoryFolder, "scripts", "generate.mjs");
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, "--check"], {
    encoding: "utf8",
  });
  assert.is(status, 0, `${stdout}${stderr}`);
});

Generated.run();
