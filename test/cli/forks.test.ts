import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { withEmulator } from "../support/emulator.ts";
import { hostedManifest, projectHere, smallManifest } from "../support/project.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { testSecret } from "../support/secrets.ts";

const Forks = suite("pull requests from forks: no key, or a stranger's files beside ours");

const inCi = { CI: "true", GITHUB_ACTIONS: "true" };
const key = { ANON_API_KEY: testSecret("api key") };

/** Returns the variables of a run that an event started. */
function startedBy(name: string, event?: object): Readonly<Record<string, string>> {
  const file = join(temporaryFolder(), "event.json");
  if (event !== undefined) writeFileSync(file, JSON.stringify(event));
  return { ...inCi, GITHUB_EVENT_NAME: name, GITHUB_EVENT_PATH: file };
}

const afterPull = (headId: number | undefined, of = "pull_request") =>
  startedBy("workflow_run", {
    repository: { id: 1 },
    workflow_run: { event: of, head_repository: headId === undefined ? null : { id: headId } },
  });

Forks(
  "without a key, plan in CI is offline, and says so in its first line",
  withEmulator(async (emulator) => {
    const made = projectHere(smallManifest, { env: emulator.env });
    await made.applied();
    const asked = (await emulator.inventory()).requests;
    const noKey = { ...inCi, ANON_API_KEY: "" };
    const ran = await made.run(["plan"], noKey);
    assert.is(ran.code, 0, ran.stderr);
    assert.is(
      ran.stdout.split("\n")[0],
      "Offline: this run has no API key, as one for a pull request from a fork has none. Made from manifest and lockfile alone: Anon was not asked.",
    );
    assert.match(ran.stdout, "3 unchecked");
    assert.equal((await emulator.inventory()).requests, asked);
    const { refreshed } = JSON.parse((await made.run(["plan", "--json"], noKey)).stdout);
    assert.is(refreshed, false);
    for (const variable of ["GITLAB_CI", "CI"]) {
      const elsewhere = await made.run(["plan"], { [variable]: "true", ANON_API_KEY: "" });
      assert.match(elsewhere.stdout, /^Offline: this run has no API key/);
    }
  }),
);

Forks(
  "on a workstation a key that is missing is forgotten, and told so; as is one that apply needs",
  withEmulator(async (emulator) => {
    const made = projectHere(smallManifest, { env: emulator.env });
    await made.applied();
    const none = { ANON_API_KEY: "" };
    assert.match((await made.run(["plan"], none)).stderr, "error[no-api-key]");
    for (const words of [["apply", "--auto-approve"], ["verify"], ["plan", "--refresh-only"]]) {
      const ran = await made.run(words, { ...inCi, ...none });
      assert.equal([ran.code, ran.stdout], [6, ""]);
      assert.match(ran.stderr, "error[no-api-key]");
    }
  }),
);

Forks("nobody's server is asked for keys by a plan of a stranger's manifest", async () => {
  const made = projectHere(smallManifest.replace("login.example.com", "127.0.0.1:1"));
  const ran = await made.run(["plan"], inCi);
  assert.is(ran.code, 0, ran.stderr);
  assert.not.match(ran.stdout, "Warning");
});

Forks("a plan without a key is not saved, and says so where --out asks for it", async () => {
  const made = projectHere(hostedManifest);
  const ran = await made.run(["plan", "--out", "plan.json"], inCi);
  assert.is(ran.code, 0);
  assert.match(ran.stderr, "warning[plan-not-saved-offline]: plan.json was not written");
  assert.not.ok(made.has("plan.json"));
  const named = await made.run(["plan", "--refresh=false"], key);
  assert.match(named.stdout, /^Offline, as --refresh=false asks for\. Made from manifest/);
});

/** The variables of a merge request from fork 2, for which a member started a pipeline in project 1. */
const ofFork = {
  CI: "true",
  GITLAB_CI: "true",
  CI_PROJECT_ID: "1",
  CI_PIPELINE_SOURCE: "merge_request_event",
  CI_MERGE_REQUEST_SOURCE_PROJECT_ID: "2",
};

const pull = (headId: number) =>
  startedBy("pull_request", {
    repository: { id: 1 },
    pull_request: { head: { repo: { id: headId } } },
  });

const strangers: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
  ["issue_comment", startedBy("issue_comment", { issue: { number: 7, pull_request: {} } })],
  ["merge_request_event", ofFork],
  ["pull_request", pull(2)],
  ["pull_request_target", startedBy("pull_request_target", { repository: { id: 1 } })],
  ["pull_request_target", startedBy("pull_request_target")],
  ["workflow_run", afterPull(2)],
  ["workflow_run", afterPull(undefined)],
  ["workflow_run", afterPull(2, "pull_request_target")],
  ["workflow_run", afterPull(1, "issue_comment")],
  ["workflow_run", startedBy("workflow_run")],
];

Forks("with a stranger's files beside the key, nothing is asked and nothing applied", async () => {
  const made = projectHere(hostedManifest);
  for (const [event, env] of strangers)
    for (const words of [["plan"], ["plan", "--refresh-only"], ["apply", "--auto-approve"]]) {
      const ran = await made.run(words, { ...env, ...key });
      assert.equal([ran.code, ran.stdout], [5, ""], ran.stderr);
      assert.match(ran.stderr, `error[untrusted-event]: This run was started by ${event}`);
      assert.match(ran.stderr, "manifest and lockfile here may be a stranger's.");
      assert.match(ran.stderr, `--allow-event ${event}`);
    }
});

Forks("a plan that asks nobody is made all the same, with the key there or not", async () => {
  const made = projectHere(hostedManifest);
  for (const [, env] of strangers.slice(0, 3)) {
    assert.is((await made.run(["plan", "--refresh=false"], { ...env, ...key })).code, 0);
    const keyless = await made.run(["plan"], env);
    assert.is(keyless.code, 0);
    assert.match(keyless.stdout, /^Offline: this run has no API key/);
  }
});

Forks("the event that somebody allows by name is allowed, and no other", async () => {
  const made = projectHere(hostedManifest);
  for (const [event, env] of strangers) {
    const other = event === "workflow_run" ? "issue_comment" : "workflow_run";
    const ran = await made.run(["plan", "--allow-event", event], { ...env, ...key });
    assert.is(ran.code, 0, ran.stderr);
    const wrong = await made.run(["plan", "--allow-event", other], { ...env, ...key });
    assert.is(wrong.code, 5);
  }
});

Forks("what only people with write access can start needs no word", async () => {
  const made = projectHere(hostedManifest);
  for (const env of [
    startedBy("push", {}),
    startedBy("schedule"),
    pull(1),
    { ...ofFork, CI_MERGE_REQUEST_SOURCE_PROJECT_ID: "1" },
    { ...ofFork, CI_PROJECT_ID: "2" },
    { CI: "true", GITLAB_CI: "true", CI_PIPELINE_SOURCE: "push", CI_COMMIT_BRANCH: "main" },
    afterPull(1),
    afterPull(2, "push"),
  ]) {
    const ran = await made.run(["plan"], { ...env, ...key });
    assert.is(ran.code, 0, ran.stderr);
  }
});

Forks(
  "every command that would use the key is refused it, and those that do not are not",
  withEmulator(async (emulator) => {
    const made = projectHere(hostedManifest);
    made.write(
      "anon.lock.sandbox.json",
      JSON.stringify({
        lockfileVersion: 1,
        lineage: "0b0e0000-0000-4000-8000-000000000001",
        environment: { name: "sandbox", baseUrl: "https://svc.sandbox.anon.com" },
        resources: {},
        unsettled: {},
        retired: {},
      }),
    );
    const [, env = {}] = strangers[0] ?? [];
    const id = "7a1e0000-0000-4000-8000-000000000001";
    const words = ["import", "userPools.members", id, "--yes", "--state", "local"];
    const ran = await made.run(words, { ...env, ...key });
    assert.is(ran.code, 5, ran.stderr);
    assert.match(ran.stderr, "error[untrusted-event]");
    assert.is((await made.run(["status"], { ...env, ...key })).code, 0);
    // An emulator has nothing to steal.
    const local = projectHere(smallManifest, { env: { ...env, ...emulator.env } });
    assert.is((await local.run(["apply", "--auto-approve"])).code, 0);
    assert.is((await local.run(["plan"])).code, 0);
  }),
);

Forks.run();
