import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { Failure } from "../../src/core/errors/problem.ts";
import { formatSavedPlan, parseSavedPlan } from "../../src/store/saved-plan.ts";
import { runCliHere } from "../support/run-here.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const Show = suite("show");

/** Returns a folder after init and `plan --out saved.json`, which need no API. */
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

/** The edits that people, merges and strangers may make in a plan. */
const edits: Readonly<Record<string, (document: any) => void>> = {
  "the name of what is created": ({ actions }) => (actions[0].fields.name = "Else"),
  "one action less": ({ actions }) => actions.pop(),
  "another environment": ({ environment }) => (environment.name = "production"),
  "another target": ({ environment }) => (environment.target = "production"),
  "another built-in base URL": ({ environment }) =>
    (environment.targetUrl = "https://svc.prod.anon.com"),
  "an organization": ({ environment }) => (environment.organizationId = "org-2"),
  "an organization that is sent": ({ environment }) => (environment.sentOrganizationId = "org-2"),
  "a lineage": ({ environment }) => (environment.lineage = "0b0e3f3c-6f0a-4d3b-9f53-2f6f0a1c9d11"),
  "a state on a remote": ({ environment }) => (environment.state = { state: "git" }),
  "a place of a secret": ({ actions }) => (actions[0].secretSink = "file:public"),
  "the id that is referred to": ({ actions }) =>
    (actions[0].references = { "userPools.members": "another-id" }),
  "drift that is hidden": ({ actions }) => (actions[0].ignoreDrift = ["description"]),
  "a guard": ({ guards }) => guards.push({ guard: "nothing-found", ids: 1 }),
  "the digest": (document) =>
    (document.planDigest = document.planDigest.replace(/.$/, (last: string) =>
      last === "0" ? "1" : "0",
    )),
  "no digest": (document) => delete document.planDigest,
};

/** The seal of a saved plan covers the rest of the document as well. */
const sealedEdits: typeof edits = {
  ...edits,
  "a count": ({ summary }) => (summary.create = 0),
  "another base URL": ({ environment }) => (environment.baseUrl = "https://svc.prod.anon.com"),
  "another lockfile": (document) => (document.lockfile = "anon.lock.production.json"),
  "the pins": ({ pins }) => (pins.manifest = "0".repeat(64)),
  "no seal": (document) => delete document.digest,
};

for (const [how, made, named] of [
  ["saved", sealedEdits, "saved.json"],
  ["printed", edits, "printed.json"],
] as const)
  Show(`a ${how} plan that was edited is not shown, as text or as JSON`, async () => {
    const { cwd } = await planned();
    const { stdout } = await runCliHere(["plan", "--json"], { cwd });
    writeFileSync(join(cwd, "printed.json"), stdout);
    const text = readFileSync(join(cwd, named), "utf8");
    assert.is((await runCliHere(["show", named], { cwd })).code, 0);
    for (const [what, edit] of Object.entries(made)) {
      const document = JSON.parse(text);
      edit(document);
      writeFileSync(join(cwd, "edited.json"), JSON.stringify(document));
      for (const flags of [[], ["--json"]]) {
        const ran = await runCliHere(["show", "edited.json", ...flags], { cwd });
        assert.equal([ran.code, ran.stdout], [5, ""], `${what}: ${ran.stderr}`);
        assert.match(ran.stderr, "error[plan-edited]: edited.json does not say any more", what);
      }
    }
  });

Show("a saved plan that shows another environment than it is pinned to is not shown", async () => {
  const { cwd, file } = await planned();
  const document = JSON.parse(readFileSync(file, "utf8"));
  // A careful editor may seal the plan anew: `show` still shows exactly the actions of an apply.
  for (const pin of [
    { baseUrl: "https://svc.prod.anon.com" },
    { environment: "production" },
    { organizationId: "org-2" },
  ]) {
    const pins = { ...document.pins, ...pin };
    writeFileSync(join(cwd, "edited.json"), formatSavedPlan({ ...document, pins }));
    const ran = await runCliHere(["show", "edited.json"], { cwd });
    assert.equal([ran.code, ran.stdout], [5, ""], ran.stderr);
  }
});

Show("a plan with a digest of another version is refused with its reason", async () => {
  const { cwd, file } = await planned();
  const document = JSON.parse(readFileSync(file, "utf8"));
  for (const planDigest of ["0".repeat(64), `v1:${"0".repeat(64)}`]) {
    writeFileSync(join(cwd, "old.json"), formatSavedPlan({ ...document, planDigest }));
    const ran = await runCliHere(["show", "old.json"], { cwd });
    assert.equal([ran.code, ran.stdout], [3, ""], ran.stderr);
    assert.match(ran.stderr, "error[plan-version]: The digest of the plan old.json was made by");
  }
});

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
