import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { runCli } from "../support/cli.ts";
import { repositoryFolder } from "../support/repository.ts";

const Schema = suite("schema");

const folder = join(repositoryFolder, "schemas");
const names = readdirSync(folder).map((file) => file.replace(/\.schema\.json$/, ""));

Schema("each public schema is printed exactly as its file in schemas/ has it", async () => {
  assert.equal(names.toSorted(), ["lockfile", "manifest", "plan"]);
  for (const name of names) {
    const { code, stdout, stderr } = await runCli(["schema", name]);
    assert.equal([code, stderr], [0, ""]);
    assert.is(stdout, readFileSync(join(folder, `${name}.schema.json`), "utf8"));
  }
});

Schema("a name that there is not is answered with those there are", async () => {
  const { code, stdout, stderr } = await runCli(["schema", "manifst"]);
  assert.equal([code, stdout], [3, ""]);
  assert.match(stderr, "error[unknown-schema]");
  for (const name of names) assert.match(stderr, name);
});

Schema.run();
