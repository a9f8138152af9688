import { chmodSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  pullRequestEnv,
  pullRequestEvent,
  withCodeHost,
  workflowToken,
  type CodeHost,
} from "../support/code-host.ts";
import { hostedManifest, project, type Project } from "../support/project.ts";
import { pushedTo, type BareRepository } from "../support/remote-repository.ts";
import { hasRemote, withRemote, type Remote } from "../support/remote.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { runWorkflow, type JobRun, type Run } from "../support/workflow-runner.ts";

/** Tests of the workflows of examples/github-actions, unchanged, with a runner of the tests' own. */
const Workflows = suite("examples/github-actions");
const test = hasRemote ? Workflows : Workflows.skip;

interface World {
  readonly host: CodeHost;
  readonly remote: Remote;
  readonly made: Project;
  readonly bare: BareRepository;
  run(name: string, commit: string, more?: Partial<Run>): Promise<readonly JobRun[]>;
}

/** Returns a test with a repository that uses anon-sync and has no resources at Anon yet. */
function withWorld(test: (world: World) => Promise<void>): () => Promise<void> {
  return withRemote((remote) =>
    withCodeHost(async (host) => {
      const made = project("version: 1\n", { git: true, env: remote.env });
      for (const environment of ["sandbox", "production"])
        await made.initialized("-e", environment);
      made.git("add", "--all");
      made.git("commit", "--quiet", "-m", "anon-sync init");
      const bare = pushedTo(made);
      const { ANON_API_KEY = "", ...way } = remote.env;
      await test({
        host,
        remote,
        made,
        bare,
        run: (name, commit, more = {}) =>
          runWorkflow(`examples/github-actions/${name}`, {
            bare: bare.folder,
            commit,
            token: workflowToken,
            secrets: { ANON_API_KEY_SANDBOX: ANON_API_KEY, ANON_API_KEY_PRODUCTION: ANON_API_KEY },
            ...more,
            env: {
              ...pullRequestEnv(host, pullRequestEvent(commit)),
              ...way,
              GITHUB_ACTOR: "mona",
              ...more.env,
            },
          }),
      });
    })(),
  );
}

function head(made: Project): string {
  return made.git("rev-parse", "HEAD").trim();
}

/** Commits the project's changes on a branch of its own, as a pull request does. Returns the commit. */
function propose({ made }: World, branch: string): string {
  made.git("checkout", "--quiet", "-b", branch);
  made.git("commit", "--quiet", "--all", "-m", branch);
  made.git("push", "--quiet", "origin", branch);
  return head(made);
}

/** Merges the branch, and adds the merge to the host's pull request. */
function merge({ made, host }: World, branch: string): string {
  made.git("checkout", "--quiet", "main");
  made.git("pull", "--quiet", "origin", "main");
  made.git("merge", "--quiet", "--no-ff", "-m", `Merge ${branch}`, branch);
  made.git("push", "--quiet", "origin", "main");
  const commit = head(made);
  host.pulls.set(commit, [
    {
      number: 7,
      merged_at: "2026-01-02T03:04:05Z",
      merge_commit_sha: commit,
      head: { sha: made.git("rev-parse", branch).trim() },
      base: { ref: "main", repo: { full_name: "acme/identity" } },
    },
  ]);
  return commit;
}

const push = (commit: string): Partial<Run> => ({
  branch: "main",
  env: {
    GITHUB_EVENT_NAME: "push",
    GITHUB_REF: "refs/heads/main",
    GITHUB_REF_NAME: "main",
    GITHUB_REF_TYPE: "branch",
    GITHUB_SHA: commit,
  },
});

function allWell(jobs: readonly JobRun[]): void {
  for (const { code, matrix, stdout, stderr } of jobs)
    assert.is(code, 0, `${JSON.stringify(matrix)}\n${stdout}\n${stderr}`);
}

test(
  "pull request, plan in a comment, merge, apply of that very plan, the lockfile's commit, no changes",
  withWorld(async (world) => {
    const { host, remote, made, bare, run } = world;
    made.manifest(hostedManifest);
    const proposed = await run("plan.yml", propose(world, "pools"));
    allWell(proposed);
    assert.is(host.comments.length, 2, "one for each environment");
    for (const { body } of host.comments) assert.match(body, "Plan: 3 to create");
    assert.is(await remote.emulator.posts(), 0);

    const merged = merge(world, "pools");
    const applied = await run("apply.yml", merged, push(merged));
    allWell(applied);
    assert.is(await remote.emulator.posts(), 6, "three in each environment");
    const titles = bare.git("log", "--format=%an: %s", `${merged}..main`);
    assert.equal(titles.trim().split("\n").toSorted(), [
      "mona: anon-sync: create 3 in production",
      "mona: anon-sync: create 3 in sandbox",
    ]);
    for (const [index, environment] of ["sandbox", "production"].entries())
      assert.is(
        bare.git("show", `main:anon.lock.${environment}.json`),
        readFileSync(join(String(applied[index]?.folder), `anon.lock.${environment}.json`), "utf8"),
      );

    made.git("pull", "--quiet", "origin", "main");
    made.manifest(`# Nothing but a comment.\n${hostedManifest}`);
    allWell(await run("plan.yml", propose(world, "comment")));
    assert.is(host.comments.length, 2, "the same two are written anew");
    for (const { body } of host.comments) assert.match(body, "No changes");
  }),
);

test(
  "what was not reviewed is not applied",
  withWorld(async (world) => {
    const { remote, made, run } = world;
    made.manifest(hostedManifest);
    const reviewed = propose(world, "pools");
    allWell(await run("plan.yml", reviewed));
    const more = hostedManifest.replace(
      "sdkClients:",
      "  late: { name: L, description: L }\nsdkClients:",
    );
    made.manifest(more);
    made.git("commit", "--quiet", "--all", "-m", "after the review");
    const merged = merge(world, "pools");
    for (const job of await run("apply.yml", merged, push(merged))) {
      assert.is(job.code, 5, job.stderr);
      assert.match(job.stderr, "error[no-reviewed-plan]");
      assert.match(job.stderr, `was made of the commit ${reviewed}, and`);
    }
    assert.is(await remote.emulator.posts(), 0);
  }),
);

/** Returns an issue in the format of `gh api …/issues`. */
const issue = (number: number, login: string, body: string | null, more: object = {}) => ({
  number,
  title: "Anon differs from the lockfile",
  body,
  user: { login, type: login.endsWith("[bot]") ? "Bot" : "User" },
  ...more,
});

test(
  "drift opens one issue, and the next night writes it anew: its own, and nobody else's",
  withWorld(async (world) => {
    const { remote, made, run } = world;
    made.manifest(hostedManifest);
    assert.is((await made.run(["apply", "-e", "production", "--auto-approve"])).code, 0);
    made.git("commit", "--quiet", "--all", "-m", "applied");
    made.git("push", "--quiet", "origin", "main");
    // This fake gh replaces the real one, which tests cannot have: it prints the pages of a file,
    // one a line.
    const programs = temporaryFolder();
    const [gh, log, issues] = ["gh", "log", "issues"].map((name) => join(programs, name)) as [
      string,
      string,
      string,
    ];
    writeFileSync(
      gh,
      `#!/bin/sh
if [ "$1" = api ]; then echo "$3" >>${log}.asked; cat ${issues}; exit 0; fi
echo "$@" >>${log}
for last; do :; done
cat "$last" >>${log}
`,
    );
    chmodSync(gh, 0o755);
    const there = (...pages: readonly (readonly object[])[]) =>
      writeFileSync(issues, pages.map((page) => `${JSON.stringify(page)}\n`).join(""));
    const night = () => run("drift.yml", head(made), { ...push(head(made)), programs: [programs] });
    const marked = "<!-- anon-sync drift production -->\nlast night";
    const others = [
      issue(1, "stranger", marked),
      issue(2, "dependabot[bot]", marked),
      issue(3, "github-actions[bot]", "Of another workflow.\n<!-- anon-sync drift production -->"),
      issue(4, "github-actions[bot]", null),
      issue(5, "github-actions[bot]", marked, { pull_request: {} }),
    ];
    there(others);
    allWell(await night());
    assert.not.ok(existsSync(log), "nothing has drifted, and nobody is told");
    const { id } = await remote.emulator.named("Members");
    await remote.emulator.edit("userPools", id, { description: "Edited by hand." });
    for (const pages of [[[]], [others], [others, []]]) {
      rmSync(log, { force: true });
      there(...pages);
      allWell(await night());
      const said = readFileSync(log, "utf8");
      assert.match(said, "issue create --title Anon differs from the lockfile");
      assert.match(said, "\n<!-- anon-sync drift production -->\n");
      assert.match(said, "Edited by hand.");
      assert.not.match(said, "issue edit");
    }
    rmSync(log);
    there(others, [issue(12, "github-actions[bot]", marked)]);
    allWell(await night());
    assert.match(readFileSync(log, "utf8"), /^issue edit 12 --body-file issue.md\n/);
    assert.match(
      readFileSync(`${log}.asked`, "utf8"),
      "repos/acme/identity/issues?state=open&creator=github-actions%5Bbot%5D&per_page=100\n",
    );
  }),
);

Workflows.run();
