import { existsSync } from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { commands } from "../../src/cli/table.ts";
import { runShell } from "../support/cli.ts";
import { withEmulator, type TestEmulator } from "../support/emulator.ts";
import { project, projectHere, smallManifest, type Project } from "../support/project.ts";
import { runCliHere } from "../support/run-here.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { hasTerminal, onTerminal, type Typing } from "./terminal.ts";

/** Tests of every command with each of its streams in pipes, closed, ended early, or on a terminal. */
const pipes = suite("pipes and terminals");

const lockfileName = "anon.lock.sandbox.emulator.json";

/** Each command as people type it. A repeat of a writing command changes nothing. */
const lines = [
  "--help",
  "init",
  "validate",
  "plan --out saved.plan",
  "show saved.plan",
  "apply --auto-approve",
  "status",
  "recover --from-git --yes",
  "merge-driver anon.lock.sandbox.emulator.json",
  "unlock",
  "workspace 'orgs/*/anon.config.yaml'",
  "output",
  "settle userPools.members --not-created --yes",
  "import userPools.members some-id --yes",
  "token web --user somebody",
  "verify",
  "schema lockfile",
  "emulator exec -- true",
  "emulator start --fault nonsense",
  "nonsense",
];

/** The same commands with other flags, for the most troublesome reader. */
const otherLines = [
  "init -e emulator",
  "validate --json",
  "plan",
  "plan --json",
  "show saved.plan --json",
  "apply",
  "apply --auto-approve --json",
  "status --json",
  "settle userPools.members",
  "import userPools.nobody some-id",
  "token nobody --user somebody",
  "verify --with-token",
  "verify --json",
];

/** The states in which a shell may leave the streams of a command. */
const surroundings: readonly (readonly [what: string, after: string])[] = [
  ["a reader that stops after a line", "2>&1 | head -1"],
  ["no reader at all", "2>&1 | true"],
  ["all three closed", "<&- >&- 2>&-"],
];

const trouble = /\n {4}at |bug in anon-sync|UnhandledPromise|EPIPE|EBADF|node:internal/;
const colour = "\u001B[";

pipes("every command of the table is among those that are tried", () => {
  for (const { name } of commands)
    assert.ok(
      lines.some((line) => line.startsWith(name)),
      name,
    );
});

for (const [what, after] of surroundings)
  pipes(
    `no command shows a stack trace or loses its work: ${what}`,
    withEmulator(async (emulator) => {
      const made = project(smallManifest, { env: emulator.env });
      for (const line of what === surroundings[0]?.[0] ? [...lines, ...otherLines] : lines) {
        const { stdout, stderr } = await inShell(made, emulator, `anon_sync ${line} ${after}`);
        assert.not.match(`${stdout}\n${stderr}`, trouble, line);
        assert.not.ok(`${stdout}${stderr}`.includes(colour), line);
      }
      await hasItsWork(made, emulator);
    }),
  );

pipes(
  "no command shows a stack trace or loses its work: FORCE_COLOR",
  withEmulator(async (emulator) => {
    const made = projectHere(smallManifest, { env: { ...emulator.env, FORCE_COLOR: "1" } });
    for (const line of lines) {
      const words = line.split(" ").map((word) => word.replaceAll("'", ""));
      const { stdout, stderr } = await made.run(words);
      assert.not.match(`${stdout}\n${stderr}`, trouble, line);
    }
    await hasItsWork(made, emulator);
  }),
);

/** Checks that every create was sent once, and that its id is on record. */
async function hasItsWork(made: Project, emulator: TestEmulator): Promise<void> {
  assert.equal(Object.keys(made.lockfile().resources).length, 3);
  const { creates, requests } = await emulator.inventory();
  assert.is(requests["POST /org/userPool"], 2);
  assert.is(requests["POST /org/sdkClient"], 1);
  assert.equal(creates, { userPools: 2, sdkClients: 1 });
}

function inShell(made: Project, emulator: TestEmulator, line: string) {
  return runShell(line, { cwd: made.folder, env: emulator.env });
}

pipes(
  "an apply that nobody reads any more ends with its own exit code",
  withEmulator(async (emulator) => {
    const made = project(smallManifest, { env: emulator.env });
    await emulator.fault("post/sdkClient:1:refuse");
    const line = "(anon_sync apply --auto-approve 2>&1; echo $? >code) | true; cat code";
    assert.is((await inShell(made, emulator, line)).stdout, "1\n");
    assert.is((await inShell(made, emulator, line)).stdout, "0\n");
  }),
);

pipes(
  "FORCE_COLOR colours a pipe, NO_COLOR and --no-color win nothing less than plain text",
  withEmulator(async (emulator) => {
    const made = project(smallManifest, { env: emulator.env });
    const colours = async (line: string) =>
      (await inShell(made, emulator, line)).stdout.includes(colour);
    assert.ok(await colours("FORCE_COLOR=1 anon_sync plan"));
    assert.not(await colours("anon_sync plan"));
    assert.not(await colours("FORCE_COLOR=1 anon_sync plan --no-color"));
    assert.not(await colours("FORCE_COLOR=1 anon_sync plan --json"));
  }),
);

/** Adds a test that needs a terminal; the test is skipped if the machine has none. */
function terminal(
  why: string,
  test: (made: Project, emulator: TestEmulator) => Promise<void>,
  faults: readonly string[] = [],
): void {
  const run = withEmulator(
    (emulator) => test(projectHere(smallManifest, { env: emulator.env }), emulator),
    { faults },
  );
  if (hasTerminal) pipes(why, run);
  else pipes.skip(why, run);
}

const prompt = "Enter a value:";

function apply(made: Project, emulator: TestEmulator, typing: Typing, ...args: readonly string[]) {
  return onTerminal(["apply", ...args], made.folder, emulator.env, typing);
}

terminal("the apply prompt takes the whole word yes and nothing else", async (made, emulator) => {
  for (const keys of ["no\r", "yes please\r", "\u0004"]) {
    const { code, text } = await apply(made, emulator, [[prompt, keys]]);
    assert.match(text, "Only 'yes' will be accepted to approve.");
    assert.match(text, "Apply cancelled. Nothing was done.");
    assert.is(code, 1, JSON.stringify(keys));
  }
  // The tests above cover the terminal's treatment of a line; this test passes the words directly.
  for (const word of ["y", "YES", ""]) {
    const options = { cwd: made.folder, env: emulator.env, ask: async () => word };
    const { code, stdout, stderr } = await runCliHere(["apply"], options);
    assert.match(stdout + stderr, "Apply cancelled. Nothing was done.");
    assert.is(code, 1, JSON.stringify(word));
  }
  assert.is(await emulator.posts(), 0);
  const { code, text } = await apply(made, emulator, [[prompt, "yes\r"]]);
  assert.is(code, 0, text);
  assert.match(stripVTControlCharacters(text), "Apply complete! 3 created");
  assert.is(await emulator.posts(), 3);
});

terminal("Ctrl-C at the prompt ends with 130 and nothing is done", async (made, emulator) => {
  const { code, text } = await apply(made, emulator, [[prompt, "\u0003"]]);
  assert.is(code, 130, text);
  assert.match(text, "Nothing was done.");
  assert.is(await emulator.posts(), 0);
  // The lock is free, and there is no journal to fold.
  const next = await made.apply();
  assert.not.match(next.stderr, "An earlier run was cut off.");
});

terminal("one live line shows how far it is, and is gone at the end", async (made, emulator) => {
  const { code, text } = await apply(made, emulator, [], "--auto-approve");
  assert.is(code, 0, text);
  assert.match(text, "Applying: 0 of 3 creates done");
  assert.match(text, "Applying: 3 of 3 creates done");
  const last = text.split("\r\n").filter((line) => line.includes("Applying:"));
  for (const line of last) {
    const shown = line.slice(line.lastIndexOf("\r\u001B[K") + 4);
    assert.not.match(shown, "Applying:", `it was cleared: ${JSON.stringify(line)}`);
  }
  // The receipts stay: if the disk is lost, they are the only record of the ids.
  assert.is([...text.matchAll(/ id=[-0-9a-f]{36} attempt=/g)].length, 3);
});

terminal("colours on a terminal are wanted, and can be refused", async (made, emulator) => {
  const plan = (variables: Record<string, string>, ...args: readonly string[]) =>
    onTerminal(["plan", ...args], made.folder, { ...emulator.env, ...variables });
  assert.ok((await plan({})).text.includes(colour));
  assert.not.ok((await plan({}, "--no-color")).text.includes(colour));
  assert.not.ok((await plan({ NO_COLOR: "1" })).text.includes(colour));
  assert.not.ok((await plan({ TERM: "dumb" })).text.includes(colour));
  const { text } = await apply(made, emulator, [], "--auto-approve", "--no-color");
  // The sequence that replaces the live line is no colour.
  assert.not.ok(text.replaceAll("\r\u001B[K", "").includes(colour));
});

terminal("a dumb terminal gets a line for each event", async (made, emulator) => {
  const variables = { ...emulator.env, TERM: "dumb" };
  const { text } = await onTerminal(["apply", "--auto-approve"], made.folder, variables);
  assert.not.ok(text.includes("\u001B"));
  assert.match(text, "sending userPools.members\r\n");
});

terminal(
  "Ctrl-C in a run stops it, a second one waits for nothing, and what was sent is unsettled",
  async (made, emulator) => {
    const typing: Typing = [
      ["Applying: 0 of 3", "\u0003"],
      ["Stopping:", "\u0003"],
    ];
    const { code, text } = await apply(made, emulator, typing, "--auto-approve");
    assert.is(code, 130, text);
    assert.equal(Object.keys(made.lockfile().unsettled ?? {}), ["userPools.members"]);
    assert.is(await emulator.posts(), 1);
    const { id } = await emulator.named("Members");
    assert.is((await made.run(["settle", "userPools.members", "--id", id])).code, 0);
    await made.apply();
    assert.is(await emulator.posts(), 3);
  },
  ["post:1:stall-after"],
);

terminal(
  "import and settle ask a person too, and do nothing without a yes",
  async (made, emulator) => {
    await emulator.fault("post/userPool:1:reset-after");
    assert.is((await made.run(["apply", "--auto-approve"])).code, 4);
    const before = made.read(lockfileName);
    const settle = ["settle", "userPools.members", "--not-created"];
    const ask = (args: readonly string[], keys: string) =>
      onTerminal(args, made.folder, emulator.env, [[prompt, keys]]);
    assert.is((await ask(settle, "no\r")).code, 1);
    assert.is((await ask(settle, "\u0003")).code, 130);
    assert.is(made.read(lockfileName), before);
    const { id } = await emulator.named("Members");
    assert.is((await ask(settle, "yes\r")).code, 0);
    const adopt = ["import", "userPools.members", id];
    assert.is((await ask(adopt, "no\r")).code, 1);
    assert.is((await ask(adopt, "yes\r")).code, 0);
    assert.is(made.lockfile().resources["userPools.members"]?.id, id);
  },
);

pipes("a folder that is gone is told plainly", async () => {
  if (process.platform === "win32") return;
  const folder = temporaryFolder();
  const line = `mkdir gone; cd gone; rmdir ../gone; anon_sync plan`;
  const { code, stdout, stderr } = await runShell(line, { cwd: folder });
  assert.not.match(stdout + stderr, trouble);
  assert.is(code, 1);
  assert.match(stderr, "error[no-current-folder]");
  assert.not(existsSync(join(folder, "gone")));
});

pipes.run();
