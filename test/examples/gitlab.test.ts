import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { promisify } from "node:util";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { parse } from "yaml";
import { cliEnvironment, cliFile } from "../support/cli.ts";
import { mergeRequestEnv, withCodeHost } from "../support/code-host.ts";
import { hostedManifest, project, type Project } from "../support/project.ts";
import { pushedTo } from "../support/remote-repository.ts";
import { repositoryFolder } from "../support/repository.ts";
import { hasRemote, withRemote } from "../support/remote.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

/** Tests of the lines of examples/gitlab and examples/pre-commit, unchanged. */
const Lines = suite("examples/gitlab and examples/pre-commit");
const test = hasRemote ? Lines : Lines.skip;

const read = (path: string): string =>
  readFileSync(join(repositoryFolder, "examples", path), "utf8");
const pipeline = parse(read("gitlab/.gitlab-ci.yml"));

/** Installs the command as npm ci installs a development dependency. */
function installed(made: Project): void {
  const folder = join(made.folder, "node_modules", ".bin");
  mkdirSync(folder, { recursive: true });
  const script = `#!/bin/sh\nexec "${process.execPath}" "${cliFile}" "$@"\n`;
  writeFileSync(join(folder, "anon-sync"), script, { mode: 0o755 });
}

/** Runs lines as GitLab's runner does: one script for a job, which ends at the first failing line. */
async function runLines(
  made: Project,
  lines: readonly string[],
  env: Readonly<Record<string, string>>,
) {
  const programs = [dirname(process.execPath), process.env["PATH"] ?? ""].join(delimiter);
  return promisify(execFile)("bash", ["-e", "-o", "pipefail", "-c", lines.join("\n")], {
    cwd: made.folder,
    env: { ...cliEnvironment(), ...env, PATH: programs, HOME: temporaryFolder() },
  });
}

test(
  "a merge request is validated, planned and told of; the main branch is applied and gets its lockfile",
  withRemote(async (remote) => {
    await withCodeHost(async (host) => {
      const made = project("version: 1\n", { git: true, env: remote.env });
      assert.is((await made.run(["init", "-e", "production"])).code, 0);
      made.manifest(hostedManifest);
      made.write(".gitignore", `${made.read(".gitignore")}node_modules/\n`);
      made.git("add", "--all");
      made.git("commit", "--quiet", "-m", "pools");
      const bare = pushedTo(made);
      installed(made);
      const request = { ...mergeRequestEnv(host), ...remote.env };

      await runLines(made, pipeline["anon-validate"].script, request);
      assert.equal(JSON.parse(made.read("gl-code-quality-report.json")), []);
      await runLines(made, pipeline["anon-plan"].script, request);
      assert.match(String(host.comments[0]?.body), "Plan: 3 to create");
      assert.equal(JSON.parse(made.read("plan.json")), { create: 3, update: 0, delete: 0 });
      assert.is(await remote.emulator.posts(), 0);

      const url = "https://gitlab-ci-token:job-token@gitlab.example.com/acme/identity.git";
      const applied = await runLines(made, pipeline["anon-apply"].script, {
        ...remote.env,
        CI: "true",
        GITLAB_CI: "true",
        CI_COMMIT_BRANCH: "main",
        CI_JOB_TOKEN: "job-token",
        CI_SERVER_HOST: "gitlab.example.com",
        CI_PROJECT_PATH: "acme/identity",
        GITLAB_USER_NAME: "Mona",
        GITLAB_USER_EMAIL: "mona@example.com",
        // The host's name leads to this machine here.
        GIT_CONFIG_COUNT: "1",
        GIT_CONFIG_KEY_0: `url.file://${bare.folder}.insteadOf`,
        GIT_CONFIG_VALUE_0: url,
      });
      assert.not.match(applied.stderr, "job-token");
      assert.is(await remote.emulator.posts(), 3);
      assert.is(
        bare.git("log", "-1", "--format=%an: %s", "main"),
        "Mona: anon-sync: create 3 in production [skip ci]\n",
      );
      assert.is(
        bare.git("show", "main:anon.lock.production.json"),
        made.read("anon.lock.production.json"),
      );
    })();
  }),
);

test("the hook of pre-commit takes a good manifest and refuses a bad one", async () => {
  const { repos } = parse(read("pre-commit/.pre-commit-config.yaml"));
  const [hook] = repos[0].hooks;
  const made = project(hostedManifest);
  installed(made);
  await runLines(made, [hook.entry], {});
  made.manifest("version: 2\n");
  const refused = await runLines(made, [hook.entry], {}).catch((error: { code: number }) => error);
  assert.is("code" in refused && refused.code, 3);
  assert.ok(new RegExp(hook.files).test("anon.config.yaml"));
});

Lines.run();
