import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { CliRun } from "../support/cli.ts";
import {
  actions,
  headCommit,
  otherApp,
  person,
  pullRequestEnv,
  pullRequestEvent,
  withCodeHost,
  type CodeHost,
} from "../support/code-host.ts";
import { testEmulator } from "../support/emulator.ts";
import { projectHere, smallManifest, type Project } from "../support/project.ts";

const Reviewed = suite("apply --expect reviewed: what the pull request showed, and nothing else");

const commit = "0123456789abcdef0123456789abcdef01234567";

const laterHead = "a".repeat(40);

const base = {
  ref: "main",
  repo: { full_name: "acme/identity", default_branch: "main" },
} as const;

/** Returns GitHub's answer about a pull request whose merge made a commit. */
const merged = (number: number, head = headCommit, sha = commit): object => ({
  number,
  merged_at: "2026-01-02T03:04:05Z",
  merge_commit_sha: sha,
  head: { sha: head },
  base,
});

/** Adds a merge of pull request 7 that made this commit. */
function merge(host: CodeHost, pull = merged(7), ...more: readonly object[]): void {
  host.pulls.set(commit, [pull, ...more]);
}

/** Returns a test with a host, a project, and an emulator behind the project. */
function withProject(
  test: (host: CodeHost, made: Project, posts: () => Promise<number>) => Promise<void>,
): () => Promise<void> {
  return withCodeHost(async (host) => {
    const emulator = await testEmulator();
    try {
      await test(host, projectHere(smallManifest, { env: emulator.env }), () => emulator.posts());
    } finally {
      await emulator.close();
    }
  });
}

function plan(host: CodeHost, made: Project, head = headCommit): Promise<CliRun> {
  return made.run(["plan", "--comment"], pullRequestEnv(host, pullRequestEvent(head)));
}

/** Runs apply as in the run of a push that GitHub starts after a merge. */
function apply(host: CodeHost, made: Project, more: Readonly<Record<string, string>> = {}) {
  const push = { GITHUB_EVENT_NAME: "push", GITHUB_REF: "refs/heads/main", GITHUB_SHA: commit };
  const env = { ...pullRequestEnv(host), ...push, ...more };
  return made.run(["apply", "--expect", "reviewed"], env);
}

Reviewed(
  "applies the plan of the comment, without a question",
  withProject(async (host, made) => {
    await plan(host, made);
    merge(host);
    const ran = await apply(host, made);
    assert.is(ran.code, 0, ran.stderr);
    assert.match(ran.stdout, "Apply complete! 3 created");
    // A run without any action does not ask for the reviewed plan.
    host.requests.length = 0;
    const again = await apply(host, made);
    assert.is(again.code, 0, again.stderr);
    assert.equal(host.requests, []);
  }),
);

Reviewed(
  "sends nothing where the plan is another one now, or where its comment was none of ours",
  withProject(async (host, made, posts) => {
    await plan(host, made);
    merge(host);
    const [comment] = host.comments;
    const { body = "" } = comment ?? {};
    made.manifest(smallManifest.replace("Employees.", "Everybody."));
    const other = await apply(host, made);
    assert.is(other.code, 5);
    assert.match(other.stderr, "error[plan-not-as-expected]");
    made.manifest(smallManifest);
    host.comments.length = 0;
    host.add(body, person);
    const forged = await apply(host, made);
    assert.is(forged.code, 5);
    assert.match(forged.stderr, "error[no-reviewed-plan]: Which plan was reviewed is not known.");
    assert.match(
      forged.stderr,
      "There is no plan of this environment and manifest on pull request 7",
    );
    assert.is(await posts(), 0);
  }),
);

/** Runs apply, and checks that it sends nothing and prints the reason. */
async function refuses(host: CodeHost, made: Project, why: string): Promise<void> {
  const ran = await apply(host, made);
  assert.is(ran.code, 5, ran.stderr);
  assert.match(ran.stderr, "error[no-reviewed-plan]: Which plan was reviewed is not known.");
  assert.match(ran.stderr, why);
  assert.match(ran.stderr, "Or name the digest that plan printed: --expect DIGEST");
}

Reviewed(
  "another app's comment approves nothing, with our marker, our digest and our commit copied",
  withProject(async (host, made, posts) => {
    // An app can compute this plan by itself, though no reviewer saw its manifest.
    await plan(host, made);
    const { body = "" } = host.comments.pop() ?? {};
    host.add(body, otherApp);
    merge(host);
    await refuses(
      host,
      made,
      "There is no plan of this environment and manifest on pull request 7",
    );
    assert.is(await posts(), 0);
    // The plan is no approval beside ours either, whichever of them is the newer.
    made.manifest(smallManifest.replace("Employees.", "Everybody."));
    await plan(host, made);
    host.add(body, otherApp);
    made.manifest(smallManifest);
    const ran = await apply(host, made);
    assert.match(ran.stderr, "error[plan-not-as-expected]");
    assert.is(await posts(), 0);
  }),
);

Reviewed(
  "where GitHub does not tell whose the token is, no comment is believed",
  withProject(async (host, made, posts) => {
    await plan(host, made);
    merge(host);
    const answers = [
      { status: 404, body: { message: "Not Found" }, why: "There is no user of this token" },
      { status: 403, body: { message: "Forbidden" }, why: "GitHub answered 403 (Forbidden)." },
      { status: 200, body: { errors: [] }, why: "GitHub does not tell whose the token is" },
      { status: 200, body: { data: { viewer: { login: "x" } } }, why: "does not tell whose" },
    ];
    for (const { why, ...answer } of answers) {
      host.fault({ method: "POST", path: /graphql/, ...answer });
      await refuses(host, made, why);
    }
    assert.is(await posts(), 0);
  }),
);

Reviewed(
  "of several of our own the newest counts, as for plan --comment",
  withProject(async (host, made, posts) => {
    await plan(host, made);
    const [{ body = "" } = {}] = host.comments;
    made.manifest(smallManifest.replace("Employees.", "Everybody."));
    await plan(host, made);
    // A run at the same moment could have written the first plan, before or after ours.
    host.add(body, actions);
    host.comments.reverse();
    merge(host);
    const ran = await apply(host, made);
    assert.match(ran.stderr, "error[plan-not-as-expected]");
    assert.is(await posts(), 0);
    made.manifest(smallManifest);
    assert.is((await apply(host, made)).code, 0);
  }),
);

Reviewed(
  "a later commit that nobody planned is not covered by the comment of an older one",
  withProject(async (host, made, posts) => {
    await plan(host, made);
    merge(host, merged(7, laterHead));
    await refuses(
      host,
      made,
      `The plan on pull request 7 was made of the commit ${headCommit}, and ${laterHead} was merged.`,
    );
    // An older run that ends after the newer one overwrites its comment, and so revokes the
    // approval.
    await plan(host, made, laterHead);
    await plan(host, made, headCommit);
    await refuses(host, made, `was made of the commit ${headCommit}`);
    assert.is(await posts(), 0);
    await plan(host, made, laterHead);
    assert.is((await apply(host, made)).code, 0);
  }),
);

Reviewed(
  "a plan without its commit, as an event without one or an older version wrote it, approves nothing",
  withProject(async (host, made, posts) => {
    await plan(host, made);
    merge(host);
    const [comment] = host.comments;
    if (comment === undefined) throw new Error("no comment");
    comment.body = comment.body.replace(/ commit [0-9a-f]{40} -->/, " -->");
    await refuses(
      host,
      made,
      "The plan on pull request 7 does not say which commit it was made of.",
    );
    assert.is(await posts(), 0);
  }),
);

Reviewed(
  "a comment of ours that somebody else edited approves nothing, until the plan is written anew",
  withProject(async (host, made, posts) => {
    await plan(host, made);
    merge(host);
    const [comment] = host.comments;
    if (comment === undefined) throw new Error("no comment");
    for (const editor of [person, otherApp]) {
      comment.editor = editor;
      await refuses(host, made, "Somebody edited the plan on pull request 7");
    }
    comment.editor = person;
    // An account that was deleted since then has no name.
    const gone = {
      body: comment.body,
      lastEditedAt: "2026-01-02T03:04:05Z",
      author: { id: "U_1" },
    };
    const answers = [
      { data: { node: { ...gone, editor: null } } },
      { data: { node: { ...gone, editor: {} } } },
    ];
    for (const body of answers) {
      host.fault({ method: "POST", path: /graphql/, status: 200, body: viewer });
      host.fault({ method: "POST", path: /graphql/, status: 200, body });
      await refuses(host, made, "Somebody edited the plan on pull request 7");
    }
    for (const body of [{ data: { node: null } }, { data: {} }, {}]) {
      host.fault({ method: "POST", path: /graphql/, status: 200, body: viewer });
      host.fault({ method: "POST", path: /graphql/, status: 200, body });
      await refuses(host, made, "GitHub does not tell whether somebody edited the plan");
    }
    assert.is(await posts(), 0);
    await plan(host, made);
    assert.is((await apply(host, made)).code, 0);
  }),
);

const viewer = { data: { viewer: { databaseId: actions.id } } };

Reviewed(
  "a comment of an older version approves nothing, and the plan is to be made again",
  withProject(async (host, made, posts) => {
    await plan(host, made);
    merge(host);
    const [comment] = host.comments;
    if (comment === undefined) throw new Error("no comment");
    comment.body = comment.body.replace(/digest v2:/, "digest ");
    const ran = await apply(host, made);
    assert.is(ran.code, 5);
    assert.match(ran.stderr, "error[digest-version]");
    assert.is(await posts(), 0);
  }),
);

Reviewed(
  "a comment that shows no digest, of a plan that was cut or refused, approves nothing",
  withProject(async (host, made, posts) => {
    await plan(host, made);
    merge(host);
    const [comment] = host.comments;
    if (comment === undefined) throw new Error("no comment");
    const lines = comment.body.split("\n");
    // The digest further down in the text is for the user; the tool does not read it.
    comment.body = [lines[0], ...lines.slice(2), lines[1]].join("\n");
    const ran = await apply(host, made);
    assert.is(ran.code, 5);
    assert.match(ran.stderr, "error[plan-not-as-expected]");
    assert.is(await posts(), 0);
  }),
);

Reviewed(
  "a commit that is the merge of no pull request, or of several, has no reviewed plan",
  withProject(async (host, made, posts) => {
    await plan(host, made);
    const notMerged = { number: 8, merged_at: null, merge_commit_sha: commit };
    const cases: readonly (() => void)[] = [
      () => host.pulls.clear(),
      () => host.pulls.set(commit, [notMerged]),
      () => merge(host, merged(7, headCommit, "f".repeat(40))),
      () => merge(host, merged(7), merged(9)),
      () => merge(host, merged(7, "main")),
    ];
    for (const prepare of cases) {
      prepare();
      const ran = await apply(host, made);
      assert.is(ran.code, 5);
      assert.match(
        ran.stderr,
        `The commit ${commit} is not the merge of one pull request into main of acme/identity.`,
      );
      assert.match(ran.stderr, "Or name the digest that plan printed: --expect DIGEST");
    }
    assert.is(await posts(), 0);
  }),
);

Reviewed(
  "a pull request into another branch or of another repository approves nothing that was pushed here",
  withProject(async (host, made, posts) => {
    await plan(host, made);
    const { repo } = base;
    const bases: readonly object[] = [
      // The author alone merges it, because no rule requires a review; then someone pushes the
      // branch to main.
      { ref: "playground", repo },
      { ref: "refs/heads/main", repo },
      { repo },
      // GitHub also lists the pull requests of the whole fork network.
      { ref: "main", repo: { ...repo, full_name: "upstream/identity" } },
      { ref: "main", repo: null },
      { ref: "main" },
    ];
    for (const one of bases) {
      merge(host, { ...merged(7), base: one });
      const ran = await apply(host, made);
      assert.is(ran.code, 5, JSON.stringify(one));
      assert.match(ran.stderr, "error[no-reviewed-plan]");
    }
    merge(host, { ...merged(7), base: { ...base, ref: "playground" } });
    const tagged = { GITHUB_REF: "refs/tags/v1" };
    const ofTag = await apply(host, made, tagged);
    assert.match(ofTag.stderr, "is not the merge of one pull request into the default branch of");
    assert.is(await posts(), 0);
    merge(host, { ...merged(7), base: { ...base, repo: { ...repo, full_name: "Acme/Identity" } } });
    assert.is((await apply(host, made, tagged)).code, 0, "a tag of what was merged into main");
  }),
);

Reviewed(
  "what GitHub does not let be read is said, with the permission; elsewhere there is none to ask",
  withProject(async (host, made, posts) => {
    await plan(host, made);
    merge(host);
    const body = { message: "Resource not accessible by integration" };
    host.fault({ method: "GET", path: /\/pulls/, status: 403, body });
    const refused = await apply(host, made);
    assert.is(refused.code, 5);
    assert.match(refused.stderr, "GitHub answered 403 (Resource not accessible by integration).");
    assert.match(refused.stderr, "Give the job `permissions: pull-requests: read`.");
    host.fault({ method: "GET", path: /\/comments/, status: 404, body: { message: "Not Found" } });
    assert.match((await apply(host, made)).stderr, "There is no pull request 7, or the token may");
    const noToken = await apply(host, made, { GITHUB_TOKEN: "" });
    assert.match(noToken.stderr, "error[no-comment-token]");
    const others: readonly Record<string, string>[] = [
      { GITHUB_ACTIONS: "" },
      { GITHUB_SHA: "../x" },
    ];
    for (const env of others) {
      const elsewhere = await apply(host, made, env);
      assert.is(elsewhere.code, 5);
      assert.match(elsewhere.stderr, "GitHub Actions does not run this.");
    }
    assert.is(await posts(), 0);
  }),
);

Reviewed.run();
