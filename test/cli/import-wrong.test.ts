import { suite } from "uvu";
import * as assert from "uvu/assert";
import { mergeStates } from "../../src/core/state/merge.ts";
import { activeIds } from "../../src/core/state/state.ts";
import { parseLockfile } from "../../src/store/lockfile.ts";
import { byHand } from "../support/by-hand.ts";
import type { CliRun } from "../support/cli.ts";
import { withEmulator, type TestEmulator } from "../support/emulator.ts";
import { projectHere } from "../support/project.ts";

/** A wrong import binds an address to another resource: the tool refuses it, or a person corrects it. */
const Wrong = suite("a wrong import");

const manifest = `version: 1
userPools:
  members: { name: Members, description: People who sign in. }
  staff: { name: Staff, description: Employees. }
  partners:
    name: Partners
    description: Resellers.
    authorization: { jwksUri: https://login.example.com/jwks.json }
sdkClients:
  web: { name: Web, description: Front end., kind: { application: { userPool: members } } }
  jobs: { name: Jobs, description: Night work., kind: service }
`;

const bodies = {
  members: { name: "Members", description: "People who sign in." },
  staff: { name: "Staff", description: "Employees." },
  partners: {
    name: "Partners",
    description: "Resellers.",
    authorization: { jwksUri: "https://login.example.com/jwks.json", idClaim: null },
  },
};

/** Makes a project, and by hand two hosted pools and a self-hosted pool. */
async function beside(emulator: TestEmulator) {
  const made = projectHere(manifest, { env: emulator.env });
  const [members, staff, partners] = [
    await byHand(emulator, "userPool", bodies.members),
    await byHand(emulator, "userPool", bodies.staff),
    await byHand(emulator, "userPool", bodies.partners),
  ];
  const adopt = (address: string, id: string, ...flags: string[]) =>
    made.run(["import", address, id, "--yes", ...flags]);
  const adoptFile = (lines: string, ...flags: string[]) => {
    made.write("ids", lines);
    return made.run(["import", "--file", "ids", "--yes", ...flags]);
  };
  const held = () =>
    Object.entries(made.lockfile().resources).map(([address, { id }]) => `${address} ${id}`);
  return { made, members, staff, partners, adopt, adoptFile, held };
}

function refused(run: CliRun, code: string, ...parts: string[]): void {
  assert.is(run.code, 5, run.stderr);
  for (const part of [`error[${code}]`, ...parts]) assert.match(run.stderr, part);
}

function done(run: CliRun): void {
  assert.is(run.code, 0, run.stderr);
}

Wrong(
  "no edit makes a service of an application, nor a self-hosted pool of a hosted one: refused whatever is said",
  withEmulator(async (emulator) => {
    const { members, partners, adopt, adoptFile, held } = await beside(emulator);
    const insist = "--even-if-different";
    const application = await byHand(emulator, "sdkClient", {
      name: "Jobs",
      description: "Night work.",
      kind: { application: { userPoolId: members } },
    });
    const jobs = await adopt("sdkClients.jobs", application, insist);
    refused(jobs, "another-resource", 'wants "service", and it is "application"');
    const hosted = await adopt("userPools.partners", members, insist);
    refused(hosted, "another-resource", 'wants "self-hosted", and it is "Anon-hosted"');
    const own = await adopt("userPools.members", partners, insist);
    refused(own, "another-resource", 'wants "Anon-hosted", and it is "self-hosted"');
    const lines = `userPools.members ${members}\nsdkClients.jobs ${application}\n`;
    refused(await adoptFile(lines, insist), "another-resource", "ids:2:17");
    assert.equal(held(), [], "not one of a file");
  }),
);

Wrong(
  "plan offers to adopt what imports lists as it is only where import takes it",
  withEmulator(async (emulator) => {
    const { made, members, staff, adopt } = await beside(emulator);
    const web = await byHand(emulator, "sdkClient", {
      name: "Old name",
      description: "Front end.",
      kind: { application: { userPoolId: members } },
    });
    const listed = `{ to: sdkClients.web, id: ${web} }, { to: userPools.partners, id: ${staff} }`;
    made.manifest(`${manifest}imports: [${listed}]\n`);
    const first = await made.run(["plan"]);
    assert.match(first.stdout, "not possible before the lockfile has an id of userPools.members.");
    assert.match(first.stdout, "list the right id: no edit makes of this one");
    assert.not.match(first.stdout, "anon-sync import");
    done(await adopt("userPools.members", members));
    const second = await made.run(["plan"]);
    assert.match(second.stdout, `anon-sync import sdkClients.web ${web}\n`);
    done(await adopt("sdkClients.web", web));
  }),
);

Wrong(
  "a client of another of our pools is another client",
  withEmulator(async (emulator) => {
    const { members, staff, adopt } = await beside(emulator);
    const web = await byHand(emulator, "sdkClient", {
      name: "Web",
      description: "Front end.",
      kind: { application: { userPoolId: staff } },
    });
    done(await adopt("userPools.members", members));
    done(await adopt("userPools.staff", staff));
    refused(await adopt("sdkClients.web", web), "another-resource", "the id of userPools.staff");
  }),
);

Wrong(
  "what has nothing in common with its address is not adopted unseen, unless that is said",
  withEmulator(async (emulator) => {
    const { members, staff, adopt, adoptFile, held } = await beside(emulator);
    const swapped = `userPools.members ${staff}\nuserPools.staff ${members}\n`;
    refused(await adopt("userPools.members", staff), "nothing-in-common", "--even-if-different");
    refused(await adoptFile(swapped), "nothing-in-common", "ids:1:19", "ids:2:17");
    assert.equal(held(), []);
    const renamed = await byHand(emulator, "userPool", { ...bodies.staff, name: "Employees" });
    done(await adopt("userPools.staff", renamed));
    done(await adopt("userPools.members", staff, "--even-if-different"));
  }),
);

Wrong(
  "the right id takes the place of an imported one, which is kept as replaced; plan says so",
  withEmulator(async (emulator) => {
    const { made, members, staff, adopt, held } = await beside(emulator);
    done(await adopt("userPools.members", staff, "--even-if-different"));
    const plan = await made.run(["plan"]);
    assert.match(plan.stdout, "Four ways out:");
    assert.match(plan.stdout, `if ${staff} is the wrong id, import the right one in its place:`);
    assert.match(plan.stdout, "anon-sync import userPools.members ID\n");

    const run = await adopt("userPools.members", members);
    done(run);
    assert.match(run.stderr, `userPools.members is ${staff} now, which was imported`);
    assert.match(run.stdout, `Retired: ${staff}, which userPools.members was`);
    assert.equal(held(), [`userPools.members ${members}`]);
    assert.is(made.lockfile().retired[staff]?.["reason"], "replaced");
    done(await adopt("userPools.staff", staff));
    assert.equal(made.lockfile().retired, {}, "where it belongs it is in use again");
    const planned = await made.run(["plan"]);
    assert.match(planned.stdout, "Plan: 3 to create, 0 to retire, 2 unchanged.");
    assert.not.match(planned.stdout, "UserPool userPools.members");
  }),
);

Wrong(
  "swapped ids change places in one file, and no address is ever left to be created again",
  withEmulator(async (emulator) => {
    const { made, members, staff, adopt, adoptFile, held } = await beside(emulator);
    const swapped = `userPools.members ${staff}\nuserPools.staff ${members}\n`;
    done(await adoptFile(swapped, "--even-if-different"));
    const alone = await adopt("userPools.members", members);
    refused(alone, "id-taken", "anon-sync import --file FILE");
    const right = `userPools.members ${members}\nuserPools.staff ${staff}\n`;
    done(await adoptFile(right));
    assert.equal(held(), [`userPools.members ${members}`, `userPools.staff ${staff}`]);
    assert.equal(made.lockfile().retired, {}, "both are in use");
    const before = made.read("anon.lock.sandbox.emulator.json");
    assert.match((await adoptFile(right)).stdout, "Nothing to import");
    assert.is(made.read("anon.lock.sandbox.emulator.json"), before);
    const planned = await made.run(["plan"]);
    assert.match(planned.stdout, "Plan: 3 to create, 0 to retire, 2 unchanged.");
  }),
);

Wrong(
  "what a branch still has swapped does not swap it back when it is merged",
  withEmulator(async (emulator) => {
    const { made, members, staff, adoptFile } = await beside(emulator);
    const name = "anon.lock.sandbox.emulator.json";
    await adoptFile(
      `userPools.members ${staff}\nuserPools.staff ${members}\n`,
      "--even-if-different",
    );
    const theirs = parseLockfile(new TextEncoder().encode(made.read(name)), name).state;
    await adoptFile(`userPools.members ${members}\nuserPools.staff ${staff}\n`);
    const ours = parseLockfile(new TextEncoder().encode(made.read(name)), name).state;
    for (const merged of [mergeStates(ours, theirs), mergeStates(theirs, ours)]) {
      const active = [...activeIds(merged)].map(([address, { id }]) => `${address} ${id}`);
      assert.equal(active.toSorted(), [`userPools.members ${members}`, `userPools.staff ${staff}`]);
    }
  }),
);

Wrong.run();
