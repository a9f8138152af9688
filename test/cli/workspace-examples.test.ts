import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { parse } from "yaml";
import { readCommandLine } from "../../src/cli/command-line.ts";
import type { Invocation } from "../../src/session/options.ts";
import { readShard } from "../../src/workspace/shard.ts";
import { shellWords } from "../../src/core/shell-words.ts";
import { cliEnvironment, cliFile } from "../support/cli.ts";
import { withEmulator } from "../support/emulator.ts";
import { repositoryFolder } from "../support/repository.ts";
import { contextHere } from "../support/run-here.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { fileOf, onePool, pattern, workspace } from "../support/workspace.ts";
import { patternOf } from "../../src/workspace/pattern.ts";

const Examples = suite("examples/workspace/");

interface Step {
  readonly id?: string;
  readonly run?: string;
}

interface GitHubJob {
  readonly if: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly steps: readonly Step[];
  readonly strategy: { readonly matrix: string };
}

const file = (name: string) =>
  readFileSync(join(repositoryFolder, "examples/workspace", name), "utf8");
const github = parse(file("github.yml")) as { readonly jobs: Readonly<Record<string, GitHubJob>> };
const gitlab = parse(file("gitlab.yml"))["anon-plan"] as {
  readonly parallel: number;
  readonly script: readonly string[];
};
const kubernetes = parse(file("kubernetes.yml")).spec;
const [container] = kubernetes.template.spec.containers;

/** Returns the line of a job that runs the command on the manifests. Throws if there is none. */
function commandOf(job: string): string {
  const run = github.jobs[job]?.steps.find((step) => step.run?.includes("anon-sync"))?.run;
  if (run === undefined) throw new Error(`the job ${job} runs no command`);
  return run;
}

/** What the command makes of its words; throws if they make no sense to it. */
function invocation(words: readonly string[]): Invocation {
  const line = readCommandLine(words, 100);
  if ("text" in line) throw new Error(line.text);
  return line;
}

function wordsOf(line: string): readonly string[] {
  const split = shellWords(line.slice(line.indexOf("anon-sync ") + "anon-sync ".length));
  if ("wrong" in split) throw new Error(split.wrong);
  return split.words;
}

Examples("every command that is to be divided is one that the tool takes", () => {
  const context = contextHere(repositoryFolder, { stdout: "", stderr: "" });
  for (const words of [
    wordsOf(commandOf("plan")),
    wordsOf(gitlab.script.at(-1) ?? ""),
    container.args as readonly string[],
  ])
    assert.is(patternOf(context, invocation(words)), pattern);
});

Examples("the last job of each fleet has the last shard, and the first the first", () => {
  const { parallel } = gitlab;
  const total = String(parallel);
  for (const index of [1, parallel])
    assert.equal(readShard("auto", { CI_NODE_INDEX: String(index), CI_NODE_TOTAL: total }), {
      index,
      total: parallel,
    });
  const env = Object.fromEntries(
    (container.env as { name: string; value: string }[]).map(({ name, value }) => [name, value]),
  );
  const { completions } = kubernetes;
  assert.is(env["JOB_COMPLETIONS"], String(completions));
  for (const index of [0, completions - 1])
    assert.equal(readShard("auto", { ...env, JOB_COMPLETION_INDEX: String(index) }), {
      index: index + 1,
      total: completions,
    });
});

Examples(
  "the lines of the GitHub workflow plan, together, what a pull request changes",
  withEmulator(async (emulator) => {
    const made = workspace(["acme", "globex", "initech"], { git: true });
    made.git("update-ref", "refs/remotes/origin/main", "HEAD");
    made.add("globex", onePool("otherwise"));
    made.git("commit", "--quiet", "--all", "--message", "a change");
    mkdirSync(join(made.folder, "node_modules/.bin"), { recursive: true });
    symlinkSync(cliFile, join(made.folder, "node_modules/.bin/anon-sync"));
    const output = join(temporaryFolder(), "output");
    writeFileSync(output, "");
    const env = { ...emulator.env, GITHUB_BASE_REF: "main", GITHUB_OUTPUT: output };
    // We start the script as the runner starts the shell of a step.
    const run = (script: string, more = {}) =>
      promisify(execFile)("bash", ["-e", "-c", script], {
        cwd: made.folder,
        env: { ...cliEnvironment(), ...env, ...more },
      });
    await run(commandOf("shards"));
    const [, matrix = ""] = /^matrix=(.*)\n$/.exec(readFileSync(output, "utf8")) ?? [];
    const { shard } = JSON.parse(matrix) as { shard: readonly string[] };
    assert.is(shard.length, 1);
    const { stdout: said } = await run(commandOf("plan"), { SHARD: shard[0] });
    assert.match(said, `==> ${fileOf("globex")} <==`);
    assert.match(said, "\n1 manifest: 1 done.\n");
    const { jobs } = github;
    assert.is(
      jobs["plan"]?.if,
      `needs.shards.outputs.matrix != '${JSON.stringify({ shard: [] })}'`,
    );
    assert.is(jobs["plan"]?.strategy.matrix, "${{ fromJSON(needs.shards.outputs.matrix) }}");
    assert.is(jobs["shards"]?.outputs["matrix"], "${{ steps.shards.outputs.matrix }}");
  }),
);

Examples.run();
