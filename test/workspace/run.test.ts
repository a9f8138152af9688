import { EventEmitter, once } from "node:events";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { readCommandLine } from "../../src/cli/command-line.ts";
import type { RunCommand } from "../../src/session/options.ts";
import { runWorkspace } from "../../src/workspace/run.ts";
import { contextHere } from "../support/run-here.ts";
import { fileOf, pattern, workspace } from "../support/workspace.ts";

/** Tests of --workspace with any command: here with commands that do only what a test sets. */
const Run = suite("runs of several manifests");

interface Started {
  readonly said: { stdout: string; stderr: string };
  readonly code: Promise<number>;
}

function start(names: readonly string[], run: RunCommand, ...words: readonly string[]): Started {
  const { folder } = workspace(names);
  const said = { stdout: "", stderr: "" };
  const line = readCommandLine(["validate", "--workspace", pattern, ...words], 100);
  if ("text" in line) throw new Error(line.text);
  return { said, code: runWorkspace(contextHere(folder, said), line, run) };
}

Run("a receipt does not wait for its turn: a log must have it when the machine goes", async () => {
  const seen = new EventEmitter();
  const receipt = once(seen, "receipt");
  const { said, code } = start(["acme", "globex"], async ({ err }, { config }) => {
    err.write(`begun ${config}\n`);
    if (config === fileOf("acme")) await receipt;
    else {
      err.receipt?.("created userPools.members id=1 attempt=2\n");
      seen.emit("receipt");
    }
    err.write(`done ${config}\n`);
    return 0;
  });
  assert.is(await code, 0);
  assert.equal(said.stderr.split("\n").slice(1, -1), [
    `begun ${fileOf("acme")}`,
    `${fileOf("globex")}: created userPools.members id=1 attempt=2`,
    `done ${fileOf("acme")}`,
    `begun ${fileOf("globex")}`,
    `done ${fileOf("globex")}`,
  ]);
});

Run("no more of them at once than were asked for", async () => {
  const names = Array.from({ length: 9 }, (_, number) => `org-${number}`);
  let most = 0;
  let running = 0;
  const { code } = start(
    names,
    async () => {
      running += 1;
      most = Math.max(most, running);
      await new Promise(setImmediate);
      running -= 1;
      return 0;
    },
    "--workspace-parallelism",
    "3",
  );
  assert.equal([await code, most], [0, 3]);
});

Run("a bug of ours in one ends with 1, is told as one, and stops no other", async () => {
  const { said, code } = start(["acme", "globex"], async ({ out }, { config }) => {
    if (config === fileOf("acme")) throw new TypeError("a mistake of ours");
    out.write("went well\n");
    return 0;
  });
  assert.is(await code, 1);
  assert.match(said.stderr, "This is a bug in anon-sync");
  assert.match(said.stdout, "went well\n");
  assert.match(said.stdout, "2 manifests: 1 failed, 1 done.\n");
});

Run.run();
