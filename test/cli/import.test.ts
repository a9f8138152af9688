import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { JsonObject } from "../../src/core/json.ts";
import { byHand } from "../support/by-hand.ts";
import { runCli, type CliRun } from "../support/cli.ts";
import { withEmulator } from "../support/emulator.ts";
import { projectHere, smallManifest, type Project } from "../support/project.ts";
import { testSecret } from "../support/secrets.ts";

/** Most teams have pools that they made with curl: import adopts them. */
const adopt = suite("import");

const lockfileName = "anon.lock.sandbox.emulator.json";
const membersBody = { name: "Members", description: "People who sign in." };
const staffBody = {
  name: "Staff",
  description: "Employees.",
  authorization: { jwksUri: "https://login.example.com/.well-known/jwks.json", idClaim: "email" },
};

function refused(run: CliRun, exitCode: number, code: string): void {
  assert.match(run.stderr, `error[${code}]: `);
  assert.is(run.code, exitCode, run.stderr);
}

async function imported(made: Project, address: string, id: string): Promise<CliRun> {
  const run = await made.run(["import", address, id, "--yes"]);
  assert.equal([run.code, run.stdout], [0, `Imported: ${address} = ${id}\n`], run.stderr);
  return run;
}

adopt(
  "what curl made is compared, adopted after a yes, and never created again",
  withEmulator(async (emulator) => {
    const made = projectHere(smallManifest, { env: emulator.env });
    const members = await byHand(emulator, "userPool", membersBody);
    const staff = await byHand(emulator, "userPool", staffBody);
    const web = await byHand(emulator, "sdkClient", {
      name: "Web app",
      description: "The browser front end.",
      kind: { application: { userPoolId: members } },
    });
    refused(await made.run(["import", "userPools.members", members]), 5, "no-terminal");
    assert.equal(made.lockfile().resources, {}, "nothing is adopted before a yes");

    const shown = await imported(made, "userPools.members", members);
    assert.match(shown.stderr, '= name: "Members"');
    assert.match(shown.stderr, '= description: "People who sign in."');
    await imported(made, "userPools.staff", staff);
    await imported(made, "sdkClients.web", web);

    const plan = await made.run(["plan", "--detailed-exitcode"]);
    assert.is(plan.code, 0, plan.stdout);
    assert.match(plan.stdout, "No changes.");
    const posts = await emulator.posts();
    await made.applied();
    assert.is(await emulator.posts(), posts);
  }),
);

adopt(
  "what differs is shown and adopted as it is, and plan refuses until somebody gives in",
  withEmulator(async (emulator) => {
    const made = projectHere(smallManifest, { env: emulator.env });
    const id = await byHand(emulator, "userPool", { ...membersBody, description: "Old words." });
    const run = await imported(made, "userPools.members", id);
    assert.match(run.stderr, '! description: "Old words." -> "People who sign in."');
    const plan = await made.run(["plan"]);
    assert.match(plan.stdout, "! UserPool userPools.members");
    const posts = await emulator.posts();
    assert.is((await made.run(["apply", "--auto-approve"])).code, 5);
    assert.is(await emulator.posts(), posts, "not one create is sent");

    made.manifest(smallManifest.replace("People who sign in.", "Old words."));
    await made.applied();
    assert.is(made.lockfile().resources["userPools.members"]?.id, id);
  }),
);

adopt(
  "an address holds one id, and an id one address",
  withEmulator(async (emulator) => {
    const made = projectHere(smallManifest, { env: emulator.env });
    const members = await byHand(emulator, "userPool", membersBody);
    await imported(made, "userPools.members", members);
    const before = made.read(lockfileName);
    refused(await made.run(["import", "userPools.staff", members, "--yes"]), 5, "id-taken");
    assert.is(made.read(lockfileName), before);
    await made.applied();
    const { id: created } = made.lockfile().resources["userPools.staff"] ?? {};
    const staff = [
      "import",
      "userPools.staff",
      await byHand(emulator, "userPool", staffBody),
      "--yes",
    ];
    refused(await made.run(staff), 5, "address-taken");
    refused(
      await made.run(["import", "userPools.members", String(created), "--yes"]),
      5,
      "id-taken",
    );
    assert.is(made.lockfile().resources["userPools.staff"]?.id, created);
  }),
);

adopt(
  "an import that is said again, as scripts do, ends well and changes nothing",
  withEmulator(async (emulator) => {
    const made = projectHere(smallManifest, { env: emulator.env });
    const id = await byHand(emulator, "userPool", membersBody);
    await imported(made, "userPools.members", id);
    const before = made.read(lockfileName);
    const again = await made.run(["import", "userPools.members", id]);
    assert.is(again.code, 0, again.stderr);
    assert.is(again.stdout, `userPools.members is ${id} already: nothing to import.\n`);
    assert.is(made.read(lockfileName), before);
  }),
);

adopt(
  "an address with an open create is settled, not imported over",
  withEmulator(
    async (emulator) => {
      const made = projectHere(smallManifest, { env: emulator.env });
      assert.is((await made.run(["apply", "--auto-approve"])).code, 4);
      const { id } = await emulator.named("Members");
      const run = await made.run(["import", "userPools.members", id, "--yes"]);
      refused(run, 4, "address-unsettled");
      assert.match(run.stderr, `anon-sync settle userPools.members --id ${id}`);
    },
    { faults: ["post/userPool:1:reset-after"] },
  ),
);

adopt(
  "an address or an id that is none is told so, and nothing is written",
  withEmulator(async (emulator) => {
    const made = projectHere(smallManifest, { env: emulator.env });
    const id = await byHand(emulator, "userPool", membersBody);
    for (const address of ["userPools.nobody", "members", "", "__proto__", "sdkClients.members"])
      refused(await made.run(["import", address, id, "--yes"]), 3, "unknown-address");
    for (const odd of ["", "..", "../sdkClient/x", "a b", "ä", "x".repeat(201), "a?b", "%2e"])
      refused(await made.run(["import", "userPools.members", odd, "--yes"]), 3, "not-an-id");
    for (const absent of ["00000000-0000-4000-8000-00000000abcd", "__proto__", "constructor"])
      refused(await made.run(["import", "userPools.members", absent, "--yes"]), 5, "id-not-found");
    refused(await made.run(["import", "userPools.members", "-x", "--yes"]), 3, "unknown-flag");
    const web = ["import", "sdkClients.web", id, "--yes"];
    refused(await made.run(web), 5, "needs-another");
    assert.equal(made.has(lockfileName) ? made.lockfile().resources : {}, {});
  }),
);

adopt(
  "a pool is no client: the id of another kind is not found",
  withEmulator(async (emulator) => {
    const made = projectHere(smallManifest, { env: emulator.env });
    const members = await byHand(emulator, "userPool", membersBody);
    await imported(made, "userPools.members", members);
    const staff = await byHand(emulator, "userPool", staffBody);
    refused(await made.run(["import", "sdkClients.web", staff, "--yes"]), 5, "id-not-found");
  }),
);

adopt(
  "another organization's resource is not adopted",
  withEmulator(async (emulator) => {
    const made = projectHere(smallManifest, { env: emulator.env });
    await imported(made, "userPools.members", await byHand(emulator, "userPool", membersBody));
    const staff = await byHand(emulator, "userPool", staffBody);
    await emulator.fault("get/userPool:every:other-organization");
    const run = await made.run(["import", "userPools.staff", staff, "--yes"]);
    refused(run, 5, "other-organization");
  }),
);

adopt(
  "a key that is not accepted is told as that",
  withEmulator(async (emulator) => {
    const made = projectHere(smallManifest, { env: emulator.env });
    const id = await byHand(emulator, "userPool", membersBody);
    const run = ["import", "userPools.members", id, "--yes"];
    refused(await made.run(run, { ANON_API_KEY: testSecret("wrong") }), 6, "not-authorized");
    refused(await made.run(run, { ANON_API_KEY: "" }), 6, "no-api-key");
  }),
);

adopt(
  "what the older reference does not tell is marked as assumed, and nothing is ever made of it",
  withEmulator(
    async (emulator) => {
      const made = projectHere(smallManifest, { env: emulator.env });
      const members = await byHand(emulator, "userPool", membersBody);
      const web = await byHand(emulator, "sdkClient", {
        name: "Web app",
        description: "The browser front end.",
        kind: { application: { userPoolId: members } },
      });
      await imported(made, "userPools.members", members);
      const run = await imported(made, "sdkClients.web", web);
      assert.match(run.stderr, /\? kind: "application" .*taken on trust/);
      const held = made.lockfile().resources["sdkClients.web"];
      assert.equal(held?.["assumed"], ["kind", "kind.application.userPoolId", "oauthDisabled"]);
      assert.match((await made.run(["status"])).stdout, "assumed: kind");
    },
    { reference: "older" },
  ),
);

adopt("off loopback nothing is imported without a lockfile, and nothing is asked", async () => {
  const made = projectHere(smallManifest);
  const run = await runCli(["import", "userPools.members", "some-id", "--yes"], {
    cwd: made.folder,
    env: { ANON_API_KEY: testSecret("api key") },
  });
  refused(run, 5, "no-lockfile");
  assert.match(run.stderr, "anon-sync init");
});

adopt(
  "an id that was retired may be taken back by import",
  withEmulator(async (emulator) => {
    const made = projectHere(smallManifest, { env: emulator.env });
    await made.applied();
    const { id } = await emulator.named("Staff");
    made.manifest(smallManifest.replace("  staff:", "  people:"));
    await made.apply("--not-renamed", "userPools.people", "--not-renamed", "userPools.staff");
    made.manifest(smallManifest);
    const retired = made.lockfile().retired as unknown as Record<string, JsonObject>;
    await imported(made, "userPools.staff", id);
    const taken = made.lockfile().resources["userPools.staff"];
    assert.is(taken?.id, id);
    assert.type(taken?.["attempt"], "string");
    assert.is(taken?.["attempt"], retired[id]?.["attempt"], "which attempt made it stays known");
    assert.match((await made.run(["plan"])).stdout, "0 to create");
  }),
);

adopt.run();
