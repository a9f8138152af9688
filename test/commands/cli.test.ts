import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { createOutputGate } from "../../src/cli/output-gate.ts";
import { styleFor } from "../../src/cli/colour.ts";
import { explainError } from "../../src/session/explain-error.ts";
import { commands } from "../../src/cli/table.ts";
import { DiskError } from "../../src/core/ports.ts";
import { version } from "../../src/core/version.ts";
import { colourStyle, plainStyle } from "../../src/report/style.ts";
import { firstLine, runCli, runShell, startCli } from "../support/cli.ts";
import { runCliHere } from "../support/run-here.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { testSecret } from "../support/secrets.ts";

const Cli = suite("the command line");

Cli("--version tells the version and nothing else, so that scripts can compare it", async () => {
  assert.equal(await runCli(["--version"]), { code: 0, stdout: `${version}\n`, stderr: "" });
});

Cli("--help names every command, and each command in it has code behind it", async () => {
  const { code, stdout } = await runCli(["--help"]);
  assert.is(code, 0);
  const group = await runCli(["emulator", "--help"]);
  const named = `${namesIn(stdout)} ${namesIn(group.stdout)}`.split(" ");
  for (const { name, load } of commands) {
    assert.ok(named.includes(name.split(" ").at(-1) ?? ""), `${name} is in --help`);
    assert.type((await load()).run, "function", name);
  }
  const known = commands.flatMap(({ name }) => name.split(" "));
  for (const name of named) assert.ok([...known, "help"].includes(name), `${name} is in the table`);
});

Cli("each command's --help goes to stdout, ends with 0 and names every flag it takes", async () => {
  await Promise.all(
    commands.map(async ({ name, flags }) => {
      const { code, stdout, stderr } = await runCliHere([...name.split(" "), "--help"]);
      assert.equal([code, stderr], [0, ""], name);
      assert.ok(stdout.startsWith(`Usage: anon-sync ${name} [options]`), stdout);
      for (const flag of flags) assert.ok(stdout.includes(flag.flags), `${name} ${flag.flags}`);
    }),
  );
});

/** Returns the names in the list of commands of a help text. */
function namesIn(help: string): string {
  const list = /\nCommands:\n((?: .*\n)+)/.exec(help)?.[1] ?? "";
  return [...list.matchAll(/^ {2}([\w-]+)/gm)].map(([, name]) => name).join(" ");
}

const mistakes: readonly (readonly [line: string, code: string, help: string])[] = [
  ["nope", "unknown-command", "anon-sync --help"],
  ["emulator nope", "unknown-command", "anon-sync emulator --help"],
  ["plan --nope", "unknown-flag", "anon-sync plan --help"],
  ["plan --version", "unknown-flag", "anon-sync plan --help"],
  ["validate --lockfile x", "unknown-flag", "anon-sync validate --help"],
  ["validate extra", "excess-argument", "anon-sync validate --help"],
  ["apply one two", "excess-argument", "anon-sync apply --help"],
  ["show", "missing-argument", "anon-sync show --help"],
  ["import userPools.members", "missing-argument", "anon-sync import --help"],
  ["emulator exec", "missing-argument", "anon-sync emulator exec --help"],
  ["plan --env", "missing-value", "anon-sync plan --help"],
  ["plan --env=", "bad-value", "anon-sync plan --help"],
  ["plan --env --json", "bad-value", "anon-sync plan --help"],
  ["plan --parallelism many", "bad-value", "anon-sync plan --help"],
  ["plan --parallelism 0", "bad-value", "anon-sync plan --help"],
  ["plan --parallelism 1e3", "bad-value", "anon-sync plan --help"],
  ["apply --max-creates -1", "bad-value", "anon-sync apply --help"],
  ["apply --lock-timeout 1.5", "bad-value", "anon-sync apply --help"],
  ["emulator start --port 65536", "bad-value", "anon-sync emulator start --help"],
  ["emulator start --reference new", "bad-value", "anon-sync emulator start --help"],
];

Cli("a command line that makes no sense ends with 3, its code, and what to type", async () => {
  await Promise.all(
    mistakes.map(async ([line, code, help]) => {
      const run = await runCliHere(line.split(" "));
      assert.equal([run.code, run.stdout], [3, ""], line);
      assert.ok(run.stderr.startsWith(`error[${code}]: `), `${line}: ${run.stderr}`);
      assert.ok(run.stderr.includes(`Run \`${help}\`.`), `${line}: ${run.stderr}`);
    }),
  );
});

Cli("a flag or a command that was nearly right is offered", async () => {
  assert.match((await runCliHere(["plan", "--jsno"])).stderr, "Did you mean --json?");
  assert.match((await runCliHere(["validat"])).stderr, "Did you mean validate?");
});

Cli("no command at all is a mistake, answered with the help on stderr", async () => {
  for (const words of [[], ["emulator"]]) {
    const { code, stdout, stderr } = await runCliHere(words);
    assert.equal([code, stdout], [3, ""]);
    assert.match(stderr, /^Usage: anon-sync/);
  }
});

Cli("what is given to a flag that there is not may be a secret, and is not repeated", async () => {
  const { stderr } = await runCli(["plan", "--api-key=sk-canary-1234"]);
  assert.match(stderr, "Unknown option '--api-key'.");
  assert.not.match(stderr, "canary");
});

Cli("a reader that has seen enough ends nothing with a stack trace", async () => {
  for (const line of [
    "anon_sync schema manifest | head -1",
    "anon_sync --help | head -1",
    "anon_sync plan --help | true",
    "anon_sync nope 2>&1 >/dev/null | true",
  ]) {
    const { code, stderr } = await runShell(line);
    assert.equal([code, stderr], [0, ""], line);
  }
});

Cli("the exit code is the command's own, whoever stopped reading", async () => {
  const script = "(anon_sync schema manifest; echo $? >code) | head -1 >/dev/null; cat code";
  assert.is((await runShell(script)).stdout, "0\n");
  const failing = "(anon_sync validate; echo $? >code) | true; cat code";
  assert.is((await runShell(failing)).stdout, "3\n");
});

Cli("output that cannot be written is a failure, and is told", async () => {
  if (process.platform !== "linux") return;
  const { code, stderr } = await runShell("anon_sync schema manifest >/dev/full");
  assert.is(code, 1);
  assert.match(stderr, /^Cannot write to stdout: ENOSPC/);
});

Cli("streams that are closed from the start harm nothing", async () => {
  const { code, stdout, stderr } = await runShell("anon_sync schema plan <&- >out; cat out");
  assert.equal([code, stderr], [0, ""]);
  assert.is((JSON.parse(stdout) as { title: string }).title, "anon-sync plan");
  assert.is((await runShell("anon_sync validate <&- >&- 2>&-")).code, 3);
});

Cli("a pipe never gets colours, unless they are asked for by name", async () => {
  const colour = "\u001B[";
  const plain = await runCli(["validate"], { env: { TERM: "xterm-256color" } });
  assert.not.ok(plain.stderr.includes(colour));
  const forced = await runCli(["validate"], { env: { FORCE_COLOR: "1" } });
  assert.ok(forced.stderr.includes(colour));
  const flag = await runCli(["validate", "--no-color"], { env: { FORCE_COLOR: "1" } });
  assert.not.ok(flag.stderr.includes(colour));
  const before = await runCli(["--no-color", "validate"], { env: { FORCE_COLOR: "1" } });
  assert.is(before.stderr, plain.stderr);
});

const onTerminal = (variables: Record<string, string>, noColour = false) =>
  styleFor({ variables, isTerminal: true, noColour });

Cli("on a terminal NO_COLOR, TERM=dumb and --no-color each do without colours", () => {
  assert.is(onTerminal({}), colourStyle);
  assert.is(onTerminal({ NO_COLOR: "" }), colourStyle);
  assert.is(onTerminal({ NO_COLOR: "1" }), plainStyle);
  assert.is(onTerminal({ TERM: "dumb" }), plainStyle);
  assert.is(onTerminal({ FORCE_COLOR: "0" }), plainStyle);
  assert.is(onTerminal({ FORCE_COLOR: "1" }, true), plainStyle);
});

Cli("a key that finds its way into output is replaced, in every file and stream", async () => {
  const key = 'anon/canary+"key"=0123';
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, "anon.config.yaml"), `version: 1\n'${key}': 1\n`);
  for (const args of [["validate"], ["validate", "--json"]]) {
    const { stdout, stderr } = await runCli(args, { cwd, env: { ANON_API_KEY_SANDBOX: key } });
    assert.match(stdout + stderr, "[redacted]");
    assert.not.match(stdout + stderr, "canary");
  }
});

Cli("the gate knows a key as JSON, URLs, base64 and hex write it", () => {
  const key = 'sec/ret+"key"~0123';
  const gate = createOutputGate({ ANON_API_KEY: key, OTHER: "not-a-secret" });
  const bytes = Buffer.from(key);
  const forms = [
    key,
    JSON.stringify(key).slice(1, -1),
    encodeURIComponent(key),
    bytes.toString("base64"),
    bytes.toString("base64url"),
    bytes.toString("hex"),
    bytes.toString("hex").toUpperCase(),
  ];
  for (const form of forms)
    assert.is(gate.redact(`a ${form} b ${form}`), "a [redacted] b [redacted]");
  assert.is(gate.redact("not-a-secret"), "not-a-secret");
});

Cli("the gate leaves short texts alone, and learns what is protected later", () => {
  const gate = createOutputGate({ ANON_API_KEY: "short", ANON_API_KEY_PRODUCTION: "" });
  assert.is(gate.redact("a short text"), "a short text");
  gate.protect("learned$&later");
  assert.is(gate.redact("learned$&later."), "[redacted].");
  // If one secret begins with another, the gate replaces the whole longer secret.
  gate.protect("learned$&later and longer");
  assert.is(gate.redact("learned$&later and longer."), "[redacted].");
});

Cli("a disk that refuses is told with the path and what to do, without a stack trace", () => {
  let said = "";
  const err = { write: (text: string) => void (said += text), style: plainStyle };
  assert.is(explainError(new DiskError("ENOSPC", "/some/file", "no space"), err), 1);
  assert.is(
    said,
    "error[disk-error]: /some/file: the disk is full.\nhelp: Make room, then run this again.\n",
  );
});

Cli("a bug of ours says that it is one, with its causes for the report", () => {
  let said = "";
  const err = { write: (text: string) => void (said += text), style: plainStyle };
  const cause = new TypeError("the inner one");
  assert.is(explainError(new Error("the outer one", { cause }), err), 1);
  assert.match(said, /^This is a bug in anon-sync \d/);
  assert.match(said, /Error: the outer one\n\s+at /);
  assert.match(said, "Cause: TypeError: the inner one");
});

Cli("a command that does not look at signals ends at the first one with 130", async () => {
  const cwd = temporaryFolder();
  // A lookup without an answer blocks the plan.
  const emulator = startCli(["emulator", "start", "--fault", "get:every:stall"], { cwd });
  const baseUrl = (await firstLine(emulator)).replace("ANON_BASE_URL=", "");
  const plan = startCli(["import", "userPools.members", "some-id", "--yes"], {
    cwd: await withManifest(cwd),
    env: { ANON_BASE_URL: baseUrl, ANON_API_KEY: testSecret("wrong") },
  });
  try {
    await answered(`${baseUrl}/_emulator/resources`, "GET /org/userPool/{id}");
    plan.kill("SIGTERM");
    const [code] = (await once(plan, "exit")) as [number];
    assert.is(code, 130);
  } finally {
    plan.kill("SIGKILL");
    emulator.kill("SIGKILL");
  }
});

/** Returns a folder with the manifest that init writes. */
async function withManifest(folder: string): Promise<string> {
  await runCli(["init", "-e", "emulator"], { cwd: folder });
  return folder;
}

/** Waits until the emulator has received a request. */
async function answered(url: string, request: string): Promise<void> {
  for (;;) {
    const { requests } = (await (await fetch(url)).json()) as { requests: Record<string, number> };
    if ((requests[request] ?? 0) > 0) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

Cli.run();
