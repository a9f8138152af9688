import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { firstLine, runCli, startCli } from "../support/cli.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const Emulator = suite("emulator");

/** Runs a script with Node and an emulator. */
function exec(script: string, args: readonly string[] = [], env: Record<string, string> = {}) {
  const command = ["--", process.execPath, "-e", script];
  return runCli(["emulator", "exec", ...args, ...command], { env });
}

const createPool = `
  const answer = await fetch(process.env.ANON_BASE_URL + "/org/userPool", {
    method: "POST",
    headers: { authorization: "Bearer " + process.env.ANON_API_KEY, "content-type": "application/json" },
    body: JSON.stringify({ name: "Members", description: "People." }),
  });
  console.log(answer.status);
`;

Emulator("start prints the two variables that one needs, and ends with 0 at a signal", async () => {
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    const child = startCli(["emulator", "start"]);
    let stdout = "";
    child.stdout?.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    while (!/\n.*\n/.test(stdout)) await once(child.stdout!, "data");
    assert.match(
      stdout,
      /^ANON_BASE_URL=http:\/\/127\.0\.0\.1:\d+\nANON_API_KEY=anon_[\w+/]+=*\n$/,
    );
    const url = /http:\S+/.exec(stdout)?.[0] ?? "";
    assert.is((await fetch(`${url}/_emulator/instance`)).status, 200);
    child.kill(signal);
    assert.equal(await once(child, "exit"), [0, null]);
  }
});

Emulator("start --json prints one line with all there is to know", async () => {
  const state = join(temporaryFolder(), "state.json");
  const child = startCli(["emulator", "start", "--json", "--state", state]);
  const { baseUrl, instanceId, ...rest } = JSON.parse(await firstLine(child));
  assert.equal(Object.keys(rest).toSorted(), ["apiKey", "organizationId", "readOnlyKey"]);
  const answer = (await (await fetch(`${baseUrl}/_emulator/instance`)).json()) as object;
  assert.equal(answer, { instanceId, organizationId: rest.organizationId });
  assert.ok(existsSync(state));
  child.kill();
  await once(child, "exit");
});

Emulator("a port or a fault that cannot be is told before anything runs", async () => {
  const fault = await runCli(["emulator", "start", "--fault", "post:first:refuse"]);
  assert.is(fault.code, 3);
  assert.match(fault.stderr, "error[bad-fault]");
  const first = startCli(["emulator", "start"]);
  const port = (await firstLine(first)).split(":").at(-1) ?? "";
  const second = await runCli(["emulator", "start", "--port", port]);
  first.kill();
  assert.equal([second.code, second.stderr.includes("error[emulator-port]")], [1, true]);
});

Emulator(
  "exec gives the command an emulator of its own, and its output is the command's",
  async () => {
    assert.equal(await exec(createPool), { code: 0, stdout: "200\n", stderr: "" });
  },
);

Emulator("a real key never reaches the emulator, whatever the environment is called", async () => {
  const script = `
    const names = Object.keys(process.env).filter((name) => name.startsWith("ANON_"));
    console.log(names.sort().join(), process.env.ANON_API_KEY.startsWith("anon_"));
  `;
  const { stdout } = await exec(script, [], {
    ANON_API_KEY: "real-canary-1",
    ANON_API_KEY_SANDBOX: "real-canary-2",
    ANON_BASE_URL: "https://svc.sandbox.anon.com",
  });
  assert.is(stdout, "ANON_API_KEY,ANON_BASE_URL true\n");
});

Emulator("the flags before -- are the emulator's, those after it the command's", async () => {
  const { stdout } = await exec(createPool, ["--fault", "post:1:status=503", "--latency", "1"]);
  assert.is(stdout, "503\n");
  const words = [
    "--",
    process.execPath,
    "-p",
    "process.argv.slice(1).join()",
    "--",
    "--help",
    "-x",
  ];
  const run = await runCli(["emulator", "exec", ...words]);
  assert.is(run.stdout, "--help,-x\n");
});

Emulator("exec answers the command's exit code, or what a shell would", async () => {
  assert.is((await exec("process.exit(42)")).code, 42);
  if (process.platform !== "win32")
    assert.is((await exec("process.kill(process.pid, 'SIGKILL')")).code, 137);
  const missing = await runCli(["emulator", "exec", "--", "no-such-command-here"]);
  assert.is(missing.code, 127);
  assert.match(missing.stderr, "error[command-not-started]");
  const folder = await runCli(["emulator", "exec", "--", temporaryFolder()]);
  assert.is(folder.code, 126);
});

Emulator("a signal is handed on to the command, whose own end counts", async () => {
  const script = `
    process.on("SIGTERM", () => process.exit(7));
    setInterval(() => {}, 1000);
    console.log(process.env.ANON_BASE_URL);
  `;
  const child = startCli(["emulator", "exec", "--", process.execPath, "-e", script]);
  const url = await firstLine(child);
  child.kill("SIGTERM");
  assert.equal(await once(child, "exit"), [7, null]);
  const gone = await fetch(url).then(
    () => false,
    () => true,
  );
  assert.ok(gone, "the emulator has stopped");
});

Emulator("--help explains every fault there is", async () => {
  const { stdout } = await runCli(["emulator", "start", "--help"]);
  assert.match(stdout, "METHOD[/PATH]:N:ACTION[=NUMBER]");
  assert.match(stdout, /^ {2}reset-after +Creates, then resets the connection/m);
});

Emulator.run();
