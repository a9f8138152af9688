import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { withEmulator } from "../support/emulator.ts";
import { project, projectHere } from "../support/project.ts";
import { repositoryFolder } from "../support/repository.ts";

const Examples = suite("examples/");

function example(name: string): string {
  return readFileSync(join(repositoryFolder, "examples", name), "utf8");
}

const manifest = example("anon.config.yaml");

/** Returns the manifest after the changes that examples/README.md describes. */
function afterChanges(): string {
  const changes: readonly (readonly [string, string])[] = [
    ["description: The app in the stores.", "description: The app in both stores."],
    ["description: The browser front end of", "description: The website of"],
    ["  back-office:\n", "  office:\n"],
    [
      "sdkClients.admin, to: sdkClients.back-office",
      "sdkClients.back-office, to: sdkClients.office",
    ],
    [/ {2}test-runner:\n[^]*?\n\n/.exec(manifest)?.[0] ?? "", ""],
    [
      "sdkClients:\n",
      "sdkClients:\n  kiosk:\n    name: Kiosk\n    description: Screens in the lobby.\n    kind: { application: { userPool: members } }\n\n",
    ],
  ];
  return changes.reduce((text, [before, after]) => {
    assert.is(text.split(before).length, 2, `${before} stands once in the example`);
    return text.replace(before, () => after);
  }, manifest);
}

Examples("plan.txt is exactly what plan prints for the manifest beside it, offline", async () => {
  const ran = await project(manifest).run(["plan", "--skip-jwks-check"]);
  assert.is(ran.code, 0, ran.stderr);
  assert.is(ran.stdout, example("plan.txt"));
});

Examples("plan.md is exactly what plan prints for it in markdown", async () => {
  const ran = await projectHere(manifest).run([
    "plan",
    "--skip-jwks-check",
    "--format",
    "markdown",
  ]);
  assert.is(ran.code, 0, ran.stderr);
  assert.is(ran.stdout, example("plan.md"));
});

Examples(
  "plan-after-changes.txt is what plan prints after the changes, but for ids and the port",
  withEmulator(
    async (emulator) => {
      const made = project(manifest, { env: emulator.env });
      await made.apply("-e", "emulator");
      const web = await emulator.named("Web app");
      const staff = await emulator.named("Staff");
      await emulator.edit("sdkClients", web.id, { description: "The website of example.test." });
      await emulator.edit("userPools", staff.id, { authorization: { idClaim: "sub" } });
      made.manifest(afterChanges());
      const { code, stdout, stderr } = await made.run(["plan", "-e", "emulator"]);
      assert.is(code, 5, stderr);
      const { resources } = made.lockfile("emulator");
      const ids = Object.entries(resources).toSorted(([left], [right]) => (left < right ? -1 : 1));
      const text = ids.reduce(
        (shown, [, { id }], index) =>
          shown.replaceAll(id, `00000000-0000-4000-8000-${String(index + 1).padStart(12, "0")}`),
        stdout.replaceAll(emulator.url, "http://127.0.0.1:4010"),
      );
      assert.is(text, example("plan-after-changes.txt"));
    },
    { organizationId: "7a1e0c52-3b1f-4d7e-9a55-0d6c2f1b8e34" },
  ),
);

Examples("every example is told of in the README, and every one that it tells of is there", () => {
  const files = readdirSync(join(repositoryFolder, "examples")).filter(
    (name) => name !== "README.md",
  );
  const told = [...example("README.md").matchAll(/^\| `([^`]+)`/gm)].map((match) => match[1]);
  assert.equal(told.toSorted(), files.toSorted());
});

Examples.run();
