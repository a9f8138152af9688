import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { Failure } from "../../src/core/problem.ts";
import { formatSavedPlan, parseSavedPlan } from "../../src/files/saved-plan.ts";
import { runCliHere } from "../support/run-here.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const Show = suite("show");

/** A folder in which init and `plan --out saved.json` ran; no API is needed for that. */
async function planned(): Promise<{ cwd: string; stdout: string; file: string }> {
  const cwd = temporaryFolder();
  await runCliHere(["init"], { cwd });
  const { code, stdout, stderr } = await runCliHere(["plan", "--out", "saved.json"], { cwd });
  assert.is(code, 0, stderr);
  return { cwd, stdout, file: join(cwd, "saved.json") };
}

Show(
  "a saved plan is printed as plan printed it, from any folder and without a manifest",
  async () => {
    const { stdout, file } = await planned();
    assert.equal(await runCliHere(["show", file]), { code: 0, stdout, stderr: "" });
  },
);

Show(
  "--json prints the document, pins and all, and writing it again gives the same file",
  async () => {
    const { file } = await planned();
    const { stdout } = await runCliHere(["show", file, "--json"]);
    const bytes = readFileSync(file);
    assert.equal(JSON.parse(stdout), JSON.parse(bytes.toString()));
    assert.ok("pins" in JSON.parse(stdout));
    assert.ok(bytes.equals(formatSavedPlan(parseSavedPlan(bytes, file))));
  },
);

Show("what `plan --json` printed can be shown too", async () => {
  const { cwd, stdout } = await planned();
  const { stdout: json } = await runCliHere(["plan", "--json"], { cwd });
  writeFileSync(join(cwd, "printed.json"), json);
  assert.is((await runCliHere(["show", "printed.json"], { cwd })).stdout, stdout);
});

Show(
  "a plan that was edited by hand cannot call itself applicable, or hide what it would do",
  async () => {
    const { cwd, stdout, file } = await planned();
    const document = JSON.parse(readFileSync(file, "utf8"));
    document.summary.create = 0;
    document.changes = false;
    writeFileSync(file, JSON.stringify(document));
    assert.is((await runCliHere(["show", file], { cwd })).stdout, stdout);
  },
);

const damages: readonly (readonly [string, (text: string) => string, string])[] = [
  ["cut off", (text) => text.slice(0, 100), "plan-damaged"],
  ["empty", () => "", "plan-damaged"],
  ["another kind of file", () => "{}", "not-a-plan"],
  ["a list", () => "[]", "not-a-plan"],
  [
    "of a newer format",
    (text) => text.replace('"formatVersion": 1', '"formatVersion": 2'),
    "plan-version",
  ],
  [
    "with a key twice",
    (text) => text.replace('"changes"', '"format": 1,\n  "changes"'),
    "plan-damaged",
  ],
  [
    "with an unknown key",
    (text) => text.replace('"changes"', '"hidden": 1,\n  "changes"'),
    "plan-damaged",
  ],
  ["with an unknown action", (text) => text.replace('"create",', '"delete",'), "plan-damaged"],
];

Show("a file that is not exactly a plan is refused as a mistake of the user's", async () => {
  const { file } = await planned();
  const text = readFileSync(file, "utf8");
  for (const [what, damage, code] of damages) {
    assert.is.not(damage(text), text, what);
    try {
      parseSavedPlan(Buffer.from(damage(text)), file);
      assert.unreachable(what);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      assert.equal([error.exitCode, error.problems[0]?.code], [3, code], what);
      assert.match(error.problems[0]?.next ?? "", /anon-sync/);
    }
  }
});

Show("a plan that is not there, or not a file, says how to save one", async () => {
  const cwd = temporaryFolder();
  const missing = await runCliHere(["show", "saved.json"], { cwd });
  assert.equal([missing.code, missing.stderr.includes("anon-sync plan --out FILE")], [3, true]);
  assert.match((await runCliHere(["show", "."], { cwd })).stderr, "error[plan-unreadable]");
});

Show.run();
