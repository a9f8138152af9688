import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { withEmulator, type TestEmulator } from "../support/emulator.ts";
import { project, smallManifest } from "../support/project.ts";
import { pattern, workspace } from "../support/workspace.ts";

/** After Ctrl-C before the first create, a run has nothing to report but the interruption. */
const Interrupt = suite("SIGINT while resources are looked up");

/** Ends a run with SIGINT. Returns its output, which must not mention anything that it did not see. */
async function interrupt(child: ChildProcess): Promise<string> {
  let said = "";
  child.stdout?.setEncoding("utf8").on("data", (text: string) => (said += text));
  child.stderr?.setEncoding("utf8").on("data", (text: string) => (said += text));
  child.kill("SIGINT");
  assert.equal(await once(child, "close"), [130, null], said);
  assert.not.match(said, "unreadable");
  assert.not.match(said, "could not be looked up");
  assert.not.match(said, "Plan:");
  return said;
}

async function lookups(emulator: TestEmulator): Promise<number> {
  const { requests } = await emulator.inventory();
  const gets = Object.entries(requests).filter(([name]) => name.startsWith("GET "));
  return gets.reduce((sum, [, count]) => sum + count, 0);
}

Interrupt(
  "ends apply, settle and import with 130, and nothing is written",
  withEmulator(async (emulator) => {
    const made = project(smallManifest, { env: emulator.env });
    await emulator.fault("post:2:reset-after");
    await made.run(["apply", "--auto-approve", "--parallelism", "1"]);
    const address = "userPools.staff";
    const { id } = await emulator.named("Staff");
    const lockfile = made.lockfile();
    assert.equal(Object.keys(lockfile.unsettled), [address]);
    made.manifest(`${smallManifest}  other:
    name: Other
    description: Other.
    kind: { application: { userPool: members } }
`);
    await emulator.fault("get:every:stall");
    for (const command of [
      ["apply", "--auto-approve"],
      ["settle", address, "--id", id],
      ["import", "sdkClients.other", id, "--yes"],
    ]) {
      const before = await lookups(emulator);
      const child = made.start(command);
      while ((await lookups(emulator)) === before) await new Promise(setImmediate);
      const said = await interrupt(child);
      // The other commands end at the first signal, without output.
      if (command[0] === "apply") assert.match(said, "Interrupted while looking resources up.");
      assert.equal(made.lockfile(), lockfile);
    }
  }),
);

Interrupt(
  "reaches all of --workspace, a plan's too: none is begun any more, and those not run are named",
  withEmulator(async (emulator) => {
    const made = workspace(["acme", "globex", "initech"], { env: emulator.env });
    const words = ["--workspace", pattern, "--workspace-parallelism", "2"];
    await made.run(["apply", ...words, "--auto-approve"]);
    await emulator.fault("get:every:stall");
    const before = await lookups(emulator);
    const child = made.start(["plan", ...words]);
    while ((await lookups(emulator)) < before + 2) await new Promise(setImmediate);
    const said = await interrupt(child);
    assert.match(said, "\n3 manifests: 2 interrupted, 1 not run.\n");
  }),
);

Interrupt("ends with 130 too where the emulator does not even say who it is", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const made = project(smallManifest, { env: { ANON_BASE_URL: url, ANON_API_KEY: "a-key" } });
    const child = made.start(["apply", "--auto-approve"]);
    await once(server, "request");
    assert.match(await interrupt(child), "Interrupted");
  } finally {
    server.close();
    server.closeAllConnections();
  }
});

Interrupt.run();
