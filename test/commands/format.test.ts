import { mkdirSync, realpathSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { chosenFormat } from "../../src/session/format.ts";
import { projectHere } from "../support/project.ts";
import { runCliHere } from "../support/run-here.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const Format = suite("--format");

const offline = ["--skip-jwks-check"];
const wrong = "version: 1\nuserPool: {}\n";

Format("the first of the formats is the default, and --json is one of them", () => {
  const formats = [
    { name: "human", help: "" },
    { name: "json", help: "" },
  ] as const;
  const chosen = (options: { format?: string; json?: boolean }) =>
    chosenFormat(formats, options).name;
  assert.equal(
    [{}, { json: true }, { format: "json" }, { format: "json", json: true }].map(chosen),
    ["human", "json", "json", "json"],
  );
});

Format("--json and another format are a mistake, for every command that has both", async () => {
  const { folder: cwd } = projectHere();
  writeFileSync(join(cwd, "saved.json"), "");
  for (const words of [["plan"], ["show", "saved.json"], ["validate"]]) {
    const format = words[0] === "validate" ? "github" : "markdown";
    const { code, stdout, stderr } = await runCliHere([...words, "--json", "--format", format], {
      cwd,
    });
    assert.equal([code, stdout], [3, ""], stderr);
    assert.match(stderr, `--json and --format ${format} do not go together.`);
  }
});

Format("plan prints the same plan in each, and show what plan printed", async () => {
  const made = projectHere();
  const plan = async (...words: string[]) =>
    (await made.run(["plan", ...offline, ...words])).stdout;
  const human = await plan();
  assert.is(await plan("--format", "human"), human);
  assert.is(await plan("--format", "json"), await plan("--json"));
  const widget = await plan("--format", "gitlab-terraform");
  assert.equal(JSON.parse(widget), { create: 3, update: 0, delete: 0 });
  const markdown = await plan("--format", "markdown", "--out", "saved.json");
  assert.match(markdown, /^\*\*`sandbox`: can be applied\.\*\* Plan: 3 to create, /);
  const show = async (format: string) =>
    (await made.run(["show", "saved.json", "--format", format])).stdout;
  assert.equal([await show("markdown"), await show("gitlab-terraform")], [markdown, widget]);
  assert.ok("pins" in JSON.parse(await show("json")));
});

Format("markdown of a plan says how to apply just it, with the flags that made it", async () => {
  const made = projectHere();
  const words = ["plan", ...offline, "--target", "userPools.members", "--format", "markdown"];
  const { stdout } = await made.run(words);
  assert.match(
    stdout,
    /```sh\nanon-sync apply --target userPools\.members --skip-jwks-check --expect v2:[0-9a-f]{64}\n```/,
  );
});

Format(
  "a plan that is cut says the command that shows it all, with the flags that made it",
  async () => {
    const pools = Array.from(
      { length: 400 },
      (_, at) => `  pool${at}: { name: Pool ${at}, description: "${"Words. ".repeat(20)}" }\n`,
    );
    const made = projectHere(`version: 1\nuserPools:\n${pools.join("")}`);
    const words = [
      "plan",
      "--refresh=false",
      "--exclude",
      "userPools.pool7",
      "--format",
      "markdown",
    ];
    const cut = await made.run([...words]);
    assert.is(cut.code, 0, cut.stderr);
    assert.ok(cut.stdout.length <= 60_000);
    assert.match(cut.stdout, /Anon was not asked\.\*\* Plan: 399 to create/);
    assert.match(
      cut.stdout,
      "```sh\nanon-sync plan --exclude userPools.pool7 --refresh=false\n```",
    );
    assert.not.match(cut.stdout, "--expect");
    await made.run(["plan", "--out", "saved.json"]);
    const { stdout } = await made.run(["show", "saved.json", "--format", "markdown"]);
    assert.match(stdout, "```sh\nanon-sync show saved.json\n```");
  },
);

Format("the widget counts changes, and so it does not go with --refresh-only", async () => {
  const words = ["plan", "--refresh-only", "--format", "gitlab-terraform"];
  const { code, stderr } = await projectHere().run(words);
  assert.is(code, 3);
  assert.match(stderr, "--refresh-only and --format gitlab-terraform do not go together.");
});

Format("drift in markdown is drift alone", async () => {
  const words = ["plan", "--refresh-only", "--format", "markdown"];
  const { code, stdout, stderr } = await projectHere().run(words);
  assert.is(code, 0, stderr);
  assert.match(stdout, /^\*\*`sandbox`: no drift\.\*\* Drift: 0 drifted/);
});

/** Makes a repository with a wrong manifest in a folder below its top. */
function wrongBelow(): { readonly top: string; readonly cwd: string } {
  const { folder: top } = projectHere(wrong, { git: true });
  const cwd = join(top, "orgs", "one");
  mkdirSync(cwd, { recursive: true });
  writeFileSync(join(cwd, "anon.config.yaml"), wrong);
  return { top, cwd };
}

Format("problems are told to GitHub and GitLab by paths from the repository's top", async () => {
  const { cwd } = wrongBelow();
  const github = await runCliHere(["validate", "--format", "github"], { cwd });
  assert.is(github.code, 3);
  assert.match(
    github.stdout,
    /^::error file=orgs\/one\/anon\.config\.yaml,line=2,col=1,title=unknown-key::unknown key "userPool"%0A/,
  );
  assert.match(github.stderr, " --> anon.config.yaml:2:1\n");
  const gitlab = await runCliHere(["validate", "--format", "gitlab-codequality"], { cwd });
  assert.is(gitlab.code, 3);
  const [finding] = JSON.parse(gitlab.stdout);
  assert.equal(finding.location, { path: "orgs/one/anon.config.yaml", lines: { begin: 2 } });
});

Format("without git in the job's image, the CI says where the top is", async () => {
  const { top, cwd } = wrongBelow();
  const env = { PATH: temporaryFolder(), CI_PROJECT_DIR: realpathSync(top) };
  const words = ["validate", "--format", "gitlab-codequality"];
  const [finding] = JSON.parse((await runCliHere(words, { cwd, env })).stdout);
  assert.is(finding.location.path, "orgs/one/anon.config.yaml");
});

Format("a manifest outside of the repository keeps the name that it was given", async () => {
  const { cwd } = wrongBelow();
  const file = join(temporaryFolder(), "anon.config.yaml");
  writeFileSync(file, wrong);
  const { stdout } = await runCliHere(["validate", "-c", file, "--format", "github"], { cwd });
  assert.match(stdout, `::error file=${file},`);
});

Format("a valid manifest has no annotations, and an empty report", async () => {
  const { folder: cwd } = projectHere();
  assert.equal(await runCliHere(["validate", "--format", "github"], { cwd }), {
    code: 0,
    stdout: "",
    stderr: "",
  });
  const { code, stdout } = await runCliHere(["validate", "--format", "gitlab-codequality"], {
    cwd,
  });
  assert.equal([code, JSON.parse(stdout)], [0, []]);
});

Format.run();
