import { suite } from "uvu";
import * as assert from "uvu/assert";
import { withEmulator, type TestEmulator } from "../support/emulator.ts";
import { projectHere, smallManifest, type Project } from "../support/project.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const Life = suite("change, drift and removal of what exists");

const changed = smallManifest.replace("People who sign in.", "Everybody who signs in.");

async function applied(emulator: TestEmulator): Promise<Project> {
  const made = projectHere(smallManifest, { env: emulator.env });
  await made.applied();
  return made;
}

function ids(made: Project): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(made.lockfile().resources).map(([address, { id }]) => [address, id]),
  );
}

Life(
  "a changed pool is replaced with its client once that is agreed to, and the old ids retire",
  withEmulator(async (emulator) => {
    const made = await applied(emulator);
    const before = ids(made);
    made.manifest(changed);
    const refused = await made.run(["plan"]);
    assert.is(refused.code, 5);
    assert.match(refused.stdout, "anon-sync plan --replace userPools.members\n");
    assert.match(refused.stdout, "What refers to it follows: sdkClients.web.");
    const planned = await made.run(["plan", "--replace", "userPools.members"]);
    assert.is(planned.code, 0, planned.stderr);
    assert.match(planned.stdout, "* UserPool userPools.members\n");
    assert.match(planned.stdout, "You asked for userPools.members to be replaced.");
    assert.match(planned.stdout, "It refers to userPools.members, which is replaced");
    assert.match(planned.stdout, "Users of the old pool must link their accounts again.");
    assert.match(planned.stdout, "The new id (and a service's new secret) must reach");
    assert.match(planned.stdout, "Plan: 0 to create, 2 to replace, 0 to retire, 1 unchanged.");
    await made.apply("--replace", "userPools.members");
    const after = ids(made);
    assert.is(after["userPools.staff"], before["userPools.staff"]);
    for (const address of ["userPools.members", "sdkClients.web"]) {
      assert.is.not(after[address], before[address]);
      const retired = made.lockfile().retired[before[address] ?? ""];
      assert.equal([retired?.["reason"], retired?.["address"]], ["replaced", address]);
    }
    const web = await emulator.inventory();
    const auth = web.resources.sdkClients.find(({ id }) => id === after["sdkClients.web"])?.[
      "auth"
    ];
    assert.is((auth as { userPoolId: string }).userPoolId, after["userPools.members"]);
    assert.is((await made.run(["plan", "--detailed-exitcode"])).code, 0);
    assert.is(await emulator.posts(), 5);
  }),
);

Life(
  "a replacement that did not get to its end is finished by any later apply, without the flag",
  withEmulator(
    async (emulator) => {
      const made = await applied(emulator);
      made.manifest(changed);
      const broken = await made.run(["apply", "--auto-approve", "--replace", "userPools.members"]);
      assert.is(broken.code, 1, broken.stderr);
      const held = made.lockfile().resources;
      assert.is(held["userPools.members"]?.["replacing"], undefined, "the pool is done");
      assert.match(String(held["sdkClients.web"]?.["replacing"]), /^changed:/);
      const planned = await made.run(["plan"]);
      assert.match(planned.stdout, "An earlier run was to replace it");
      await made.apply();
      assert.is((await made.run(["plan", "--detailed-exitcode"])).code, 0);
      assert.is(await emulator.posts(), 6);
    },
    { faults: ["post/sdkClient:2:refuse"] },
  ),
);

Life(
  "a change that is taken back takes the consent to replace back, a bare --replace does not",
  withEmulator(
    async (emulator) => {
      const made = await applied(emulator);
      made.manifest(changed);
      const replace = ["apply", "--auto-approve", "--replace", "userPools.members"];
      assert.is((await made.run(replace)).code, 1);
      // No person agreed to another change.
      made.manifest(changed.replace("name: Members", "name: Crew"));
      assert.is((await made.run(["plan"])).code, 5);
      made.manifest(smallManifest);
      assert.match((await made.run(["plan"])).stdout, "No longer to be replaced");
      await made.apply();
      assert.is((await made.run(["plan", "--detailed-exitcode"])).code, 0);
      // No person agreed to this change.
      made.manifest(changed);
      assert.is((await made.run(["plan"])).code, 5);
      made.manifest(smallManifest);
      assert.is((await made.run(replace)).code, 1, "refused once more");
      assert.match((await made.run(["plan"])).stdout, "* UserPool userPools.members\n");
    },
    { faults: ["post/userPool:3:refuse", "post/userPool:4:refuse"] },
  ),
);

Life(
  "what is protected is neither replaced nor retired, also when its block or that word is gone",
  withEmulator(async (emulator) => {
    const made = await applied(emulator);
    const safe = smallManifest.replace(
      "    name: Members\n",
      "    name: Members\n    protect: true\n",
    );
    made.manifest(safe);
    assert.match((await made.run(["plan"])).stdout, "Protected from now on: userPools.members.");
    await made.apply();
    assert.is(made.lockfile().resources["userPools.members"]?.["protected"], true);
    made.manifest(changed);
    const flagged = await made.run(["plan", "--replace", "userPools.members"]);
    assert.is(flagged.code, 5);
    assert.match(flagged.stdout, "It is protected, and so it is not replaced.");
    made.manifest("version: 1\n");
    const gone = await made.run(["apply", "--auto-approve"]);
    assert.is(gone.code, 5);
    assert.match(gone.stdout, "It left the manifest, and it is protected: it does not retire.");
    assert.is(Object.keys(made.lockfile().retired).length, 0);
    made.manifest(safe.replace("protect: true", "protect: false"));
    await made.apply();
    made.manifest("version: 1\n");
    await made.apply();
    assert.is(Object.keys(made.lockfile().retired).length, 3);
    assert.is(await emulator.posts(), 3);
  }),
);

Life(
  "a client that is protected keeps its pool from being replaced, and nothing is sent",
  withEmulator(async (emulator) => {
    const made = await applied(emulator);
    const safe = changed.replace("    name: Web app\n", "    name: Web app\n    protect: true\n");
    made.manifest(safe);
    const ran = await made.run(["apply", "--auto-approve", "--replace", "userPools.members"]);
    assert.is(ran.code, 5);
    assert.match(ran.stdout, "! SdkClient sdkClients.web");
    assert.is(await emulator.posts(), 3);
  }),
);

Life(
  "what is gone from Anon is created again only where that is said, and its client follows",
  withEmulator(async (emulator) => {
    const made = await applied(emulator);
    const before = ids(made);
    await emulator.remove("userPools", before["userPools.members"] ?? "");
    assert.is((await made.run(["plan"])).code, 5);
    const planned = await made.run(["plan", "--recreate", "userPools.members"]);
    assert.is(planned.code, 0, planned.stdout);
    await made.apply("--recreate", "userPools.members");
    assert.is(made.lockfile().retired[before["userPools.members"] ?? ""]?.["reason"], "replaced");
    assert.is((await made.run(["plan", "--detailed-exitcode"])).code, 0);
    assert.is(await emulator.posts(), 5);
  }),
);

Life(
  "where nothing is found at all, each id has to be named before anything is created again",
  withEmulator(async (emulator) => {
    const made = await applied(emulator);
    for (const [address, id] of Object.entries(ids(made)))
      await emulator.remove(address.split(".")[0] ?? "", id);
    const some = await made.run(["plan", "--recreate", "userPools.members"]);
    assert.is(some.code, 5, "staff is not named");
    const pools = ["userPools.members", "userPools.staff"].flatMap((one) => ["--recreate", one]);
    assert.is((await made.run(["plan", ...pools])).code, 5, "nor is what would follow");
    assert.is((await made.run(["plan", "--replace", "userPools.members"])).code, 5);
    const all = [...pools, "--recreate", "sdkClients.web"];
    await made.apply(...all);
    assert.is(Object.keys(made.lockfile().resources).length, 3);
    assert.is(await emulator.posts(), 6);
  }),
);

Life(
  "what refers to a replaced pool cannot be left out: it would go on using what retires",
  withEmulator(async (emulator) => {
    const made = await applied(emulator);
    const flags = ["--replace", "userPools.members", "--exclude", "sdkClients.web"];
    const ran = await made.run(["apply", "--auto-approve", ...flags]);
    assert.is(ran.code, 5);
    assert.match(ran.stdout, "sdkClients.web refers to userPools.members, which is replaced");
    assert.match(ran.stdout, "--exclude userPools.members");
    assert.is(await emulator.posts(), 3);
  }),
);

Life(
  "an old pool is not called removable while a client that could not follow still uses it",
  withEmulator(
    async (emulator) => {
      const made = await applied(emulator);
      made.manifest(changed);
      const ran = await made.run(["apply", "--auto-approve", "--replace", "userPools.members"]);
      assert.is(ran.code, 1);
      assert.match(ran.stderr, "sdkClients.web still uses it: do not remove it yet");
      assert.match((await made.run(["status"])).stdout, "replaced; still used by sdkClients.web");
      const finished = await made.apply();
      assert.match(finished.stderr, "which retired: remove it in Anon's console");
      assert.not.match((await made.run(["status"])).stdout, "still used by");
    },
    { faults: ["post/sdkClient:2:refuse"] },
  ),
);

Life(
  "what is protected and gone can be created again, or let go, and plan says how",
  withEmulator(async (emulator) => {
    const safe = smallManifest.replace(
      "    name: Web app\n",
      "    name: Web app\n    protect: true\n",
    );
    const made = projectHere(safe, { env: emulator.env });
    await made.applied();
    const { id } = await emulator.named("Web app");
    await emulator.remove("sdkClients", id);
    const planned = await made.run(["plan"]);
    assert.is(planned.code, 5);
    assert.match(planned.stdout, "(it is protected: say `protect: false` in its block, too):");
    const flags = ["--recreate", "sdkClients.web"];
    assert.is((await made.run(["plan", ...flags])).code, 5);
    made.manifest(safe.replace("protect: true", "protect: false"));
    const refused = await made.run(["plan"]);
    assert.is(refused.code, 5);
    assert.not.match(refused.stdout, "Not protected any more", "nothing is applied");
    assert.is((await made.run(["plan", ...flags])).code, 0);
    // There is no resource to protect any more.
    made.manifest(smallManifest.replace(/sdkClients:[^]*/, ""));
    const gone = await made.run(["apply", "--auto-approve"]);
    assert.is(gone.code, 0, gone.stdout);
    assert.match(gone.stdout, "It is protected, but Anon does not have it any more.");
    assert.is(made.lockfile().retired[id]?.["reason"], "removed");
    assert.is(await emulator.posts(), 3);
  }),
);

Life(
  "a renamed address is not narrowed to, or replaced, under its old name",
  withEmulator(async (emulator) => {
    const made = await applied(emulator);
    made.manifest(
      `${smallManifest.replaceAll("members", "people")}moved:\n  - { from: userPools.members, to: userPools.people }\n`,
    );
    for (const flag of ["--target", "--exclude", "--replace", "--recreate"]) {
      const ran = await made.run(["plan", flag, "userPools.members"]);
      assert.is(ran.code, 3, flag);
      assert.match(ran.stderr, `help: ${flag} userPools.people`);
    }
    assert.is((await made.run(["plan", "--target", "userPools.people"])).code, 0);
  }),
);

Life(
  "what was left out is not called unchanged",
  withEmulator(async (emulator) => {
    const made = await applied(emulator);
    const { id } = await emulator.named("Staff");
    await emulator.remove("userPools", id);
    const some = await made.run(["plan", "--exclude", "userPools.staff"]);
    assert.match(some.stdout, "No changes. But for what was left out, Anon has everything");
    const none = await made.run([
      "plan",
      "--target",
      "userPools.staff",
      "--exclude",
      "userPools.staff",
    ]);
    assert.match(none.stdout, "No changes. Nothing is left to look at.");
  }),
);

Life(
  "drift of ignored fields is not told, and --refresh-only tells of drift and nothing else",
  withEmulator(async (emulator) => {
    const made = await applied(emulator);
    const staff = await emulator.named("Staff");
    await emulator.edit("userPools", staff.id, { description: "Crew." });
    made.manifest(
      smallManifest.replace("  staff:\n", "  new: { name: New, description: x }\n  staff:\n"),
    );
    const only = await made.run(["plan", "--refresh-only", "--detailed-exitcode"]);
    assert.is(only.code, 2);
    assert.match(only.stdout, '"Employees." -> "Crew."');
    assert.not.match(only.stdout, "userPools.new");
    assert.match(only.stdout, "Drift: 1 drifted, 0 missing, 0 unreadable, 2 as the lockfile says.");
    made.manifest(
      smallManifest.replace(
        "    name: Staff\n",
        "    name: Staff\n    ignoreDrift: [description]\n",
      ),
    );
    const quiet = await made.run(["plan", "--refresh-only", "--detailed-exitcode"]);
    assert.is(quiet.code, 0, quiet.stdout);
    assert.is((await made.run(["plan", "--detailed-exitcode"])).code, 0);
  }),
);

Life("without a refresh a plan needs neither key nor network, and says so", async () => {
  let lockfile = "";
  await withEmulator(async (emulator) => {
    const made = await applied(emulator);
    lockfile = made.read("anon.lock.sandbox.emulator.json");
  })();
  const made = projectHere(changed, { env: { ANON_BASE_URL: "http://127.0.0.1:9" } });
  made.write("anon.lock.sandbox.emulator.json", lockfile);
  const ran = await made.run(["plan", "--refresh=false"]);
  assert.is(ran.code, 5, ran.stderr);
  assert.match(ran.stdout, /^Offline, as --refresh=false asks for\. Made from manifest/);
  assert.match(ran.stdout, "2 unchecked");
  const saved = await made.run(["plan", "--refresh=false", "--out", "x.plan"]);
  assert.is(saved.code, 3);
  assert.not.ok(made.has("x.plan"));
});

Life(
  "--exclude leaves out what stops a plan, --target takes what an address needs along",
  withEmulator(async (emulator) => {
    const made = await applied(emulator);
    const more = `${changed}  app:\n    name: App\n    description: App.\n    kind: { application: { userPool: staff } }\n  phone:\n    name: Phone\n    description: Phone.\n    kind: { application: { userPool: guests } }\n`;
    made.manifest(
      more.replace("  staff:\n", "  guests: { name: Guests, description: x }\n  staff:\n"),
    );
    assert.is((await made.run(["plan"])).code, 5);
    const without = await made.run(["plan", "--exclude", "userPools.members"]);
    assert.is(without.code, 0);
    assert.match(without.stdout, "1 address left out by --target or --exclude.");
    assert.match(without.stdout, "Plan: 3 to create");
    const cut = ["--exclude", "userPools.members", "--exclude", "userPools.guests"];
    assert.match((await made.run(["plan", ...cut])).stdout, "Plan: 1 to create");
    await made.apply("--target", "sdkClients.phone");
    assert.equal(Object.keys(made.lockfile().resources).toSorted(), [
      "sdkClients.phone",
      "sdkClients.web",
      "userPools.guests",
      "userPools.members",
      "userPools.staff",
    ]);
    const unknown = await made.run(["plan", "--target", "userPools.gusts"]);
    assert.is(unknown.code, 3);
    assert.match(unknown.stderr, "Did you mean userPools.guests?");
  }),
);

Life(
  "apply --expect does what was read and nothing else, and asks nobody",
  withEmulator(async (emulator) => {
    const made = projectHere(smallManifest, { env: emulator.env });
    const digest =
      /^Digest: (v2:[0-9a-f]{64})$/m.exec((await made.run(["plan"])).stdout)?.[1] ?? "";
    const json = await made.run(["plan", "--json"]);
    assert.is((JSON.parse(json.stdout) as { planDigest: string }).planDigest, digest);
    made.manifest(smallManifest.replace("Employees.", "Crew."));
    const other = await made.run(["apply", "--expect", digest]);
    assert.is(other.code, 5);
    assert.match(other.stderr, "plan-not-as-expected");
    assert.is(await emulator.posts(), 0);
    made.manifest(`# a comment moves every line\n${smallManifest}`);
    const ran = await made.run(["apply", "--expect", digest]);
    assert.is(ran.code, 0, ran.stderr);
    assert.is((await made.run(["apply", "--expect", digest])).code, 0, "done before");
    assert.is(await emulator.posts(), 3);
  }),
);

Life(
  "apply warns where the upstream has changes of the lockfile that are not here",
  withEmulator(async (emulator) => {
    const made = projectHere(smallManifest, { env: emulator.env, git: true });
    const origin = temporaryFolder();
    made.git("init", "--quiet", "--bare", origin);
    made.git("remote", "add", "origin", origin);
    const commit = (message: string) => {
      made.git("add", "--all", "--force");
      made.git("commit", "--quiet", "--message", message);
      made.git("push", "--quiet", "--set-upstream", "origin", "HEAD");
    };
    await made.applied();
    commit("all three");
    assert.not.match((await made.apply()).stderr, "Better pull first");
    made.manifest(smallManifest.replace(/sdkClients:[^]*/, ""));
    await made.applied();
    commit("the client retires");
    made.git("reset", "--quiet", "--hard", "HEAD~1");
    const ran = await made.apply();
    assert.match(
      ran.stderr,
      /^Warning: origin\/\S+ has changes of anon\.lock\.sandbox\.emulator\.json /m,
    );
    made.git("pull", "--quiet");
    assert.not.match((await made.apply()).stderr, "Better pull first");
  }),
);

Life.run();
