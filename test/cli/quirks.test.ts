import { suite } from "uvu";
import * as assert from "uvu/assert";
import { withEmulator, type TestEmulator } from "../support/emulator.ts";
import { projectHere, smallManifest, type Project } from "../support/project.ts";

const Quirks = suite("the vendor's quirks");

/** Returns the manifest for an emulator whose API reference requires the organization in every create. */
function withOrganization({ organizationId }: TestEmulator, manifest = smallManifest): string {
  return manifest.replace(
    "version: 1\n",
    `version: 1\nenvironments:\n  sandbox: { target: sandbox, organizationId: ${organizationId} }\n`,
  );
}

async function assertNoChanges(made: Project): Promise<void> {
  const ran = await made.run(["plan", "--detailed-exitcode"]);
  assert.is(ran.code, 0, ran.stdout);
  assert.match(ran.stdout, "No changes.");
}

Quirks(
  "the older reference wants an organizationId: without one the refusal is shown, with one it works",
  withEmulator(
    async (emulator) => {
      const made = projectHere(smallManifest, { env: emulator.env });
      const ran = await made.run(["apply", "--auto-approve"]);
      assert.is(ran.code, 1);
      assert.match(ran.stderr, "The API refused with 400: organizationId is required.");
      made.manifest(withOrganization(emulator));
      await made.applied();
      await assertNoChanges(made);
    },
    { reference: "older" },
  ),
);

Quirks(
  "absent auth and absent hosted are neither drift nor in sync on their account",
  withEmulator(
    async (emulator) => {
      const made = projectHere(withOrganization(emulator), { env: emulator.env });
      await made.applied();
      const { resources } = made.lockfile();
      const answered = (address: string) => resources[address]?.["answered"] as object;
      assert.not.ok("kind" in answered("sdkClients.web"), "the older reference tells no auth");
      assert.not.ok("hosted" in answered("userPools.members"));
      await assertNoChanges(made);
      // A plan cannot relock a field that the API does not return.
      made.manifest(
        withOrganization(emulator, smallManifest.replace("userPool: members", "userPool: staff")),
      );
      const changed = await made.run(["plan"]);
      assert.is(changed.code, 5);
      assert.match(changed.stdout, "! SdkClient sdkClients.web");
      assert.match(changed.stdout, "kind.application.userPoolId");
    },
    { reference: "older" },
  ),
);

Quirks(
  "drift in what the older reference does tell is still seen",
  withEmulator(
    async (emulator) => {
      const made = projectHere(withOrganization(emulator), { env: emulator.env });
      await made.applied();
      await emulator.edit("sdkClients", (await emulator.named("Web app")).id, { name: "Webb" });
      const ran = await made.run(["plan", "--detailed-exitcode"]);
      assert.is(ran.code, 2);
      assert.match(ran.stdout, 'name: "Web app" -> "Webb"');
    },
    { reference: "older" },
  ),
);

Quirks(
  "fields that nobody knows are ignored, in creates and in look-ups",
  withEmulator(
    async (emulator) => {
      const made = projectHere(smallManifest, { env: emulator.env });
      await made.applied();
      await assertNoChanges(made);
      assert.not.match(made.read("anon.lock.sandbox.emulator.json"), "revision");
    },
    { faults: ["post:every:extra-fields", "get:every:extra-fields"] },
  ),
);

Quirks(
  "idClaim null means sub: neither adding nor removing it is a change",
  withEmulator(async (emulator) => {
    const without = smallManifest.replace("      idClaim: email\n", "");
    const made = projectHere(without, { env: emulator.env });
    await made.applied();
    const staff = await emulator.named("Staff");
    assert.is((staff["authorization"] as { idClaim: unknown }).idClaim, null);
    await assertNoChanges(made);
    made.manifest(smallManifest.replace("idClaim: email", "idClaim: sub"));
    await assertNoChanges(made);
    await emulator.edit("userPools", staff.id, { authorization: { idClaim: "sub" } });
    await assertNoChanges(made);
    made.manifest(smallManifest);
    assert.is((await made.run(["plan"])).code, 5);
  }),
);

Quirks(
  "a description that the API trims is no drift, as YAML blocks end in a line feed",
  withEmulator(async (emulator) => {
    const block = smallManifest.replace(
      "description: Employees.",
      "description: |\n      Employees,\n      and their guests.   \n\n    # the end\n",
    );
    const made = projectHere(block, { env: emulator.env });
    await made.applied();
    const staff = await emulator.named("Staff");
    assert.is(staff["description"], "Employees,\nand their guests.");
    await assertNoChanges(made);
    made.manifest(block.replace("|\n", "|-\n"));
    await assertNoChanges(made);
    made.manifest(block.replace("|\n", "|+\n"));
    await assertNoChanges(made);
    made.manifest(block.replace("guests", "dogs"));
    assert.is((await made.run(["plan"])).code, 5);
  }),
);

Quirks(
  "201 is as good as 200",
  withEmulator(
    async (emulator) => {
      const made = projectHere(smallManifest, { env: emulator.env });
      await made.applied();
      await assertNoChanges(made);
    },
    { faults: ["post:every:201"] },
  ),
);

Quirks(
  "an emulator under another of its names is the same one, whatever URL leads to it",
  withEmulator(async (emulator) => {
    const made = projectHere(smallManifest, { env: emulator.env });
    await made.applied();
    const byName = { ANON_BASE_URL: emulator.url.replace("127.0.0.1", "localhost") };
    const ran = await made.run(["plan", "--detailed-exitcode"], byName);
    assert.is(ran.code, 0, ran.stderr + ran.stdout);
  }),
);

Quirks(
  "a manifest from Windows, with a BOM and CRLF, is the same manifest",
  withEmulator(async (emulator) => {
    const made = projectHere(smallManifest, { env: emulator.env });
    await made.applied();
    made.manifest(`\uFEFF${smallManifest.replaceAll("\n", "\r\n")}`);
    await assertNoChanges(made);
  }),
);

Quirks.run();
