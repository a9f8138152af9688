import { suite } from "uvu";
import * as assert from "uvu/assert";
import { withEmulator } from "../support/emulator.ts";
import { hostedManifest, projectHere } from "../support/project.ts";

/** Anon has no delete: a name stays taken in the view of a person with its console. */
const Names = suite("names that are taken for others");

const staffBlock = / {2}staff:\n(?: {4}.*\n)+/;
/** Returns the manifest with this block instead of the staff's. */
const instead = (block: string) => hostedManifest.replace(staffBlock, block);

Names(
  "one that looks like one which retired in an earlier apply is a warning",
  withEmulator(async (emulator) => {
    const made = projectHere(hostedManifest, { env: emulator.env });
    await made.applied();
    const { id } = made.lockfile().resources["userPools.staff"]!;
    made.manifest(instead(""));
    await made.applied();

    made.manifest(instead("  crew: { name: S-TAFF, description: Others. }\n"));
    const { code, stdout } = await made.run(["plan"]);
    assert.is(code, 0);
    assert.match(
      stdout,
      `Warning: userPools.crew gets a name that looks like that of userPools.staff, which retired with the id ${id} and is still in Anon: "S-TAFF" and "Staff". (anon.config.yaml:6:17)`,
    );

    made.manifest(hostedManifest);
    const revived = await made.run(["plan"]);
    assert.match(revived.stdout, "^ UserPool userPools.staff");
    assert.not.match(revived.stdout, "Warning", "it is the same one");

    made.manifest(instead("  staff: { name: STAFF, description: Others. }\n"));
    const again = await made.run(["plan"]);
    assert.match(again.stdout, "+ UserPool userPools.staff");
    assert.not.match(again.stdout, "Warning", "the plan names the old id of its own address");
  }),
);

Names(
  "one that a replacement gave up is one as well, and one that it kept is told by the manifest",
  withEmulator(async (emulator) => {
    const made = projectHere(hostedManifest, { env: emulator.env });
    await made.applied();
    const crew = "  crew: { name: STAFF, description: Others. }\n";
    made.manifest(instead(`  staff: { name: Workers, description: Employees. }\n${crew}`));
    const { stdout } = await made.run(["plan", "--replace", "userPools.staff"]);
    assert.match(
      stdout,
      "looks like that of userPools.staff, which stays in Anon when it is retired",
    );

    made.manifest(instead(`  staff: { name: Staff, description: Workers. }\n${crew}`));
    const kept = await made.run(["plan", "--replace", "userPools.staff"]);
    assert.not.match(kept.stdout, "Warning");
    assert.match(kept.stderr, "warning[look-alike-name]");
  }),
);

Names.run();
