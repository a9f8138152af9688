import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { formatSavedPlan } from "../../src/store/saved-plan.ts";
import { withEmulator } from "../support/emulator.ts";
import {
  hostedManifest,
  project,
  projectHere,
  smallManifest,
  type Project,
} from "../support/project.ts";
import { hasRemote, withRemote } from "../support/remote.ts";

const SavedPlan = suite("a saved plan");

const lockfileName = "anon.lock.sandbox.emulator.json";

/** Saves a plan as saved.json. */
async function save(made: Project, ...flags: readonly string[]): Promise<void> {
  const ran = await made.run(["plan", "--out", "saved.json", ...flags]);
  assert.is(ran.code, 0, ran.stderr);
}

/** Applies saved.json, which apply must refuse as stale. Returns the reported cause. */
async function staleBecauseOf(
  made: Project,
  flags: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  const ran = await made.run(["apply", "saved.json", ...flags], env);
  assert.equal([ran.code, ran.stdout], [5, ""], ran.stderr);
  assert.match(ran.stderr, "Nothing was sent.");
  assert.match(
    ran.stderr,
    "help: Plan again, read it, and apply that: anon-sync plan --out saved.json",
  );
  return /Saved plan is stale: (.+) changed since\./.exec(ran.stderr)?.[1] ?? ran.stderr;
}

SavedPlan(
  "is shown as it was, applied without a question, and stale after that",
  withEmulator(async (emulator) => {
    const made = projectHere(smallManifest, { env: emulator.env });
    const planned = await made.run(["plan", "--out", "saved.json"]);
    assert.match(planned.stderr, "Saved the plan to saved.json.");
    assert.match(planned.stderr, "anon-sync apply saved.json");
    assert.is((await made.run(["show", "saved.json"])).stdout, planned.stdout);
    const ran = await made.run(["apply", "saved.json"]);
    assert.is(ran.code, 0, ran.stderr);
    assert.ok(ran.stdout.startsWith(planned.stdout), "what was shown is what is applied");
    assert.match(ran.stdout, "Apply complete! 3 created, 0 failed, 0 unsettled.");
    assert.is(await staleBecauseOf(made), "the lockfile, the organization");
    assert.is(await emulator.posts(), 3);
  }),
);

SavedPlan(
  "that was reviewed has no limit of 50 creates, and keeps one that is given",
  withEmulator(async (emulator) => {
    const pools = Array.from(
      { length: 51 },
      (_, index) => `  pool${index}: { name: Pool ${index}, description: Pool. }\n`,
    );
    const made = projectHere(`version: 1\nuserPools:\n${pools.join("")}`, { env: emulator.env });
    await save(made);
    assert.is((await made.run(["apply", "saved.json", "--max-creates", "50"])).code, 5);
    assert.is(await emulator.posts(), 0);
    assert.is((await made.run(["apply", "saved.json"])).code, 0);
    assert.is(await emulator.posts(), 51);
  }),
);

SavedPlan(
  "is stale where manifest or lockfile moved, and says which",
  withEmulator(async (emulator) => {
    const made = projectHere(smallManifest, { env: emulator.env });
    await made.applied();
    made.manifest(`${smallManifest}# a comment\n`);
    await save(made);
    made.manifest(`${smallManifest}# another comment\n`);
    assert.is(await staleBecauseOf(made), "the manifest");
    made.manifest(smallManifest.replace(/sdkClients:[^]*/, ""));
    await made.applied();
    assert.is(await staleBecauseOf(made), "the manifest, the lockfile");
    made.manifest(smallManifest);
    await made.applied();
    assert.is(await staleBecauseOf(made), "the manifest, the lockfile");
    assert.is(await emulator.posts(), 3);
  }),
);

SavedPlan(
  "is stale for another version of the tool, and at another emulator",
  withEmulator(async (emulator) => {
    const made = projectHere(smallManifest, { env: emulator.env });
    await save(made);
    const { pins } = JSON.parse(made.read("saved.json"));
    assert.is(pins.baseUrl, `emulator:${emulator.instanceId}`);
    const text = made.read("saved.json");
    const older = { ...JSON.parse(text), pins: { ...pins, toolVersion: "0.0.9" } };
    made.write("saved.json", new TextDecoder().decode(formatSavedPlan(older)));
    assert.is(await staleBecauseOf(made), "the version of anon-sync");
    made.write("saved.json", text);
    await emulator.reset();
    assert.is(await staleBecauseOf(made), "the base URL");
    assert.is(await emulator.posts(), 0);
  }),
);

SavedPlan(
  "of a job without the ledger gets its second look where the ledger is",
  withEmulator(async (emulator) => {
    const applies = projectHere(smallManifest, { env: emulator.env });
    await applies.applied();
    const edited = applies.read(lockfileName).replace('"userPools.staff"', '"userPools.crew"');
    const changed = smallManifest.replace("Employees.", "Crew.");
    const plans = projectHere(changed, { env: emulator.env });
    for (const made of [applies, plans]) {
      made.write(lockfileName, edited);
      made.manifest(changed);
    }
    await save(plans);
    applies.write("saved.json", plans.read("saved.json"));
    const ran = await applies.run(["apply", "saved.json"]);
    assert.equal([ran.code, ran.stdout], [5, ""], ran.stderr);
    assert.match(ran.stderr, "error[lockfile-contradicted]");
    assert.match(ran.stderr, "--not-renamed userPools.staff");
    assert.is(await emulator.posts(), 3);
  }),
);

SavedPlan(
  "with an address of an open attempt leaves it alone, like any other plan",
  withEmulator(
    async (emulator) => {
      const made = projectHere(smallManifest, { env: emulator.env });
      await made.run(["apply", "--auto-approve", "--parallelism", "1"]);
      assert.is((await made.run(["plan", "--out", "saved.json"])).code, 4);
      const ran = await made.run(["apply", "saved.json"]);
      assert.is(ran.code, 4);
      assert.match(ran.stdout, "Apply incomplete! 0 created, 0 failed, 1 unsettled, 1 blocked.");
      assert.is(await emulator.posts(), 2);
    },
    { faults: ["post:1:reset-after"] },
  ),
);

SavedPlan(
  "that was not applicable is shown and refused",
  withEmulator(async (emulator) => {
    const made = projectHere(smallManifest, { env: emulator.env });
    await made.applied();
    made.manifest(smallManifest.replace("Employees.", "Crew."));
    assert.is((await made.run(["plan", "--out", "saved.json"])).code, 5);
    const ran = await made.run(["apply", "saved.json"]);
    assert.equal([ran.code, await emulator.posts()], [5, 3]);
    assert.match(ran.stdout, "This plan cannot be applied");
  }),
);

/** The edits that people, merges and editors may make in the file. */
const edits: Readonly<Record<string, (document: any) => void>> = {
  "an address twice": ({ actions }) => actions.push(actions[0]),
  "another name": ({ actions }) => (actions[0].fields.name = "Else"),
  "no dependency": ({ actions }) => (actions[2].dependsOn = []),
  "another order": ({ actions }) => actions.unshift(actions.pop()),
  "a field less": ({ actions }) => delete actions[0].fields.name,
  "another generation": ({ actions }) => (actions[0].generation = 7),
  "other pins": ({ pins }) => (pins.lineage = "0b0e3f3c-6f0a-4d3b-9f53-2f6f0a1c9d11"),
  "another tool version": (document) => (document.pins.toolVersion = "9.9.9"),
  "no digest": (document) => delete document.digest,
};

SavedPlan(
  "that was edited is not applied: what is applied is what was shown",
  withEmulator(async (emulator) => {
    const made = projectHere(smallManifest, { env: emulator.env });
    await save(made);
    const text = made.read("saved.json");
    for (const [what, edit] of Object.entries(edits)) {
      const document = JSON.parse(text);
      edit(document);
      made.write("edited.json", JSON.stringify(document));
      const ran = await made.run(["apply", "edited.json"]);
      assert.equal([ran.code, ran.stdout], [5, ""], what);
      assert.match(ran.stderr, "error[plan-edited]: edited.json does not say any more what", what);
    }
    assert.is(await emulator.posts(), 0);
    made.write("saved.json", JSON.stringify(JSON.parse(text)));
    assert.is((await made.run(["apply", "saved.json"])).code, 0, "its layout does not matter");
  }),
);

SavedPlan("holds no key, is readable by its owner only, and replaces an older one", async () => {
  await withEmulator(async (emulator) => {
    const made = projectHere(
      `${smallManifest}  jobs: { name: Jobs, description: Jobs., kind: service }\n`,
      {
        env: emulator.env,
      },
    );
    await save(made);
    await save(made, "--not-renamed", "userPools.members");
    const text = made.read("saved.json");
    assert.not.ok(text.includes(emulator.apiKey));
    if (process.platform !== "win32")
      assert.is(statSync(join(made.folder, "saved.json")).mode & 0o777, 0o600);
    assert.equal(Object.keys(JSON.parse(text)).includes("pins"), true);
  })();
});

SavedPlan(
  "is a file that plan --out wrote, and nothing else",
  withEmulator(async (emulator) => {
    const made = projectHere(smallManifest, { env: emulator.env });
    await made.applied();
    const { stdout } = await made.run(["plan", "--json"]);
    made.write("printed.json", stdout);
    made.write("empty.json", "");
    made.write("cut.json", stdout.slice(0, 200));
    const files: Readonly<Record<string, string>> = {
      "printed.json": "plan-not-saved",
      "empty.json": "plan-damaged",
      "cut.json": "plan-damaged",
      [lockfileName]: "not-a-plan",
      "anon.config.yaml": "plan-damaged",
      "missing.json": "no-plan",
      ".": "plan-unreadable",
    };
    for (const [file, code] of Object.entries(files)) {
      const ran = await made.run(["apply", file]);
      assert.equal([ran.code, ran.stdout], [3, ""], `${file}: ${ran.stderr}`);
      assert.match(ran.stderr, `error[${code}]`);
    }
  }),
);

SavedPlan(
  "is never written over anything else, the lockfile least of all, and nothing is asked before",
  withEmulator(async (emulator) => {
    const made = projectHere(smallManifest, { env: emulator.env });
    await made.applied();
    const before = (await emulator.inventory()).requests;
    made.write("notes.json", '{"format":"notes"}');
    for (const file of [lockfileName, "anon.config.yaml", "notes.json"]) {
      const bytes = made.read(file);
      const ran = await made.run(["plan", "--out", file]);
      assert.equal([ran.code, ran.stdout], [5, ""], file);
      assert.match(ran.stderr, "error[not-overwritten]");
      assert.is(made.read(file), bytes);
    }
    assert.is((await made.run(["plan", "--out", "."])).code, 5, "nor over a folder");
    assert.equal((await emulator.inventory()).requests, before);
    made.write("empty.json", "");
    assert.is((await made.run(["plan", "--out", "empty.json"])).code, 0, "mktemp makes these");
  }),
);

SavedPlan("--out into a folder that is not there fails and says so", async () => {
  const ran = await projectHere().run(["plan", "--out", "not-there/saved.json"]);
  assert.is(ran.code, 1);
  assert.match(ran.stderr, "not-there");
  assert.not.match(ran.stderr, /\n {4}at /);
});

SavedPlan("is the same file for the same world", async () => {
  const made = projectHere();
  await save(made);
  const bytes = readFileSync(join(made.folder, "saved.json"));
  await save(made);
  assert.ok(bytes.equals(readFileSync(join(made.folder, "saved.json"))));
});

SavedPlan(
  "is stale where what it takes back, or refers to, is not in Anon any more",
  withEmulator(async (emulator) => {
    const made = projectHere(smallManifest, { env: emulator.env });
    await made.applied();
    const { id } = await emulator.named("Web app");
    const without = smallManifest.replace(/sdkClients:[^]*/, "");
    made.manifest(without);
    await made.applied();
    made.manifest(smallManifest);
    await save(made);
    await emulator.remove("sdkClients", id);
    const revived = await made.run(["apply", "saved.json"]);
    assert.is(revived.code, 5, revived.stdout);
    assert.match(
      revived.stderr,
      `sdkClients.web (id ${id}) is not there any more. Nothing was sent.`,
    );
    // The plan now creates the client, and refers to a pool that Anon does not have any more.
    await save(made);
    await emulator.remove("userPools", (await emulator.named("Members")).id);
    const created = await made.run(["apply", "saved.json"]);
    assert.is(created.code, 5, created.stdout);
    assert.match(created.stderr, "is not there any more");
    assert.is(await emulator.posts(), 3);
  }),
);

SavedPlan(
  "is stale where what it does without is there again",
  withEmulator(async (emulator) => {
    const made = projectHere(smallManifest, { env: emulator.env });
    await made.applied();
    const { id } = await emulator.named("Members");
    await emulator.fault(`get/${id}:every:status=404`);
    const flags = ["--recreate", "userPools.members"];
    const faulty = await made.run(["plan", "--out", "saved.json", ...flags]);
    assert.match(faulty.stdout, "Anon does not have this id any more", faulty.stderr);
    await emulator.clearFaults();
    const ran = await made.run(["apply", "saved.json"]);
    assert.is(ran.code, 5, ran.stdout);
    assert.match(ran.stderr, "is there again. Nothing was sent.");
    assert.is(await emulator.posts(), 3);
  }),
);

if (hasRemote)
  SavedPlan(
    "made before init is good after it, and not at another base URL",
    withRemote(async ({ env, url, emulator }) => {
      // A process learns the server's certificate only at its start.
      const made = project(hostedManifest, { env });
      await save(made);
      assert.is((await made.run(["apply", "saved.json"])).code, 5, "there is no lockfile yet");
      await made.run(["init"]);
      const elsewhere = { ANON_BASE_URL: url.replace("0.0.0.0", "remote.invalid") };
      const other = await made.run(["apply", "saved.json"], elsewhere);
      assert.is(other.code, 5);
      assert.match(other.stderr, "the API at https://0.0.0.0");
      assert.is((await made.run(["apply", "saved.json"])).code, 0);
      assert.is(await emulator.posts(), 3);
    }),
  );

SavedPlan.run();
