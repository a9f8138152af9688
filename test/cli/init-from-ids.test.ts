import type { RunCommand } from "../../src/session/options.ts";
import { fc } from "../support/properties.ts";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { run as init } from "../../src/commands/init/init.ts";
import { run as plan } from "../../src/commands/plan.ts";
import { byHand } from "../support/by-hand.ts";
import { withEmulator } from "../support/emulator.ts";
import { projectHere } from "../support/project.ts";
import { runHere } from "../support/run-here.ts";

/** A team that copied ids around for a year has them in a lockfile within one minute. */
const FromIds = suite("init --from-ids");

const lockfileName = "anon.lock.sandbox.emulator.json";

/** Returns a project without a manifest. */
function bareProject(env: Readonly<Record<string, string>>) {
  const made = projectHere("", { env });
  made.remove("anon.config.yaml");
  return made;
}

FromIds(
  "ids alone become a manifest and a lockfile, and the plan right after says No changes",
  withEmulator(async (emulator) => {
    const made = bareProject(emulator.env);
    const members = await byHand(emulator, "userPool", { name: "Members", description: "People." });
    const other = await byHand(emulator, "userPool", { name: "Elsewhere", description: "Others." });
    const staff = await byHand(emulator, "userPool", {
      name: "Our staff (EU)",
      description: "Employees.\nAll of them.",
      authorization: { jwksUri: "https://login.example.com/jwks.json", idClaim: "email" },
    });
    const client = (name: string, userPoolId: string) =>
      byHand(emulator, "sdkClient", {
        name,
        description: "A client.",
        kind: { application: { userPoolId } },
      });
    const web = await client("Web app", members);
    const kiosk = await client("Web app", other);
    const jobs = await byHand(emulator, "sdkClient", {
      name: "Jobs",
      description: "Server side.",
      kind: "service",
    });
    const posts = await emulator.posts();
    made.write(
      "ids",
      `${web}\n${kiosk}\nuserPools ${members}\nuserPools.employees, ${staff}\n${jobs} # the batch\n`,
    );
    const run = await made.run(["init", "--from-ids", "ids"]);
    assert.is(run.code, 0, run.stderr);
    assert.match(run.stdout, "Wrote anon.config.yaml: 2 user pools, 3 SDK clients.");
    assert.match(run.stdout, "The secrets of sdkClients.jobs do not come with them");
    const [, body = ""] = made.read("anon.config.yaml").split("commit both.\n\n");
    assert.fixture(
      body,
      `version: 1
environments:
  sandbox:
    target: sandbox
userPools:
  members:
    name: Members
    description: People.
  employees:
    name: Our staff (EU)
    description: |-
      Employees.
      All of them.
    authorization:
      jwksUri: https://login.example.com/jwks.json
      idClaim: email
sdkClients:
  webApp:
    name: Web app
    description: A client.
    kind:
      application:
        userPool: members
  webApp2:
    name: Web app
    description: A client.
    kind:
      application:
        userPoolId: ${other}
  jobs:
    name: Jobs
    description: Server side.
    kind: service
`,
    );
    assert.equal(made.lockfile().resources["sdkClients.webApp2"]?.["assumed"], ["oauthDisabled"]);
    const planned = await made.run(["plan", "--detailed-exitcode"]);
    assert.is(planned.code, 0, planned.stdout);
    assert.match(planned.stdout, "No changes.");
    assert.is(await emulator.posts(), posts, "nothing is created");
    assert.match(made.read(".gitignore"), "anon.lock.*.emulator.json");
    assert.is(made.read(".gitattributes"), "anon.lock.*.json merge=anon-sync\n");

    const again = await made.run(["init", "--from-ids", "ids"]);
    assert.is(again.code, 5);
    assert.match(again.stderr, "error[manifest-exists]");
    // A kill between the two files leaves the lockfile, and init continues with the same list.
    const first = made.read("anon.config.yaml");
    made.remove("anon.config.yaml");
    assert.is((await made.run(["init", "--from-ids", "ids"])).code, 0);
    assert.is(made.read("anon.config.yaml"), first);
    made.remove("anon.config.yaml");
    made.write("ids", `${web}\n`);
    const fewer = await made.run(["init", "--from-ids", "ids"]);
    assert.match(fewer.stderr, "error[lockfile-in-use]");
    assert.not(made.has("anon.config.yaml"));
  }),
);

FromIds(
  "where one id cannot be read nothing is written, unless it is said to be left out",
  withEmulator(async (emulator) => {
    const made = bareProject(emulator.env);
    const good = await byHand(emulator, "userPool", { name: "Members", description: "People." });
    const bell = await byHand(emulator, "userPool", { name: "Be\u0007ll", description: "x" });
    const turned = await byHand(emulator, "userPool", { name: "a\u202Eb", description: "x" });
    made.write("ids", `${good}\nsdkClients ${good}0\n${bell}\n${turned}\n`);
    const refused = await made.run(["init", "--from-ids", "ids"]);
    assert.is(refused.code, 1, refused.stdout);
    for (const part of [
      "error[id-not-found]",
      "ids:2:12",
      "the control character U+0007",
      "ids:3:1",
      "the bidirectional control U+202E",
    ])
      assert.match(refused.stderr, part);
    for (const name of ["anon.config.yaml", lockfileName, ".gitignore"]) assert.not(made.has(name));

    const partly = await made.run(["init", "--from-ids", "ids", "--skip-missing"]);
    assert.is(partly.code, 1, "what was left out is no success");
    assert.match(partly.stderr, "Left out:");
    assert.equal(Object.keys(made.lockfile().resources), ["userPools.members"]);
    assert.is((await made.run(["plan", "--detailed-exitcode"])).code, 0);
    const [, leftOut = ""] = made.read("anon.config.yaml").split("\n\n# Left out");
    for (const start of [
      `sdkClients ${good}0: The API at ${emulator.url} knows no SDK client`,
      `${bell}: The user pool ${bell} cannot stand in a manifest: `,
      `${turned}: `,
    ])
      assert.match(leftOut, `\n#   ${start}`);
    assert.is(leftOut.match(/\n/g)?.length, 4, leftOut);
  }),
);

FromIds(
  "an id that could not be looked up, or is of another organization, is not left out",
  withEmulator(async (emulator) => {
    const made = bareProject(emulator.env);
    const pool = (name: string) => byHand(emulator, "userPool", { name, description: "x" });
    const [one, two] = [await pool("One"), await pool("Two")];
    const refused = async (code: string) => {
      const run = await made.run(["init", "--from-ids", "ids", "--skip-missing"]);
      assert.is(run.code, 1, run.stdout);
      assert.match(run.stderr, `error[${code}]`);
      assert.match(run.stderr, "ids:2:11");
      for (const name of ["anon.config.yaml", lockfileName, ".gitignore"])
        assert.not(made.has(name), name);
    };
    made.write("ids", `userPools ${one}\nuserPools ${two}\n`);
    await emulator.fault(`get/${two}:every:status=418`);
    await refused("id-unreadable");
    await emulator.clearFaults();
    await emulator.edit("userPools", two, { organizationId: "another" });
    await refused("other-organization");
  }),
);

FromIds(
  "a list that cannot be meant is refused at its lines before anything is asked",
  async () => {
    const made = bareProject({ ANON_BASE_URL: "http://127.0.0.1:9", ANON_API_KEY: "a-key" });
    made.write("ids", "pools one\nuserPools.a two\nuserPools.a three\n");
    const run = await made.run(["init", "--from-ids", "ids"]);
    assert.is(run.code, 3, run.stderr);
    assert.match(run.stderr, 'error[bad-line]: "pools" is neither userPools nor sdkClients');
    made.write("ids", "userPools.a two\nuserPools.a three\n");
    assert.match((await made.run(["init", "--from-ids", "ids"])).stderr, "ids:2:13");
    made.write("ids", "# none\n");
    assert.match((await made.run(["init", "--from-ids", "ids"])).stderr, "error[no-list]");
  },
);

FromIds(
  "of the older API, what is not told is left to a person, and nothing is ever created for it",
  withEmulator(
    async (emulator) => {
      const made = bareProject(emulator.env);
      const hosted = await byHand(emulator, "userPool", { name: "Members", description: "x" });
      const own = await byHand(emulator, "userPool", {
        name: "Staff",
        description: "x",
        authorization: { jwksUri: "https://login.example.com/jwks.json" },
      });
      const web = await byHand(emulator, "sdkClient", {
        name: "Web",
        description: "x",
        kind: { application: { userPoolId: hosted } },
      });
      const posts = await emulator.posts();
      made.write("ids", `${hosted}\n${own}\n${web}\n`);
      const run = await made.run(["init", "--from-ids", "ids"]);
      assert.is(run.code, 0, run.stderr);
      assert.match(run.stdout, "1. Complete sdkClients.web in anon.config.yaml");
      assert.equal(Object.keys(made.lockfile().resources), ["userPools.members"]);
      assert.match(made.read("anon.config.yaml"), "# kind: Anon did not tell.");
      const asks = await made.run(["validate"]);
      assert.is(asks.code, 3);
      assert.match(asks.stderr, 'sdkClients.web has no "kind"');

      const text = made.read("anon.config.yaml");
      const kind = "kind: { application: { userPool: members } }";
      made.manifest(text.replace("    name: Web\n", `    name: Web\n    ${kind}\n`));
      const plan = await made.run(["plan"]);
      assert.match(plan.stdout, "Plan: 0 to create, 0 to retire, 1 unchanged, 2 to import.");
      await made.applied();
      assert.is((await made.run(["plan", "--detailed-exitcode"])).code, 0);
      assert.is(await emulator.posts(), posts);
    },
    { reference: "older" },
  ),
);

/** Texts that YAML, our variables or a key might misread. */
const nasty = [
  "yes", "null", "~", "1.0", "0x1F", "- a", "a: b", "a #b", "#", "'", '"', "\\", "|", ">-", "&a *a !!x",
  "${vars.x}", "$${y}", "$$${", "${", "<<", "__proto__", "constructor", "name\n", "a\r\nb", "a\n\n  b\n",
  "\ttab", "🎉👩‍👩‍👧", "日本語", "\u2028", "\u00A0x", "\uFEFF", "\u200B", "é", "---", "...", "? a", "{", "[]",
  "%YAML", "x".repeat(200), "a\n# b", "2fa", "=", "2026-01-01",
]; // prettier-ignore

/** Returns the same text as name and description. */
const sameTwice = (text: string) => ({ name: text, description: text });

const anyText = fc
  .oneof(
    fc.constantFrom(...nasty),
    fc.string({ unit: "grapheme", maxLength: 40 }),
    fc.array(fc.constantFrom(...nasty, " ", "\n"), { maxLength: 5 }).map((parts) => parts.join("")),
  )
  // Texts that no manifest may contain are for another test.
  .filter(
    (text) =>
      text.trim() !== "" &&
      text.length <= 256 &&
      // oxlint-disable-next-line no-control-regex
      !/[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]|\r(?!\n)|\p{Surrogate}/u.test(
        text,
      ),
  );

FromIds(
  "whatever the API tells of names and descriptions, the plan right after says No changes",
  withEmulator(async (emulator) => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ name: anyText, description: anyText }), {
          minLength: 10,
          maxLength: 10,
        }),
        async (texts) => {
          const made = bareProject(emulator.env);
          const ids: string[] = [];
          for (const [index, text] of texts.entries()) {
            const isPool = index % 2 === 0;
            const id = isPool
              ? await byHand(emulator, "userPool", text)
              : await byHand(emulator, "sdkClient", { ...text, kind: "service" });
            // The kind in the list saves a lookup, and the second lookup after a "not found".
            ids.push(`${isPool ? "userPools" : "sdkClients"} ${id}`);
          }
          made.write("ids", ids.join("\n"));
          const here = (command: RunCommand, options: object) =>
            runHere(command, made.folder, emulator.env, options, []);
          assert.is(await here(init, { fromIds: `${made.folder}/ids` }), 0);
          assert.is(await here(plan, { detailedExitcode: true }), 0, "the plan has changes");
          assert.is(Object.keys(made.lockfile().resources).length, ids.length);
        },
      ),
      {
        numRuns: 3,
        endOnFailure: true,
        // Each nasty text occurs once, beside the random texts.
        examples: [[nasty.filter((text) => text.trim() !== "").map(sameTwice)]],
      },
    );
  }),
);

FromIds.run();
