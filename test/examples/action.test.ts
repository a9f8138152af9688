import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { testEmulator } from "../support/emulator.ts";
import { project, smallManifest } from "../support/project.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { runAction } from "../support/workflow-runner.ts";

/** Tests of the shell lines of action.yml, which bash runs as on a runner. */
const Action = suite("action.yml: each input fails closed");

type Inputs = Readonly<Record<string, unknown>>;

/** Returns a function that runs the action with a `node` that only records its words, and returns them. */
function withWords() {
  const programs = temporaryFolder();
  const [node, log] = ["node", "log"].map((name) => join(programs, name)) as [string, string];
  writeFileSync(node, `#!/bin/sh\nprintf '%s\\n' "$@" >'${log}'\n`);
  chmodSync(node, 0o755);
  return async (given: Inputs) => {
    rmSync(log, { force: true });
    const run = { env: {}, token: "ghs_token", programs: [programs] };
    const ended = await runAction(given, temporaryFolder(), run);
    const [, ...words] = existsSync(log) ? readFileSync(log, "utf8").trimEnd().split("\n") : [];
    return { ...ended, words: existsSync(log) ? words : undefined };
  };
}

const apply = { command: "apply", environment: "production" };
const approved = { ...apply, "auto-approve": true };
const reviewed = { ...apply, expect: "reviewed" };
const plan = { command: "plan" };

Action("inputs become the words of the command, each value in one word with its flag", async () => {
  const run = withWords();
  const manifest = "--config=anon.config.yaml";
  const cases: readonly (readonly [Inputs, readonly string[]])[] = [
    [plan, ["plan", "--env=sandbox", manifest]],
    [{ ...plan, comment: true }, ["plan", "--env=sandbox", "--comment", manifest]],
    [
      { command: "validate", config: "a b.yaml" },
      ["validate", "--env=sandbox", "--config=a b.yaml"],
    ],
    [reviewed, ["apply", "--env=production", "--expect=reviewed", manifest]],
    [approved, ["apply", "--env=production", "--auto-approve", manifest]],
    [
      {
        ...reviewed,
        commit: "true",
        "commit-branch": "b",
        arguments: "--lock-timeout 600\n--skip-ci",
      },
      `apply --env=production --expect=reviewed --commit --commit-branch=b ${manifest} --lock-timeout 600 --skip-ci`.split(
        " ",
      ),
    ],
    [
      { ...plan, arguments: "--workspace orgs/*/anon.config.yaml" },
      ["plan", "--env=sandbox", "--workspace", "orgs/*/anon.config.yaml"],
    ],
    // The command refuses a name that begins with a flag's name; the manifest's name stays in the
    // words.
    [
      { ...plan, arguments: "--workspaces x" },
      ["plan", "--env=sandbox", manifest, "--workspaces", "x"],
    ],
    [{ ...plan, environment: "--auto-approve" }, ["plan", "--env=--auto-approve", manifest]],
  ];
  for (const [given, words] of cases) {
    const ran = await run(given);
    assert.equal([ran.code, ran.words], [0, words], ran.stderr);
  }
});

Action("apply needs an approval that is said, and an empty one is none", async () => {
  const run = withWords();
  const neither =
    "apply needs the input expect (reviewed, or the digest that plan printed), or auto-approve: true.";
  const cases: readonly (readonly [Inputs, string])[] = [
    [apply, neither],
    [{ ...apply, expect: "none" }, neither],
    [{ ...apply, "auto-approve": "false" }, neither],
    [{ ...apply, expect: "" }, "The input expect is empty."],
    [{ ...approved, expect: "" }, "The input expect is empty."],
    [{ ...plan, expect: "" }, "The input expect is empty."],
    [{ ...approved, expect: "reviewed" }, "The inputs expect and auto-approve do not go together."],
    [{ ...apply, arguments: "--auto-approve" }, neither],
  ];
  for (const [given, said] of cases) {
    const ran = await run(given);
    assert.equal([ran.code, ran.words], [3, undefined], JSON.stringify(given));
    assert.match(ran.stderr, `anon-sync: ${said} Nothing was done.`);
  }
});

Action("true and false are the only words of an input that is one of both", async () => {
  const run = withWords();
  const others = ["True", "TRUE", "yes", "1", "on", "", " true", "true\nfalse", "x=true"];
  for (const value of others)
    for (const [name, given] of [
      ["comment", plan],
      ["commit", reviewed],
      ["auto-approve", apply],
    ] as const) {
      const ran = await run({ ...given, [name]: value });
      assert.equal([ran.code, ran.words], [3, undefined], `${name}: ${value}`);
      assert.match(ran.stderr, `The input ${name} must be true or false.`);
    }
});

Action("an input that is empty, or of another command, is refused", async () => {
  const run = withWords();
  const cases: readonly (readonly [Inputs, string])[] = [
    [{ command: "" }, "The input command must be plan, apply or validate."],
    [{ command: "destroy" }, "The input command must be plan, apply or validate."],
    [{ command: "plan apply" }, "The input command must be plan, apply or validate."],
    [{ ...plan, environment: "" }, "The input environment is empty."],
    [{ ...plan, config: "" }, "The input config is empty."],
    [{ ...plan, "working-directory": "" }, "The input working-directory is empty."],
    [{ ...plan, comment: true, "github-token": "" }, "The input github-token is empty."],
    [{ ...reviewed, "github-token": "" }, "The input github-token is empty."],
    [{ ...reviewed, comment: true }, "The input comment is for the command plan alone."],
    [{ ...plan, commit: true }, "The input commit is for the command apply alone."],
    [{ ...plan, expect: "reviewed" }, "The input expect is for the command apply alone."],
    [{ ...plan, "auto-approve": true }, "The input auto-approve is for the command apply alone."],
    [{ ...reviewed, "commit-branch": "b" }, "The input commit-branch needs commit: true."],
  ];
  for (const [given, said] of cases) {
    const ran = await run(given);
    assert.equal([ran.code, ran.words], [3, undefined], JSON.stringify(given));
    assert.match(ran.stderr, `anon-sync: ${said} Nothing was done.`);
  }
});

Action("arguments cannot say again what an input says", async () => {
  const run = withWords();
  for (const flag of [
    "env",
    "config",
    "expect",
    "auto-approve",
    "comment",
    "commit",
    "commit-branch",
  ])
    for (const word of [`--${flag}`, `--${flag}=x`]) {
      const ran = await run({ ...reviewed, arguments: `--lock-timeout 600\n\t${word} x` });
      assert.equal([ran.code, ran.words], [3, undefined], word);
      assert.match(
        ran.stderr,
        `The input arguments holds --${flag}: write it as the input ${flag}.`,
      );
    }
  for (const word of ["-e production", "-eproduction", "-c=x", "-he"]) {
    const ran = await run({ ...reviewed, arguments: word });
    assert.equal([ran.code, ran.words], [3, undefined], word);
    assert.match(ran.stderr, "The input arguments holds a short flag: write its long name.");
  }
  const both = await run({ ...plan, config: "other.yaml", arguments: "--workspace=orgs/*/a.yaml" });
  assert.equal([both.code, both.words], [3, undefined]);
  assert.match(both.stderr, "The input config and --workspace do not go together.");
});

Action(
  "the real command gets them: what is refused creates nothing, auto-approve does",
  async () => {
    const emulator = await testEmulator();
    try {
      const made = project(smallManifest, { env: emulator.env });
      const run = { env: emulator.env, token: "ghs_token" };
      const sandbox = { command: "apply", arguments: "--state local" };
      for (const given of [sandbox, { ...sandbox, expect: "" }])
        assert.is((await runAction(given, made.folder, run)).code, 3);
      // A saved plan in the arguments does not bypass the digest.
      const saved = { ...sandbox, expect: "f".repeat(64), arguments: "plan.json --state local" };
      assert.is((await made.run(["plan", "--out", "plan.json"])).code, 0);
      assert.is((await runAction(saved, made.folder, run)).code, 3);
      assert.is(await emulator.posts(), 0);
      const ran = await runAction({ ...sandbox, "auto-approve": true }, made.folder, run);
      assert.is(ran.code, 0, ran.stderr);
      assert.is(await emulator.posts(), 3);
    } finally {
      await emulator.close();
    }
  },
);

Action.run();
