import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { withEmulator, type TestEmulator } from "../support/emulator.ts";
import { project, projectHere, smallManifest, type Project } from "../support/project.ts";
import { repositoryFolder } from "../support/repository.ts";

const Plan = suite("plan, from its words to its exit code");

/** Returns `smallManifest` with another description of the staff. */
const staffIs = (description: string) => smallManifest.replace("Employees.", description);
const renamed = smallManifest.replace("  staff:", "  workers:");
const lastLine = (text: string) => text.trimEnd().split("\n").at(-1);

/** Returns the block of an address, without its first line's symbol and address. */
function blockOf(text: string, address: string): string {
  const block = text.split("\n\n").find((part) => part.split("\n")[0]?.includes(` ${address}`));
  if (block === undefined) throw new Error(`no block of ${address} in:\n${text}`);
  return block;
}

/** Returns a project with an applied manifest. */
async function applied(emulator: TestEmulator, manifest = smallManifest): Promise<Project> {
  const made = projectHere(manifest, { env: emulator.env });
  await made.applied();
  return made;
}

Plan("works before init, without git, without a key and without a network", async () => {
  const made = projectHere();
  const ran = await made.run(["plan", "--skip-jwks-check"]);
  assert.is(ran.code, 0, ran.stderr);
  assert.is(
    ran.stdout,
    `Environment sandbox at https://svc.sandbox.anon.com, target sandbox
Manifest anon.config.yaml, lockfile anon.lock.sandbox.json

Symbols:
  + create

+ UserPool userPools.members
    name: "Members"
    description: "People who sign in."

+ UserPool userPools.staff
    name: "Staff"
    description: "Employees."
    authorization.jwksUri: "https://login.example.com/.well-known/jwks.json"
    authorization.idClaim: "email"

+ SdkClient sdkClients.web
    name: "Web app"
    description: "The browser front end."
    kind: "application"
    kind.application.userPoolId: (id of userPools.members, known after apply)

Digest: v2:463b4b31707b1bbe3ad2c72edd249b955594367e1f6729e264bc6cab2902e6f2
To apply just this: anon-sync apply --skip-jwks-check --expect v2:463b4b31707b1bbe3ad2c72edd249b955594367e1f6729e264bc6cab2902e6f2
Plan: 3 to create, 0 to retire, 0 unchanged.
`,
  );
  assert.match(ran.stderr, /^Note: There is no lockfile anon\.lock\.sandbox\.json\./);
  assert.match(ran.stderr, "If this is the first time: anon-sync init. If there was one: Restore");
  assert.not.ok(made.has("anon.lock.sandbox.json"), "a plan writes nothing");
});

Plan(
  "keeps what is as it should be, and says so in one line, also with the read-only key",
  withEmulator(async (emulator) => {
    const made = await applied(emulator);
    const ran = await made.run(["plan", "--detailed-exitcode"], emulator.readOnlyEnv);
    assert.is(ran.code, 0, ran.stderr);
    const [first, ...rest] = ran.stdout.split("\n");
    assert.is(
      first,
      `Environment sandbox at ${emulator.url}, target sandbox (built in: https://svc.sandbox.anon.com), organization ${emulator.organizationId}`,
    );
    assert.equal(rest, [
      "Manifest anon.config.yaml, lockfile anon.lock.sandbox.emulator.json",
      "",
      "No changes. Anon has everything the manifest wants.",
      "Plan: 0 to create, 0 to retire, 3 unchanged.",
      "",
    ]);
  }),
);

Plan(
  "drift that a person made in the console is a warning, field by field, and exit 2 if asked",
  withEmulator(async (emulator) => {
    const made = await applied(emulator);
    const staff = await emulator.named("Staff");
    await emulator.edit("userPools", staff.id, {
      description: "Everybody.",
      authorization: { idClaim: "sub" },
    });
    const ran = await made.run(["plan", "--detailed-exitcode"]);
    assert.is(ran.code, 2, ran.stderr);
    const block = blockOf(ran.stdout, "userPools.staff");
    assert.match(block, /^~ UserPool userPools\.staff\n/);
    assert.match(block, `    id: ${staff.id}\n`);
    assert.match(block, '    description: "Employees." -> "Everybody."\n');
    assert.match(block, '    authorization.idClaim: "email" -> "sub"\n');
    assert.match(ran.stdout, "  ~ drift (Anon differs from the lockfile)\n");
    assert.match(ran.stdout, "No changes. But Anon differs from the lockfile at 1 address");
    assert.is(lastLine(ran.stdout), "Plan: 0 to create, 0 to retire, 2 unchanged, 1 drifted.");
    assert.is((await made.run(["plan"])).code, 0, "drift stops nothing");
  }),
);

Plan(
  "a hosted pool that became self-hosted in the console has drifted",
  withEmulator(async (emulator) => {
    const made = await applied(emulator);
    const members = await emulator.named("Members");
    const authorization = { jwksUri: "https://evil.example.com/jwks.json", idClaim: null };
    await emulator.edit("userPools", members.id, { hosted: false, authorization });
    const { code, stdout } = await made.run(["plan", "--detailed-exitcode"]);
    assert.is(code, 2);
    assert.match(blockOf(stdout, "userPools.members"), "https://evil.example.com/jwks.json");
  }),
);

Plan(
  "a change that was made in the manifest and in the console alike is relocked",
  withEmulator(async (emulator) => {
    const made = await applied(emulator);
    const staff = await emulator.named("Staff");
    await emulator.edit("userPools", staff.id, { description: "Everybody." });
    made.manifest(staffIs("Everybody."));
    const { code, stdout } = await made.run(["plan", "--detailed-exitcode"]);
    assert.is(code, 2);
    const block = blockOf(stdout, "userPools.staff");
    assert.match(block, /^= UserPool userPools\.staff\n/);
    assert.match(block, '"Employees." -> "Everybody." (anon.config.yaml:8:18)');
    assert.is(lastLine(stdout), "Plan: 0 to create, 0 to retire, 2 unchanged, 1 to relock.");
  }),
);

Plan(
  "a change in the manifest alone is refused with three ways out, and with what else differs",
  withEmulator(async (emulator) => {
    const made = await applied(emulator);
    const staff = await emulator.named("Staff");
    await emulator.edit("userPools", staff.id, { name: "Crew" });
    made.manifest(staffIs("Everybody."));
    const { code, stdout } = await made.run(["plan"]);
    assert.is(code, 5);
    const block = blockOf(stdout, "userPools.staff");
    assert.match(block, /^! UserPool userPools\.staff \(anon\.config\.yaml:6:3\)\n/);
    assert.match(
      block,
      '      description: "Employees." -> "Everybody." (anon.config.yaml:8:18)\n',
    );
    assert.match(block, 'Anon differs, too (lockfile -> Anon):\n      name: "Staff" -> "Crew"\n');
    assert.match(block, "- put the lockfile's values back");
    assert.match(block, "- make the same change in Anon's console");
    assert.match(block, "anon-sync plan --replace userPools.staff\n");
    assert.match(stdout, "This plan cannot be applied: nothing is sent");
    assert.is(lastLine(stdout), "Plan: 0 to create, 0 to retire, 2 unchanged, 1 refused.");
  }),
);

Plan(
  "a field that Anon does not tell can only be reverted or replaced",
  withEmulator(async (emulator) => {
    const made = await applied(emulator);
    made.manifest(`${smallManifest}    oauthDisabled: true\n`);
    const { code, stdout } = await made.run(["plan"]);
    assert.is(code, 5);
    assert.match(blockOf(stdout, "sdkClients.web"), "oauthDisabled: (none) -> true");
  }),
);

Plan(
  "what is gone at Anon is missing, and is not created again by itself",
  withEmulator(async (emulator) => {
    const made = await applied(emulator);
    await emulator.remove("userPools", (await emulator.named("Staff")).id);
    const { code, stdout } = await made.run(["plan"]);
    assert.is(code, 5);
    const block = blockOf(stdout, "userPools.staff");
    assert.match(block, /^! UserPool userPools\.staff/);
    assert.match(block, "Anon does not have this id.");
    assert.match(block, "--recreate userPools.staff");
    assert.not.match(stdout, "none of the known ids");
  }),
);

Plan(
  "where none of the known ids is found, key or environment is called wrong",
  withEmulator(async (emulator) => {
    const made = await applied(emulator);
    const { resources } = await emulator.inventory();
    for (const [collection, all] of Object.entries(resources))
      for (const { id } of all) await emulator.remove(collection, id);
    const { code, stdout } = await made.run(["plan"]);
    assert.is(code, 5);
    assert.match(stdout, "! Anon has none of the known ids (3): the API key or the environment");
  }),
);

Plan(
  "an id that answers for another organization stops everything",
  withEmulator(async (emulator) => {
    const made = await applied(emulator);
    await emulator.fault("get/userPool:every:other-organization");
    const { code, stdout } = await made.run(["plan"]);
    assert.is(code, 5);
    assert.match(stdout, "belongs to organization 00000000-0000-4000-8000-000000000000, not to");
  }),
);

Plan(
  "what left the manifest is retired, and its client before it",
  withEmulator(async (emulator) => {
    const made = await applied(emulator);
    made.manifest("version: 1\nuserPools:\n  staff: { name: Staff, description: Employees. }\n");
    const ran = await made.run(["plan"]);
    assert.is(ran.code, 5, "the pool lost its authorization, which no endpoint can change");
    made.manifest(smallManifest.replace(/sdkClients:[^]*/, ""));
    const { code, stdout } = await made.run(["plan", "--detailed-exitcode"]);
    assert.is(code, 2);
    assert.match(blockOf(stdout, "sdkClients.web"), /^\. SdkClient sdkClients\.web\n/);
    assert.match(stdout, "Anon has no delete; remove it in the console.");
    assert.is(lastLine(stdout), "Plan: 0 to create, 1 to retire, 2 unchanged.");
  }),
);

Plan(
  "what comes back gets its old id back; changed meanwhile it is created, naming the old id",
  withEmulator(async (emulator) => {
    const made = await applied(emulator);
    const web = await emulator.named("Web app");
    made.manifest(smallManifest.replace(/sdkClients:[^]*/, ""));
    await made.applied();
    made.manifest(smallManifest);
    const revived = await made.run(["plan"]);
    assert.match(blockOf(revived.stdout, "sdkClients.web"), /^\^ SdkClient sdkClients\.web\n/);
    assert.match(blockOf(revived.stdout, "sdkClients.web"), `    id: ${web.id}\n`);
    assert.is(
      lastLine(revived.stdout),
      "Plan: 0 to create, 0 to retire, 2 unchanged, 1 to revive.",
    );
    await emulator.edit("sdkClients", web.id, { name: "Taken" });
    const created = await made.run(["plan"]);
    assert.match(blockOf(created.stdout, "sdkClients.web"), /^\+ SdkClient sdkClients\.web\n/);
    assert.match(created.stdout, `The retired id ${web.id} does not fit any more`);
  }),
);

Plan(
  "a probable rename stops the plan, and prints the entry to add, which then moves the id",
  withEmulator(async (emulator) => {
    const made = await applied(emulator);
    made.manifest(renamed);
    const stopped = await made.run(["plan"]);
    assert.is(stopped.code, 5);
    const entry = "  moved:\n        - { from: userPools.staff, to: userPools.workers }\n";
    assert.match(blockOf(stopped.stdout, "userPools.workers"), entry);
    made.manifest(`${renamed}moved:\n  - { from: userPools.staff, to: userPools.workers }\n`);
    const moved = await made.run(["plan"]);
    assert.is(moved.code, 0);
    assert.match(moved.stdout, "> UserPool userPools.workers (was userPools.staff)\n");
    assert.is(lastLine(moved.stdout), "Plan: 0 to create, 0 to retire, 2 unchanged, 1 to move.");
  }),
);

Plan(
  "two renames in a row may stand there together: one environment may have done the first only",
  withEmulator(async (emulator) => {
    const made = await applied(emulator);
    const first = "moved:\n  - { from: userPools.staff, to: userPools.crew }\n";
    const both = `${renamed}${first}  - { from: userPools.crew, to: userPools.workers }\n`;
    made.manifest(both);
    assert.match((await made.run(["plan"])).stdout, "userPools.workers (was userPools.staff)\n");
    made.manifest(`${renamed.replace("workers:", "crew:")}${first}`);
    await made.applied();
    made.manifest(both);
    assert.match((await made.run(["plan"])).stdout, "userPools.workers (was userPools.crew)\n");
    await made.applied();
    assert.match((await made.run(["plan"])).stdout, "No changes.");
    assert.is(await emulator.posts(), 3);
  }),
);

Plan(
  "--not-renamed takes a look-alike for a new resource",
  withEmulator(async (emulator) => {
    const made = await applied(emulator);
    made.manifest(renamed);
    const { code, stdout } = await made.run(["plan", "--not-renamed", "userPools.workers"]);
    assert.is(code, 0);
    assert.match(stdout, "+ UserPool userPools.workers\n");
    assert.match(stdout, ". UserPool userPools.staff\n");
    assert.is(lastLine(stdout), "Plan: 1 to create, 1 to retire, 2 unchanged.");
  }),
);

Plan(
  "an open attempt and what depends on it are skipped, with the commands that settle it",
  withEmulator(
    async (emulator) => {
      const made = projectHere(smallManifest, { env: emulator.env });
      await made.run(["apply", "--auto-approve"]);
      const { code, stdout } = await made.run(["plan"]);
      assert.is(code, 4);
      const block = blockOf(stdout, "userPools.members");
      assert.match(block, /^! UserPool userPools\.members/);
      assert.match(block, 'Look for one named "Members" in Anon\'s console.');
      assert.match(block, "anon-sync settle userPools.members --id ID");
      assert.match(block, "anon-sync settle userPools.members --not-created --yes");
      assert.match(blockOf(stdout, "sdkClients.web"), "Waits for userPools.members, which must");
      assert.match(stdout, "2 addresses would be skipped; there is nothing else to do.\n");
      assert.is(
        lastLine(stdout),
        "Plan: 0 to create, 0 to retire, 1 unchanged, 1 unsettled, 1 blocked.",
      );
    },
    { faults: ["post:1:reset-before"] },
  ),
);

Plan(
  "an id that cannot be looked up is unreadable, which is no reason to change anything: exit 1",
  withEmulator(async (emulator) => {
    const made = await applied(emulator);
    await emulator.fault("get/sdkClient:every:503");
    const { code, stdout } = await made.run(["plan"]);
    assert.is(code, 1);
    assert.match(
      blockOf(stdout, "sdkClients.web"),
      "It could not be looked up: The answer was 503",
    );
    assert.is(lastLine(stdout), "Plan: 0 to create, 0 to retire, 2 unchanged, 1 unreadable.");
  }),
);

Plan(
  "one failing look-up is asked again, and a 404 is believed only when it was seen twice",
  withEmulator(async (emulator) => {
    const made = await applied(emulator);
    await emulator.fault("get/sdkClient:1:503", "get/userPool:1:status=404", "get/userPool:2:500");
    const { code, stdout } = await made.run(["plan", "--parallelism", "1"]);
    assert.is(code, 0, stdout);
    assert.match(stdout, "No changes.");
  }),
);

Plan(
  "a key that is not accepted, and none at all, end with 6 and say which variable",
  withEmulator(async (emulator) => {
    const made = await applied(emulator);
    const wrong = await made.run(["plan"], { ANON_API_KEY: "wrong-canary" });
    assert.equal([wrong.code, wrong.stdout], [6, ""]);
    assert.match(wrong.stderr, "error[not-authorized]");
    assert.match(wrong.stderr, "Check ANON_API_KEY_SANDBOX or ANON_API_KEY");
    assert.not.match(wrong.stderr, "canary");
    const none = await made.run(["plan"], { ANON_API_KEY: "" });
    assert.equal([none.code, none.stdout], [6, ""]);
    assert.match(none.stderr, "error[no-api-key]");
  }),
);

Plan(
  "the environment's own key wins over the general one",
  withEmulator(async (emulator) => {
    const made = await applied(emulator);
    const keys = { ANON_API_KEY: "wrong", ANON_API_KEY_SANDBOX: emulator.apiKey };
    assert.is((await made.run(["plan"], keys)).code, 0);
  }),
);

Plan("--json is one document that the published schema accepts, whatever the plan", async () => {
  const schema = JSON.parse(
    readFileSync(join(repositoryFolder, "schemas", "plan.schema.json"), "utf8"),
  );
  const isPlan = new Ajv({ strict: false }).compile(schema);
  const planOf = async (made: Project, code: number) => {
    const ran = await made.run(["plan", "--json"]);
    assert.is(ran.code, code, ran.stderr);
    const document = JSON.parse(ran.stdout);
    const isValid: boolean = isPlan(document);
    assert.ok(isValid, JSON.stringify(isPlan.errors));
    return document;
  };
  const first = await planOf(projectHere(), 0);
  assert.equal([first.applicable, first.changes, first.summary.create], [true, true, 3]);
  await withEmulator(async (emulator) => {
    const made = projectHere(smallManifest, { env: emulator.env });
    await made.run(["apply", "--auto-approve"]);
    const staff = await emulator.named("Staff");
    await emulator.edit("userPools", staff.id, { name: "Crew" });
    made.manifest(staffIs("Everybody."));
    const document = await planOf(made, 5);
    assert.equal([document.applicable, document.changes], [false, false]);
    assert.equal(document.summary.immutable, 1);
    const action = document.actions.find(
      ({ address }: { address: string }) => address === "userPools.staff",
    );
    assert.equal(action.drift, [{ field: "name", before: "Staff", after: "Crew" }]);
    assert.equal(action.changes, [
      {
        field: "description",
        before: "Employees.",
        after: "Everybody.",
        place: "anon.config.yaml:8:18",
      },
    ]);
    await emulator.remove("userPools", staff.id);
    assert.is((await planOf(made, 5)).summary.missing, 1);
  })();
  await withEmulator(
    async (emulator) => {
      const made = projectHere(smallManifest, { env: emulator.env });
      await made.run(["apply", "--auto-approve"]);
      const document = await planOf(made, 4);
      assert.equal([document.summary.unsettled, document.attempts.length], [1, 1]);
    },
    { faults: ["post:1:500-after"] },
  )();
});

Plan("a replacement of what is not there, or not there any more, is refused", async () => {
  for (const flag of ["--replace", "--recreate"]) {
    const ran = await projectHere().run(["plan", flag, "userPools.staff"]);
    assert.equal([ran.code, ran.stdout], [3, ""]);
    assert.match(ran.stderr, "the manifest and the lockfile do not both have this address");
  }
});

Plan("there is no colour in a pipe, unless FORCE_COLOR asks for it", async () => {
  const made = project();
  const escape = "\u001b[";
  assert.not.ok((await made.run(["plan"])).stdout.includes(escape));
  assert.ok((await made.run(["plan"], { FORCE_COLOR: "1" })).stdout.includes(escape));
  const off = await made.run(["plan", "--no-color"], { FORCE_COLOR: "1" });
  assert.not.ok(off.stdout.includes(escape));
});

Plan("the legend explains the symbols that are used, and no others", async () => {
  await withEmulator(async (emulator) => {
    const made = await applied(emulator);
    made.manifest(
      smallManifest
        .replace(/sdkClients:[^]*/, "")
        .concat("  more:\n    name: More\n    description: More people.\n"),
    );
    const { stdout } = await made.run(["plan"]);
    const legend = stdout.split("\n\n")[1];
    assert.is(legend, "Symbols:\n  + create\n  . retire (leaves the manifest; its id is kept)");
  })();
});

Plan("texts in the manifest cannot steer a terminal or a runner", async () => {
  const made = projectHere(
    'version: 1\nuserPools:\n  a:\n    name: "::error::x"\n    description: "##[command]rm\\nsecond line"\n',
  );
  const { code, stdout } = await made.run(["plan"]);
  assert.is(code, 0);
  assert.not.match(stdout, /^::/m);
  assert.not.match(stdout, "##[");
});

Plan("a manifest that is not valid ends with 3 before anything is asked", async () => {
  const made = projectHere(smallManifest.replace("userPool: members", "userPool: membres"), {
    env: { ANON_BASE_URL: "http://127.0.0.1:1" },
  });
  const ran = await made.run(["plan"]);
  assert.equal([ran.code, ran.stdout], [3, ""]);
  assert.match(ran.stderr, "anon.config.yaml:");
  assert.match(ran.stderr, "members");
});

Plan.run();
