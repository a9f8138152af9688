import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { withEmulator, type TestEmulator } from "../support/emulator.ts";
import { projectHere, smallManifest, type Project } from "../support/project.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { testSecret } from "../support/secrets.ts";

const Actions = suite("what GitHub's runner is told");

/** The files that the runner gives a step, with the variables that name them. */
interface Step {
  readonly env: Readonly<Record<string, string>>;
  readonly output: () => string;
  readonly summary: () => string;
}

function step(workspace: string): Step {
  const folder = temporaryFolder();
  const output = join(folder, "output");
  const summary = join(folder, "summary");
  for (const file of [output, summary]) writeFileSync(file, "");
  return {
    env: {
      CI: "true",
      GITHUB_ACTIONS: "true",
      GITHUB_EVENT_NAME: "push",
      GITHUB_WORKSPACE: workspace,
      GITHUB_OUTPUT: output,
      GITHUB_STEP_SUMMARY: summary,
    },
    output: () => readFileSync(output, "utf8"),
    summary: () => readFileSync(summary, "utf8"),
  };
}

/** The values of an output file, as the runner reads them. Throws if it would. */
function outputsOf(text: string): Record<string, string> {
  const outputs: Record<string, string> = {};
  const lines = text.split("\n");
  for (let at = 0; at < lines.length - 1; at += 1) {
    const [, name = "", delimiter] = /^([^=<]+)<<(.+)$/.exec(lines[at] ?? "") ?? [];
    const end = lines.indexOf(delimiter ?? "", at + 1);
    if (delimiter === undefined || end === -1) throw new Error(`line ${at + 1}: ${lines[at]}`);
    outputs[name] = lines.slice(at + 1, end).join("\n");
    at = end;
  }
  return outputs;
}

const commands = (stderr: string) => stderr.split("\n").filter((line) => line.startsWith("::"));

function projectWith(emulator: TestEmulator): Project {
  return projectHere(smallManifest, { env: emulator.env });
}

Actions(
  "plan: outputs byte by byte, the plan as the step's summary, and stdout as it always is",
  withEmulator(async (emulator) => {
    const made = projectWith(emulator);
    const { env, output, summary } = step(made.folder);
    const ran = await made.run(["plan", "--out", "plan.json"], env);
    assert.is(ran.code, 0, ran.stderr);
    assert.is(ran.stdout, (await made.run(["plan", "--out", "plan.json"])).stdout);
    const digest = /^Digest: (\S+)$/m.exec(ran.stdout)?.[1] ?? "";
    const [, delimiter = ""] = /^changes<<(anon-sync-[0-9a-f-]{36})\n/.exec(output()) ?? [];
    const values = { changes: "true", digest, "plan-file": "plan.json", ids: "{}" };
    assert.is(
      output(),
      Object.entries(values)
        .map(([name, value]) => `${name}<<${delimiter}\n${value}\n${delimiter}\n`)
        .join(""),
    );
    assert.match(summary(), /^\*\*`sandbox`: can be applied\.\*\* Plan: 3 to create/);
    assert.equal(commands(ran.stderr), []);
  }),
);

Actions(
  "apply: the ids that there are now, and a summary of what was done",
  withEmulator(async (emulator) => {
    const made = projectWith(emulator);
    const { env, output, summary } = step(made.folder);
    const ran = await made.run(["apply", "--auto-approve"], env);
    assert.is(ran.code, 0, ran.stderr);
    const { ids, digest, ...others } = outputsOf(output());
    assert.equal(others, { changes: "true", "plan-file": "" });
    assert.match(digest ?? "", /^v2:[0-9a-f]{64}$/);
    const { resources } = made.lockfile();
    assert.is(
      ids,
      JSON.stringify({
        "sdkClients.web": resources["sdkClients.web"]?.id,
        "userPools.members": resources["userPools.members"]?.id,
        "userPools.staff": resources["userPools.staff"]?.id,
      }),
    );
    const [first, ...rest] = summary().split("\n");
    assert.is(first, "**`sandbox`**: Apply complete! 3 created, 0 failed, 0 unsettled.");
    assert.match(rest.join("\n"), `sdkClients.web = ${resources["sdkClients.web"]?.id}`);
    const second = step(made.folder);
    await made.run(["plan"], second.env);
    assert.equal(outputsOf(second.output()), {
      changes: "false",
      digest: "",
      "plan-file": "",
      ids,
    });
  }),
);

Actions(
  "what stops and what warns is shown at its line, from the top of the checkout, errors first",
  withEmulator(async (emulator) => {
    const workspace = temporaryFolder();
    const made = projectWith(emulator);
    await made.applied();
    await emulator.edit("userPools", (await emulator.named("Members")).id, { name: "Others" });
    made.manifest(smallManifest.replace("Employees.", "Everybody."));
    const top = join(made.folder, "..");
    const { env } = step(top);
    const ran = await made.run(["plan", "--json"], env);
    assert.is(ran.code, 5);
    assert.ok(JSON.parse(ran.stdout), "stdout is one document");
    const file = `file=${made.folder.slice(top.length + 1)}/anon.config.yaml`;
    const [error = "", warning = "", ...more] = commands(ran.stderr);
    assert.match(
      error,
      `::error ${file},line=6,col=3,title=immutable::userPools.staff: The manifest changed, and Anon has no update.%0A`,
    );
    assert.match(
      warning,
      `::warning ${file},line=3,col=3,title=drifted::userPools.members: Anon differs from the lockfile (name).%0A`,
    );
    assert.equal(more, []);
    void workspace;
  }),
);

Actions(
  "apply shows what it could not do, too",
  withEmulator(
    async (emulator) => {
      const made = projectWith(emulator);
      const { env, output, summary } = step(made.folder);
      const ran = await made.run(["apply", "--auto-approve"], env);
      assert.is(ran.code, 4, ran.stderr);
      const [error = ""] = commands(ran.stderr);
      assert.match(error, "::error file=anon.config.yaml,line=3,col=3,title=unsettled::");
      assert.match(error, "userPools.members: A create was under way, and nobody knows");
      assert.match(summary(), "**`sandbox`**: Apply incomplete!");
      assert.not.match(outputsOf(output())["ids"] ?? "", "members");
      // The next run cannot create the resource either.
      const second = step(made.folder);
      const again = await made.run(["apply", "--auto-approve"], second.env);
      assert.match(commands(again.stderr)[0] ?? "", "title=unsettled::userPools.members:");
    },
    { faults: ["post/userPool:1:500-after"] },
  ),
);

Actions(
  "an apply of a plan that stops tells the plan, and sends nothing",
  withEmulator(async (emulator) => {
    const made = projectWith(emulator);
    await made.applied();
    made.manifest(smallManifest.replace("Employees.", "Everybody."));
    const { env, output, summary } = step(made.folder);
    const ran = await made.run(["apply", "--auto-approve"], env);
    assert.is(ran.code, 5);
    assert.match(commands(ran.stderr)[0] ?? "", "title=immutable::userPools.staff");
    assert.match(summary(), "**`sandbox`: cannot be applied.**");
    assert.is(outputsOf(output())["digest"], "");
  }),
);

Actions("a manifest that is not valid is shown at its lines, by plan and apply", async () => {
  const made = projectHere(smallManifest.replace("userPool: members", "userPool: membres"));
  for (const words of [["plan"], ["apply", "--auto-approve"]]) {
    const ran = await made.run(words, step(made.folder).env);
    assert.is(ran.code, 3);
    assert.match(ran.stderr, "error[");
    assert.match(commands(ran.stderr)[0] ?? "", /^::error file=anon\.config\.yaml,line=16,col=\d+/);
  }
});

Actions(
  "drift alone is shown and summed up, and is the change that is meant there",
  withEmulator(async (emulator) => {
    const made = projectWith(emulator);
    await made.applied();
    await emulator.edit("userPools", (await emulator.named("Staff")).id, { name: "Crew" });
    const { env, output, summary } = step(made.folder);
    const ran = await made.run(["plan", "--refresh-only", "--detailed-exitcode"], env);
    assert.is(ran.code, 2);
    assert.match(commands(ran.stderr)[0] ?? "", "::warning file=anon.config.yaml,line=6,col=3");
    assert.match(summary(), "**`sandbox`: drift.**");
    assert.is(outputsOf(output())["changes"], "true");
  }),
);

Actions("names cannot add a command, an output or a line to the summary", async () => {
  const hostile = "a\\n::error::x\\nchanges<<E\\nfalse\\nE\\n```\\n<img src=x>";
  const made = projectHere(`version: 1
userPools:
  a: { name: "${hostile}", description: "::set-output name=a::b" }
`);
  const { env, output, summary } = step(made.folder);
  const ran = await made.run(["plan"], { ...env, ANON_API_KEY: testSecret("api key") });
  assert.is(ran.code, 0, ran.stderr);
  assert.equal(commands(ran.stderr), []);
  assert.is(outputsOf(output())["changes"], "true");
  assert.not.match(summary(), /^(::|<img|```\n<)/m);
});

Actions("an earlier step's open line, and its summary, are kept as they are", async () => {
  const made = projectHere();
  const { env, output, summary } = step(made.folder);
  writeFileSync(env["GITHUB_OUTPUT"] ?? "", "mine=1");
  writeFileSync(env["GITHUB_STEP_SUMMARY"] ?? "", "# Mine\n");
  await made.run(["plan"], env);
  assert.match(output(), /^mine=1\nchanges<</);
  assert.match(summary(), /^# Mine\n\*\*`sandbox`/);
});

Actions("a file that does not take it is a warning, and nothing else is lost", async () => {
  const made = projectHere();
  const folder = temporaryFolder();
  mkdirSync(join(folder, "folder"));
  symlinkSync(join(folder, "target"), join(folder, "link"));
  for (const file of [join(folder, "folder"), join(folder, "link"), join(folder, "no", "file")]) {
    const { env, output } = step(made.folder);
    const ran = await made.run(["plan"], { ...env, GITHUB_STEP_SUMMARY: file });
    assert.is(ran.code, 0);
    assert.match(ran.stderr, "warning[ci-file-not-written]: GITHUB_STEP_SUMMARY was not written:");
    assert.match(ran.stderr, "::warning title=ci-file-not-written::GITHUB_STEP_SUMMARY");
    assert.is(outputsOf(output())["changes"], "true");
  }
  const { env, summary } = step(made.folder);
  const ran = await made.run(["plan"], { ...env, GITHUB_OUTPUT: "" });
  assert.is(ran.code, 0);
  assert.not.match(ran.stderr, "ci-file-not-written");
  assert.match(summary(), "sandbox");
});

Actions("a summary of more than 1 MiB is dropped by GitHub, so ours is left out then", async () => {
  const made = projectHere();
  const { env, summary } = step(made.folder);
  const full = "x".repeat(1024 * 1024 - 10);
  writeFileSync(env["GITHUB_STEP_SUMMARY"] ?? "", full);
  const ran = await made.run(["plan"], env);
  assert.is(ran.code, 0);
  assert.match(ran.stderr, "GITHUB_STEP_SUMMARY was not written:");
  assert.is(summary(), full);
});

Actions("who has not seen all of a plan cannot approve it by the digest that is told", async () => {
  const pools = Array.from(
    { length: 100 },
    (_, at) => `  p${at}: { name: Pool ${at}, description: ${"x".repeat(900)} }\n`,
  );
  const made = projectHere(`version: 1\nuserPools:\n${pools.join("")}`);
  const { env, output, summary } = step(made.folder);
  const ran = await made.run(["plan"], { ...env, ANON_API_KEY: testSecret("api key") });
  assert.is(ran.code, 0, ran.stderr);
  assert.match(summary(), "nobody can agree to what is not shown");
  assert.equal(outputsOf(output()), { changes: "true", digest: "", "plan-file": "", ids: "{}" });
});

Actions("elsewhere nothing is told: no command, no file", async () => {
  const made = projectHere();
  const { env, output, summary } = step(made.folder);
  for (const value of ["", "false"]) {
    const ran = await made.run(["plan"], { ...env, GITHUB_ACTIONS: value, CI: "" });
    assert.is(ran.code, 0);
    assert.equal([output(), summary(), ...commands(ran.stderr)], ["", ""]);
  }
});

Actions.run();
