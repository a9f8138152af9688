import { suite } from "uvu";
import * as assert from "uvu/assert";
import { ciRunOf } from "../../src/session/ci.ts";

const test = suite("what a CI says of its run");

test("a workstation is no CI, nor is one that says CI=false", () => {
  for (const variables of [{}, { CI: "" }, { CI: "false" }, { CI: "0" }])
    assert.is(ciRunOf(variables), undefined);
});

test("GitHub tells the page, the branch and who pushed", () => {
  const run = ciRunOf({
    CI: "true",
    GITHUB_ACTIONS: "true",
    GITHUB_SERVER_URL: "https://github.com",
    GITHUB_REPOSITORY: "acme/identity",
    GITHUB_RUN_ID: "42",
    GITHUB_REF_TYPE: "branch",
    GITHUB_REF_NAME: "main",
    GITHUB_EVENT_NAME: "push",
    GITHUB_ACTOR: "mona",
    GITHUB_ACTOR_ID: "7",
  });
  assert.equal(run, {
    host: "github",
    url: "https://github.com/acme/identity/actions/runs/42",
    branch: "main",
    event: "push",
    author: { name: "mona", email: "7+mona@users.noreply.github.com" },
  });
});

test("a pull request has no branch to commit to: its name is one of a merge", () => {
  const variables = { GITHUB_ACTIONS: "true", GITHUB_REF_TYPE: "branch" };
  const pull = { GITHUB_EVENT_NAME: "pull_request", GITHUB_REF_NAME: "7/merge" };
  assert.is(ciRunOf({ ...variables, ...pull })?.branch, undefined);
});

test("GitLab tells the job, the branch and who pushed", () => {
  const run = ciRunOf({
    GITLAB_CI: "true",
    CI_JOB_URL: "https://gitlab.example.com/acme/identity/-/jobs/9",
    CI_COMMIT_BRANCH: "main",
    CI_PIPELINE_SOURCE: "push",
    GITLAB_USER_NAME: "Mona",
    GITLAB_USER_EMAIL: "mona@example.com",
  });
  assert.equal(run, {
    host: "gitlab",
    url: "https://gitlab.example.com/acme/identity/-/jobs/9",
    branch: "main",
    event: "push",
    author: { name: "Mona", email: "mona@example.com" },
  });
});

test("any other CI is one, of which nothing more is known", () => {
  assert.equal(ciRunOf({ CI: "true", BUILDKITE: "true" }), { host: "other" });
});

test.run();
