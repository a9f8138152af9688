import { readFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { withEmulator } from "../support/emulator.ts";
import { hostedManifest, projectHere } from "../support/project.ts";
import { repositoryFolder } from "../support/repository.ts";

/** Tests of the promises in docs/errors.md to users who match on codes. */
const Refusals = suite("where the code of an error is, with --json");

const page = readFileSync(join(repositoryFolder, "docs/errors.md"), "utf8");
const introduction = page.slice(0, page.indexOf("## ")).replaceAll(/\s+/g, " ");

Refusals(
  "on stderr, with nothing on stdout, where a command refuses",
  withEmulator(async (emulator) => {
    assert.match(
      introduction,
      "says why on stderr with `--json` too, and may print nothing on stdout",
    );
    const made = projectHere(hostedManifest, { env: emulator.env });
    for (const [words, code] of [
      [["apply", "--json", "--max-creates", "1", "--auto-approve"], "too-many-creates"],
      [["plan", "--json", "-e", "nope"], "unknown-environment"],
    ] as const) {
      const { stdout, stderr } = await made.run(words);
      assert.is(stdout, "");
      assert.match(stderr, `error[${code}]: `);
    }
  }),
);

Refusals("in the diagnostics of validate and in the warnings of a plan", async () => {
  assert.match(
    introduction,
    "the `diagnostics` of `validate --json`, and the `warnings` of a plan",
  );
  const made = projectHere("version: 2\n");
  const { diagnostics } = JSON.parse((await made.run(["validate", "--json"])).stdout);
  assert.is(diagnostics[0].code, "unsupported-version");
});

Refusals.run();
