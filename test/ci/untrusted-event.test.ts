import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { JsonObject } from "../../src/core/json.ts";
import { untrustedEvent } from "../../src/session/untrusted-run.ts";

const Events = suite("which runs may hold a stranger's files beside the secrets");

const onGitHub = (name: string | undefined, event?: JsonObject) =>
  untrustedEvent({ GITHUB_ACTIONS: "true", GITHUB_EVENT_NAME: name }, event)?.name;
const onGitLab = (variables: Readonly<Record<string, string>>) =>
  untrustedEvent({ GITLAB_CI: "true", CI_PROJECT_ID: "1", ...variables }, undefined)?.name;

const repository = { id: 1 };
const pull = (head: JsonObject) => ({ repository, pull_request: { head } });
const afterRun = (run: JsonObject) => ({ repository, workflow_run: run });

Events("an event that anybody can start, or an app for anybody, is one, whatever it tells", () => {
  // https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows
  const names = [
    "issue_comment",
    "issues",
    "discussion",
    "discussion_comment",
    "fork",
    "watch",
    "gollum",
    "pull_request_target",
    "check_run",
    "check_suite",
    "status",
    "deployment",
    "deployment_status",
    "an_event_of_tomorrow",
  ];
  for (const name of names)
    for (const event of [undefined, {}, pull({ repo: { id: 1 } })])
      assert.is(onGitHub(name, event), name);
});

Events(
  "an event that only people with rights can start is none, be its payload there or not",
  () => {
    const names = [
      "push",
      "schedule",
      "workflow_dispatch",
      "repository_dispatch",
      "release",
      "merge_group",
      "create",
      "delete",
      "label",
      "milestone",
      "public",
      "page_build",
      "registry_package",
      "image_version",
      "branch_protection_rule",
    ];
    for (const name of names) assert.is(onGitHub(name), undefined);
  },
);

Events(
  "a pull request is one of ours if its branch is in the repository itself, as its event tells",
  () => {
    for (const name of ["pull_request", "pull_request_review", "pull_request_review_comment"]) {
      assert.is(onGitHub(name, pull({ repo: { id: 1 } })), undefined);
      const others = [
        undefined,
        {},
        { repository },
        pull({ repo: { id: 2 } }),
        pull({ repo: null }),
        pull({ repo: {} }),
        pull({}),
        { pull_request: { head: { repo: { id: 1 } } } },
        { repository: {}, pull_request: { head: { repo: {} } } },
      ];
      for (const event of others) assert.is(onGitHub(name, event), name, JSON.stringify(event));
    }
  },
);

Events("a run that follows another one is as that one was", () => {
  const head = { head_repository: { id: 1 } };
  assert.is(onGitHub("workflow_run", afterRun({ event: "push" })), undefined);
  assert.is(onGitHub("workflow_run", afterRun({ event: "schedule" })), undefined);
  assert.is(onGitHub("workflow_run", afterRun({ event: "pull_request", ...head })), undefined);
  const others = [
    undefined,
    {},
    { repository },
    afterRun({}),
    afterRun({ event: "pull_request", head_repository: { id: 2 } }),
    afterRun({ event: "pull_request", head_repository: null }),
    { workflow_run: { event: "pull_request", head_repository: {} }, repository: {} },
    afterRun({ event: "pull_request_target", ...head }),
    afterRun({ event: "issue_comment", ...head }),
    afterRun({ event: "fork", ...head }),
    afterRun({ event: "workflow_run", ...head }),
  ];
  for (const event of others)
    assert.is(onGitHub("workflow_run", event), "workflow_run", JSON.stringify(event));
});

Events("a run of which GitHub does not say what started it is one", () => {
  assert.is(onGitHub(undefined), "unknown");
  assert.is(onGitHub(""), "unknown");
});

Events(
  "on GitLab a pipeline on a branch or a tag of the project is none, whoever started it",
  () => {
    const sources = [
      "push",
      "web",
      "trigger",
      "schedule",
      "api",
      "pipeline",
      "chat",
      "parent_pipeline",
    ];
    for (const source of sources) {
      const branch = { CI_PIPELINE_SOURCE: source, CI_COMMIT_BRANCH: "main" };
      assert.is(onGitLab(branch), undefined);
      assert.is(onGitLab({ CI_PIPELINE_SOURCE: source, CI_COMMIT_TAG: "v1" }), undefined);
      assert.is(onGitLab({ CI_PIPELINE_SOURCE: source }), source, "on neither");
    }
    assert.is(onGitLab({}), "unknown");
  },
);

Events(
  "a merge request of a fork is one in the project that it is for, and none in the fork",
  () => {
    const request = { CI_PIPELINE_SOURCE: "merge_request_event", CI_MERGE_REQUEST_IID: "7" };
    const source = "CI_MERGE_REQUEST_SOURCE_PROJECT_ID";
    assert.is(onGitLab({ ...request, [source]: "1" }), undefined);
    assert.is(onGitLab({ ...request, [source]: "2", CI_PROJECT_ID: "2" }), undefined);
    const others = [
      { ...request, [source]: "2" },
      { ...request, [source]: "" },
      request,
      { ...request, CI_COMMIT_BRANCH: "main" },
      { CI_PIPELINE_SOURCE: "merge_request_event" },
      { ...request, [source]: "", CI_PROJECT_ID: "" },
      // A child pipeline of a merge request's pipeline.
      { ...request, [source]: "2", CI_PIPELINE_SOURCE: "parent_pipeline" },
    ];
    for (const one of others) assert.is(onGitLab(one), "merge_request_event", JSON.stringify(one));
  },
);

const of = (source: string) => ({
  CI_EXTERNAL_PULL_REQUEST_SOURCE_REPOSITORY: source,
  CI_EXTERNAL_PULL_REQUEST_TARGET_REPOSITORY: "acme/identity",
});

Events("so is a pull request elsewhere that GitLab runs for", () => {
  const external = { CI_PIPELINE_SOURCE: "external_pull_request_event", CI_COMMIT_BRANCH: "b" };
  assert.is(onGitLab({ ...external, ...of("acme/identity") }), undefined);
  for (const one of [external, { ...external, ...of("other/identity") }, of("other/identity")])
    assert.is(onGitLab(one), "external_pull_request_event");
});

Events(
  "elsewhere no host says what started the run, and both are asked if both say that they run it",
  () => {
    assert.is(untrustedEvent({}, undefined), undefined);
    assert.is(
      untrustedEvent({ CI: "true", GITHUB_EVENT_NAME: "issue_comment" }, undefined),
      undefined,
    );
    const both = { GITHUB_ACTIONS: "true", GITHUB_EVENT_NAME: "push" };
    assert.is(
      onGitLab({ ...both, CI_PIPELINE_SOURCE: "merge_request_event" }),
      "merge_request_event",
    );
  },
);

Events.run();
