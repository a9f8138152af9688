import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { attemptsPerCreate } from "../../src/core/journal.ts";
import { lineageOf } from "../../src/core/names/lineage.ts";
import { formatJournal } from "../../src/store/journal-format.ts";
import { withEmulator } from "../support/emulator.ts";
import { projectHere, smallManifest, type Project } from "../support/project.ts";

/** A pull request names folders, and people type the printed commands with these names. */
const Printed = suite("commands that are printed, and folders with hostile names");

const evil = "orgs/$(touch PWNED);`id`'x";
const config = ["-c", `${evil}/anon.config.yaml`];
const lockfile = `${evil}/anon.lock.sandbox.emulator.json`;

function put(made: Project, name: string, text: string): void {
  mkdirSync(dirname(join(made.folder, name)), { recursive: true });
  writeFileSync(join(made.folder, name), text);
}

/** The rest of the line after a command's name in the help. */
const command = /\b(git (?:log|add|checkout)|mkdir -p|anon-sync) (.*)$/;

/** Checks that a shell finds no other command in a printed command. */
function assertQuoted(text: string): void {
  const commands = text
    .split("\n")
    .flatMap((line) => (line.startsWith("help") ? (command.exec(line)?.[2] ?? []) : []));
  assert.ok(
    commands.some((words) => words.includes("touch PWNED")),
    text,
  );
  for (const words of commands) {
    // We remove texts in single quotes, and the quote in the name as a shell reads it: '\''.
    const bare = words.replaceAll("'\\''", "").replaceAll(/'[^']*'/g, "");
    assert.not.match(bare, /[$`"]/, words);
  }
}

/** The change to a project → the command whose help names the folder. */
const troubles: Readonly<Record<string, [(made: Project) => void, readonly string[]]>> = {
  "a lockfile that is no JSON": [(made) => made.write(lockfile, "{"), ["status"]],
  "a lockfile that is gone": [(made) => made.remove(lockfile), ["plan"]],
  "a journal beside the lockfile": [
    (made) => {
      const { lineage } = JSON.parse(made.read(lockfile)) as { lineage: string };
      put(made, `${evil}/.anon-sync/${lineage}/journal`, "");
    },
    ["status"],
  ],
  "a bare repository": [
    (made) => {
      put(made, `${evil}/HEAD`, "ref: refs/heads/main\n");
      put(made, `${evil}/refs/heads/main`, "");
    },
    ["status"],
  ],
  "a broken version in HEAD": [
    (made) => {
      const whole = made.read(lockfile);
      made.write(lockfile, "{");
      made.git("commit", "--quiet", "--all", "--message", "broken");
      made.write(lockfile, whole);
    },
    ["plan"],
  ],
  "an organization id that is none": [
    (made) => {
      const whole = made.read(lockfile);
      made.write(lockfile, whole.replace(/"organizationId": "/, '"organizationId": "$(id) '));
    },
    ["output"],
  ],
};

for (const [name, [harm, words]] of Object.entries(troubles))
  Printed(
    `${name}: each path is one word of the command`,
    withEmulator(async (emulator) => {
      const made = projectHere(smallManifest, { git: true, env: emulator.env });
      mkdirSync(join(made.folder, evil), { recursive: true });
      renameSync(join(made.folder, "anon.config.yaml"), join(made.folder, config[1] ?? ""));
      await made.apply(...config);
      made.git("add", "--all");
      made.git("commit", "--quiet", "--message", "lockfile");
      harm(made);
      const ran = await made.run([...words, ...config]);
      assert.ok(ran.code !== 0, `${ran.stdout}${ran.stderr}`);
      assertQuoted(ran.stderr);
    }),
  );

Printed(
  "the note of a live run cannot steer a terminal or a CI that reads the log",
  withEmulator(async (emulator) => {
    // Without git the state's folder is beside the lockfile, and a pull request can fill it.
    const made = projectHere(smallManifest, { env: emulator.env });
    await made.applied();
    const lineage = lineageOf(made.lockfile().lineage);
    const folder = join(made.folder, ".anon-sync", lineage);
    const header = { run: lineage, lineage, attempts: attemptsPerCreate, creates: [] };
    writeFileSync(join(folder, "journal"), Buffer.concat([...formatJournal(header).pieces]));
    const [host, since] = ["x\u001b]0;y\u0007", "\n::error::pwned\n"];
    const note = { pid: 1, host, since, command: "anon-sync" };
    writeFileSync(join(folder, "holder.json"), JSON.stringify(note));
    for (const words of [["status"], ["plan"]]) {
      const { stderr } = await made.run(words);
      assert.match(stderr, "A run is under way (process 1 on ");
      assert.not.match(stderr, /^::error/m);
      assert.not(stderr.includes("\u001b"), stderr);
    }
  }),
);

Printed.run();
