import { suite } from "uvu";
import * as assert from "uvu/assert";
import { byHand } from "../support/by-hand.ts";
import { withEmulator, type TestEmulator } from "../support/emulator.ts";
import { projectHere, smallManifest } from "../support/project.ts";

/** A team with many resources adopts them all at once: from a list, or from the manifest itself. */
const Files = suite("import --file");
const Entries = suite("imports in the manifest");

const lockfileName = "anon.lock.sandbox.emulator.json";

/** Creates the resources of smallManifest by hand. */
async function everything(emulator: TestEmulator, description = "People who sign in.") {
  const members = await byHand(emulator, "userPool", { name: "Members", description });
  const staff = await byHand(emulator, "userPool", {
    name: "Staff",
    description: "Employees.",
    authorization: {
      jwksUri: "https://login.example.com/.well-known/jwks.json",
      idClaim: "email",
    },
  });
  const web = await byHand(emulator, "sdkClient", {
    name: "Web app",
    description: "The browser front end.",
    kind: { application: { userPoolId: members } },
  });
  return { members, staff, web };
}

Files(
  "a list is compared, adopted as a whole after a yes, and may be given twice",
  withEmulator(async (emulator) => {
    const made = projectHere(smallManifest, { env: emulator.env });
    const { members, staff, web } = await everything(emulator, "Old words.");
    const posts = await emulator.posts();
    // The client comes first in the list, although its pool is further down.
    made.write(
      "ids.csv",
      `\uFEFFaddress,id\r\nsdkClients.web,${web}\r\n\r\n# pools\r\nuserPools.members\t${members} # old\r\nuserPools.staff , ${staff}\r\n`,
    );
    const asked = await made.run(["import", "--file", "ids.csv"]);
    assert.is(asked.code, 5, asked.stderr);
    assert.match(asked.stderr, "no-terminal");
    assert.equal(made.lockfile().resources, {}, "nothing is adopted before a yes");

    const run = await made.run(["import", "--file", "ids.csv", "--yes"]);
    assert.is(run.code, 0, run.stderr);
    assert.is(
      run.stdout,
      `Imported: sdkClients.web = ${web}\nImported: userPools.members = ${members}\nImported: userPools.staff = ${staff}\n`,
    );
    assert.match(run.stderr, /userPools\.members +\S+ +differs: description/);
    assert.match(run.stderr, '! description: "Old words." -> "People who sign in."');
    assert.match(run.stderr, /sdkClients\.web +\S+ +equal\n/);
    const before = made.read(lockfileName);

    const again = await made.run(["import", "--file", "ids.csv"]);
    assert.is(again.code, 0, again.stderr);
    assert.match(again.stdout, "Nothing to import: 3 lines of the file, all there already.");
    assert.is(made.read(lockfileName), before);
    made.manifest(smallManifest.replace("People who sign in.", "Old words."));
    assert.is((await made.run(["plan", "--detailed-exitcode"])).code, 0);
    assert.is(await emulator.posts(), posts, "nothing was created");
  }),
);

Files(
  "every mistake of a list is told at once, at its line and column, and nothing is asked",
  async () => {
    const made = projectHere(smallManifest, {
      env: { ANON_BASE_URL: "http://127.0.0.1:9", ANON_API_KEY: "a-key" },
    });
    made.write(
      "ids",
      "userPools.members one\nuserPools.member two\nlonely\n  userPools.staff a/b\nsdkClients.web one\nuserPools.members three four\n",
    );
    const run = await made.run(["import", "--file", "ids", "--yes"]);
    assert.is(run.code, 3, run.stderr);
    for (const part of [
      "error[bad-line]",
      "ids:3:1",
      "ids:6:1",
      "error[not-an-id]",
      "ids:4:19",
      "error[listed-twice]",
      "ids:5:16",
    ])
      assert.match(run.stderr, part);
    made.write("ids", "userPools.member two\nuserPools.staff a\nuserPools.staff b\n");
    const second = await made.run(["import", "--file", "ids", "--yes"]);
    assert.is(second.code, 3);
    for (const part of ["Did you mean userPools.members?", "ids:1:18", "ids:3:17"])
      assert.match(second.stderr, part);
    const both = await made.run(["import", "userPools.staff", "a", "--file", "ids"]);
    assert.match(both.stderr, "error[flags-exclude-each-other]");
    assert.match((await made.run(["import"])).stderr, "error[missing-argument]");
  },
);

Files(
  "one id that is absent, of another kind or of somebody else's address keeps all from being adopted",
  withEmulator(async (emulator) => {
    const made = projectHere(smallManifest, { env: emulator.env });
    const { members, staff, web } = await everything(emulator);
    const refused = async (lines: string, ...parts: string[]) => {
      made.write("ids", lines);
      const run = await made.run(["import", "--file", "ids", "--yes"]);
      assert.is(run.code, 5, run.stderr);
      for (const part of parts) assert.match(run.stderr, part);
      assert.equal(Object.keys(made.lockfile().resources), held);
    };
    let held: string[] = [];
    await refused(
      `userPools.members ${members}\nuserPools.staff 00000000\nsdkClients.web ${staff}`,
      "ids:2:17",
      "ids:3:16",
      "error[id-not-found]",
    );
    await refused(`sdkClients.web ${web}`, "error[needs-another]");
    assert.is((await made.run(["import", "userPools.members", members, "--yes"])).code, 0);
    held = ["userPools.members"];
    await refused(`userPools.staff ${members}`, "id-taken", "import --file FILE");
    await refused(
      `userPools.staff ${members}\nuserPools.members ${staff}`,
      "ids:1:17",
      "ids:2:19",
      "error[another-resource]",
    );
  }),
);

Entries(
  "what is listed is shown, adopted by apply without a POST, and quiet from then on",
  withEmulator(async (emulator) => {
    const { members, web } = await everything(emulator);
    const listed = `${smallManifest}imports:
  - { to: userPools.members, id: "\${vars.members}" }
  - { to: sdkClients.web, id: ${web}, environment: sandbox }
environments:
  sandbox: { target: sandbox, vars: { members: ${members} } }
  staging: { target: sandbox, vars: { members: nowhere-1 } }
`;
    const made = projectHere(listed, { env: emulator.env });
    const posts = await emulator.posts();
    const plan = await made.run(["plan", "--out", "plan.json", "--target", "sdkClients.web"]);
    assert.is(plan.code, 0, plan.stderr);
    assert.match(plan.stdout, `< UserPool userPools.members\n    id: ${members}\n`);
    assert.match(plan.stdout, "Plan: 0 to create, 0 to retire, 0 unchanged, 2 to import.");
    const applied = await made.run(["apply", "plan.json"]);
    assert.is(applied.code, 0, applied.stderr);
    assert.match(applied.stdout, "2 imported");
    assert.is(await emulator.posts(), posts, "a saved plan of imports sends nothing");
    assert.is(made.lockfile().resources["sdkClients.web"]?.id, web);
    await made.applied();
    assert.is(await emulator.posts(), posts + 1, "only what was not listed is created");
    assert.is((await made.run(["plan", "--detailed-exitcode"])).code, 0);
    // Another environment has another id. An id that Anon does not have stops the plan; nothing is
    // created.
    const elsewhere = await made.run(["plan", "-e", "staging"]);
    assert.match(elsewhere.stdout, "It is listed under imports, and Anon does not have this id.");
    assert.is((await made.run(["apply", "--auto-approve", "-e", "staging"])).code, 5);
    assert.is(await emulator.posts(), posts + 1);
  }),
);

Entries("entries that cannot be meant are refused at their places, offline", async () => {
  const made = projectHere(`${smallManifest}imports:
  - { to: userPools.member, id: one }
  - { to: userPools.members, id: "a b" }
  - { to: userPools.members, id: two, environment: nowhere }
  - { to: userPools.staff, id: three }
  - { to: sdkClients.web, id: three }
  - { to: userPools.staff, id: "\${vars.x}", environment: production }
`);
  const run = await made.run(["validate"]);
  assert.is(run.code, 3, run.stdout);
  for (const part of [
    "error[unknown-reference]: the manifest holds no userPools.member",
    "Did you mean userPools.members?",
    "error[bad-value]",
    'error[unknown-environment]: the manifest has no environment "nowhere"',
    "error[import-twice]: two entries of imports adopt the id three in one environment",
    "error[unknown-variable]: ${vars.x} has no value in production",
  ])
    assert.match(run.stderr, part);
});

Files.run();
Entries.run();
