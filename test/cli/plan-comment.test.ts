import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { planMarker } from "../../src/ci/sticky-comment.ts";
import {
  actions,
  headCommit,
  mergeRequestEnv,
  otherApp,
  person,
  personsToken,
  pullRequestEnv,
  withCodeHost,
  type CodeHost,
  type Fault,
} from "../support/code-host.ts";
import type { CliRun } from "../support/cli.ts";
import { hostedManifest, projectHere, type Project } from "../support/project.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { testSecret } from "../support/secrets.ts";

const Comment = suite("the one comment that a pull request has of a plan");

const marker = planMarker("sandbox", "anon.config.yaml");
const replaced = "This plan is out of date. The newest comment of anon-sync has the plan.";
const key = testSecret("api key");
const issue = "/api/v3/repos/acme/identity/issues/7/comments";
const comments = /^\/api\/v3\/repos\/acme\/identity\/issues\/7\/comments/;
const secondary = { message: "You have exceeded a secondary rate limit." };

/** Returns a project whose manifest has never been applied: its plan sends no request to Anon. */
function fresh(manifest = hostedManifest): Project {
  return projectHere(manifest, { env: { ANON_API_KEY: key } });
}

function planOn(
  host: CodeHost,
  made = fresh(),
  more: Readonly<Record<string, string>> = {},
  ...args: readonly string[]
): Promise<CliRun> {
  return made.run(["plan", "--comment", ...args], { ...pullRequestEnv(host), ...more });
}

/** Returns the received requests, without the headers. */
function asked({ requests }: CodeHost): string[] {
  return requests.map(({ method, path }) => `${method} ${path}`);
}

Comment(
  "is written where there is none, and brought up to date by the next run",
  withCodeHost(async (host) => {
    const made = fresh();
    const first = await planOn(host, made);
    assert.is(first.code, 0, first.stderr);
    assert.match(first.stderr, "Wrote the plan to pull request 7.\n");
    assert.is(host.comments.length, 1);
    const [top, digest = "", verdict = ""] = (host.comments[0]?.body ?? "").split("\n");
    assert.is(top, marker);
    const said = /^Digest: (\S+)$/m.exec(first.stdout)?.[1];
    assert.is(digest, `<!-- anon-sync digest ${said} commit ${headCommit} -->`);
    assert.match(verdict, "**`sandbox`: can be applied.**");
    assert.match(host.comments[0]?.body ?? "", "Plan: 3 to create");
    made.manifest(hostedManifest.replace(/sdkClients:[^]*/, ""));
    const second = await planOn(host, made);
    assert.match(second.stderr, "Updated the plan on pull request 7.\n");
    assert.is(host.comments.length, 1);
    assert.match(host.comments[0]?.body ?? "", "Plan: 2 to create");
    assert.equal(asked(host), [
      `GET ${issue}?per_page=100`,
      `POST ${issue}`,
      `GET ${issue}?per_page=100`,
      "POST /api/graphql",
      "PATCH /api/v3/repos/acme/identity/issues/comments/1000",
    ]);
  }),
);

Comment(
  "goes to the host with its own token alone: never with the API key, which is in no request",
  withCodeHost(async (host) => {
    await planOn(host);
    for (const { headers, body } of host.requests) {
      assert.is(headers["authorization"], "Bearer ghs_token-of-the-workflow");
      assert.not.match(JSON.stringify(headers) + body, key);
    }
  }),
);

Comment(
  "another environment, and another manifest, have one of their own",
  withCodeHost(async (host) => {
    const environments = "environments: { sandbox: {target: sandbox}, staging: {target: sandbox} }";
    const made = fresh(hostedManifest.replace("version: 1", `version: 1\n${environments}`));
    made.write("other.yaml", hostedManifest);
    for (let runs = 0; runs < 2; runs += 1) {
      await planOn(host, made);
      await planOn(host, made, {}, "-e", "staging");
      await planOn(host, made, {}, "-c", "other.yaml");
    }
    const firstLines = host.comments.map(({ body }) => body.split("\n")[0]);
    assert.equal(firstLines, [
      marker,
      planMarker("staging", "anon.config.yaml"),
      planMarker("sandbox", "other.yaml"),
    ]);
  }),
);

Comment(
  "what a person wrote is never written over, be it quoted, copied from the page's source or their own",
  withCodeHost(async (host) => {
    const theirs = [`> ${marker}\n> quoted`, `${marker}\ncopied`, `Look: ${marker}`];
    for (const body of theirs) host.add(body, person);
    await planOn(host);
    await planOn(host);
    assert.equal(host.comments.map(({ body }) => body).slice(0, 3), theirs);
    assert.is(host.comments.length, 4);
    assert.equal(host.comments[3]?.author, actions);
  }),
);

Comment(
  "the token of a person finds the comments of that person, and not those of bots",
  withCodeHost(async (host) => {
    host.add(`${marker}\nof a workflow's token`, actions);
    const other = { id: 8, login: "other", type: "User" } as const;
    host.add(`${marker}\nof somebody else`, other);
    const env = { GITHUB_TOKEN: "", GH_TOKEN: personsToken };
    await planOn(host, fresh(), env);
    await planOn(host, fresh(), env);
    assert.equal(
      host.comments.map(({ author }) => author.login),
      ["github-actions[bot]", "other", "mona"],
    );
  }),
);

Comment(
  "another app's comment is never written over nor taken for ours, marker or not: one app is not the other",
  withCodeHost(async (host) => {
    host.add(`${marker}\ncopied by another app`, otherApp);
    await planOn(host);
    await planOn(host);
    assert.equal(
      host.comments.map(({ author }) => author.login),
      ["dependabot[bot]", "github-actions[bot]"],
    );
    assert.is(host.comments[0]?.body, `${marker}\ncopied by another app`);
    assert.match(host.comments[1]?.body ?? "", "Plan: 3 to create");
  }),
);

Comment(
  "of several of our own the newest is brought up to date, and the older ones say that they do not count",
  withCodeHost(async (host) => {
    for (const text of ["first", "second", "third"]) host.add(`${marker}\n${text}`, actions);
    host.comments.reverse();
    for (let runs = 0; runs < 2; runs += 1) {
      host.requests.length = 0;
      assert.match((await planOn(host)).stderr, "Updated the plan on pull request 7.");
      const [third, second, first] = host.comments;
      assert.match(third?.body ?? "", "Plan: 3 to create");
      for (const older of [second, first])
        assert.is(older?.body.split("\n")[1], replaced, "and it has no digest");
    }
    const patched = asked(host).filter((one) => one.startsWith("PATCH"));
    assert.equal(patched, ["PATCH /api/v3/repos/acme/identity/issues/comments/1002"]);
  }),
);

Comment(
  "where the host does not tell whose the token is, no comment is ours: nothing is written",
  withCodeHost(async (host) => {
    host.add(`${marker}\nof somebody`, actions);
    const answers = [
      { status: 404, body: { message: "Not Found" } },
      { status: 403, body: { message: "Resource not accessible by integration" } },
      { status: 200, body: { errors: [{ message: "Something went wrong" }] } },
      { status: 200, body: { data: { viewer: null } } },
      { status: 200, body: { data: { viewer: { databaseId: "41898282" } } } },
    ];
    for (const answer of answers) {
      host.fault({ method: "POST", path: /graphql/, ...answer });
      const { code, stderr } = await planOn(host);
      assert.is(code, 0);
      assert.match(stderr, "warning[comment-not-written]: The plan is not on pull request 7.");
    }
    assert.equal(
      host.comments.map(({ body }) => body),
      [`${marker}\nof somebody`],
    );
  }),
);

Comment(
  "a question that was lost on its way is asked again: it changes nothing",
  withCodeHost(async (host) => {
    host.add(`${marker}\nold`, actions);
    host.fault({ method: "POST", path: /graphql/, status: 502 });
    assert.match((await planOn(host)).stderr, "Updated the plan on pull request 7.");
  }),
);

Comment(
  "an event that tells no commit, as a comment's, leaves the commit out: nobody knows which one is here",
  withCodeHost(async (host) => {
    const events = [
      { issue: { number: 7, pull_request: {} } },
      { pull_request: { number: 7, head: { sha: "main" } } },
      { pull_request: { number: 7, head: { sha: `${headCommit} -->` } } },
      { pull_request: { number: 7 } },
    ];
    for (const event of events) {
      host.comments.length = 0;
      const env = pullRequestEnv(host, { ...event, repository: { id: 1 } });
      const ran = await fresh().run(["plan", "--comment", "--refresh=false"], env);
      assert.match(ran.stderr, "Wrote the plan to pull request 7.");
      const [, line] = (host.comments[0]?.body ?? "").split("\n");
      assert.match(line ?? "", /^<!-- anon-sync digest \S+ -->$/);
    }
  }),
);

Comment(
  "is found behind 250 others, page by page",
  withCodeHost(async (host) => {
    for (let count = 0; count < 250; count += 1) host.add(`Comment ${count}`);
    host.add(`${marker}\nthe last plan`, actions);
    await planOn(host);
    assert.is(host.comments.length, 251);
    assert.match(host.comments[250]?.body ?? "", "Plan: 3 to create");
    assert.equal(asked(host).slice(0, 3), [
      `GET ${issue}?per_page=100`,
      `GET ${issue}?per_page=100&page=2`,
      `GET ${issue}?per_page=100&page=3`,
    ]);
  }),
);

Comment(
  "one that was deleted in this very moment is written anew",
  withCodeHost(async (host) => {
    host.add(`${marker}\nold`, actions);
    host.fault({ method: "PATCH", path: /comments/, status: 404, body: { message: "Not Found" } });
    const ran = await planOn(host);
    assert.match(ran.stderr, "Wrote the plan to pull request 7.");
    assert.is(host.comments.length, 2);
  }),
);

Comment(
  "no permission, as for a fork's pull request, is a warning that names it: the plan is what it is",
  withCodeHost(async (host) => {
    const body = { message: "Resource not accessible by integration" };
    for (const [status, said] of [
      [403, "GitHub answered 403 (Resource not accessible by integration)."],
      [404, "There is no pull request 7, or the token may not see it."],
    ] as const) {
      host.fault({ method: "POST", path: comments, status, body });
      const ran = await planOn(host, fresh(), {}, "--detailed-exitcode");
      assert.is(ran.code, 2, "as without a comment");
      assert.match(ran.stdout, "Plan: 3 to create");
      assert.match(
        ran.stderr,
        "warning[comment-not-written]: The plan is not on pull request 7. GitHub",
      );
      assert.match(ran.stderr, said);
      assert.match(ran.stderr, "help: Give the job `permissions: pull-requests: write`.");
      assert.match(ran.stderr, "::warning title=comment-not-written::The plan is not on");
    }
    assert.is(host.comments.length, 0);
  }),
);

Comment(
  "what the host refuses, breaks or says otherwise is a warning with its words, escaped",
  withCodeHost(async (host) => {
    const hostile = "\u001b[31m::error::x\n::set-output name=a::b\u202e";
    const answers = [
      {
        status: 422,
        body: { message: hostile },
        said: "GitHub answered 422 ([31m::error::x ::set",
      },
      { status: 401, body: { message: "Bad credentials" }, said: "answered 401 (Bad credentials)" },
      { status: 301, body: {}, said: "GitHub answered 301." },
    ];
    for (const { said, ...answer } of answers) {
      host.fault({ method: "POST", path: comments, ...answer });
      const { code, stderr } = await planOn(host);
      assert.is(code, 0);
      assert.match(stderr, said);
      assert.not.match(stderr, "\u001b");
      assert.not.match(stderr, /^::set-output/m);
    }
    host.fault({ method: "GET", path: comments, status: 200, body: { not: "a list" } });
    assert.match((await planOn(host)).stderr, "What GitHub answered cannot be read.");
    assert.is(host.comments.length, 0);
  }),
);

Comment(
  "a limit that ends at once is waited for, and one comment is written",
  withCodeHost(async (host) => {
    const headers = { "retry-after": "0" };
    host.fault(
      { method: "GET", path: comments, status: 429, headers, body: secondary },
      { method: "POST", path: comments, status: 403, headers, body: secondary },
    );
    const { stderr } = await planOn(host);
    assert.match(stderr, "Wrote the plan to pull request 7.");
    assert.is(host.comments.length, 1);
  }),
);

Comment(
  "a limit that lasts is a warning, and nothing is asked again before its time",
  withCodeHost(async (host) => {
    const limits: readonly Pick<Fault, "status" | "headers">[] = [
      { status: 429, headers: { "retry-after": "3600" } },
      { status: 403, headers: { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "9999999999" } },
      { status: 429, headers: {} },
    ];
    for (const limit of limits) {
      host.requests.length = 0;
      host.fault({ method: "GET", path: comments, ...limit, body: secondary });
      const { code, stderr } = await planOn(host);
      assert.is(code, 0);
      assert.match(stderr, "You have exceeded a secondary rate limit). It was asked too often.");
      assert.not.match(stderr, "permissions");
      assert.is(host.requests.length, 1);
    }
  }),
);

Comment(
  "an answer that got lost makes no second comment: nobody knows whether there is one",
  withCodeHost(async (host) => {
    host.fault({ method: "POST", path: comments, status: 502 });
    const { stderr } = await planOn(host);
    assert.match(stderr, "GitHub answered 502.");
    assert.is(asked(host).filter((one) => one.startsWith("POST")).length, 1);
  }),
);

Comment(
  "the next page is asked of the same host alone, for the token goes with it",
  withCodeHost(async (host) => {
    const link = '<http://127.0.0.1:1/stolen>; rel="next"';
    host.fault({ method: "GET", path: comments, status: 200, headers: { link }, body: [] });
    const { stderr } = await planOn(host);
    assert.match(stderr, "Its comments go on at another address than GitHub's.");
    assert.is(host.comments.length, 0);
  }),
);

Comment("the token goes nowhere where the API is not https, nor this machine", async () => {
  const env = {
    GITHUB_ACTIONS: "true",
    GITHUB_REPOSITORY: "acme/identity",
    GITHUB_EVENT_NAME: "push",
    GITHUB_REF: "refs/pull/7/merge",
    GITHUB_TOKEN: "ghs_canary-of-the-token",
  };
  for (const url of ["http://api.github.example", "https://user:pw@github.example", "nonsense"]) {
    const ran = await fresh().run(["plan", "--comment"], { ...env, GITHUB_API_URL: url });
    assert.is(ran.code, 0);
    assert.match(
      ran.stderr,
      "warning[comment-not-written]: The plan is not on the pull request. The URL",
    );
    assert.match(ran.stderr, "Nothing was sent there.");
    assert.not.match(ran.stderr, "canary-of-the-token");
  }
});

Comment(
  "a token that a host repeats is in no output",
  withCodeHost(async (host) => {
    const token = "ghs_token-of-the-workflow";
    for (const said of [
      token,
      encodeURIComponent(btoa(token)),
      `key ${btoa(key)}`,
      key.slice(-12),
    ]) {
      const body = { message: `No such token: ${said}` };
      host.fault({ method: "GET", path: comments, status: 401, body });
      const { stdout, stderr } = await planOn(host);
      assert.match(stderr, "GitHub answered 401 ([redacted]).");
      assert.not.ok((stdout + stderr).includes(said));
    }
  }),
);

Comment(
  "a secret that stands in the manifest does not get into the comment",
  withCodeHost(async (host) => {
    await planOn(host, fresh(hostedManifest.replace("Employees.", `Uses ${key}.`)));
    assert.match(host.comments[0]?.body ?? "", "Uses [redacted].");
  }),
);

Comment(
  "no name can end the marker, or make a comment that is taken for another's",
  withCodeHost(async (host) => {
    const made = fresh();
    const name = "x--> <script>@everyone.yaml";
    made.write(name, hostedManifest.replace("Members", `${marker}`));
    await planOn(host, made);
    await planOn(host, made, {}, "-c", name);
    await planOn(host, made);
    assert.is(host.comments.length, 2);
    const [, hostile = ""] = host.comments.map(({ body }) => body);
    assert.match(
      hostile,
      /^<!-- anon-sync plan [0-9a-f]{32} -->\n<!-- anon-sync digest v2:[0-9a-f]{64} commit [0-9a-f]{40} -->\n\*\*`sandbox`/,
    );
  }),
);

Comment(
  "a plan that is too long for a comment is cut, and says so",
  withCodeHost(async (host) => {
    const description = "x".repeat(900);
    const pools = Array.from(
      { length: 100 },
      (_, at) => `  p${at}: { name: Pool ${at}, description: ${description} }\n`,
    );
    const ran = await planOn(host, fresh(`version: 1\nuserPools:\n${pools.join("")}`));
    assert.match(ran.stderr, "Wrote the plan to pull request 7.");
    const { body = "" } = host.comments[0] ?? {};
    assert.match(body, "nobody can agree to what is not shown");
    assert.not.match(body, "anon-sync digest");
  }),
);

Comment(
  "a commit that cannot be planned leaves no plan of an earlier one behind",
  withCodeHost(async (host) => {
    const made = fresh();
    await planOn(host, made);
    made.manifest(hostedManifest.replace("userPool: members", "userPool: membres"));
    const ran = await planOn(host, made);
    assert.is(ran.code, 3);
    assert.is(host.comments.length, 1);
    const [, ...lines] = (host.comments[0]?.body ?? "").split("\n");
    assert.equal(lines.slice(0, 3), ["**`sandbox`: no plan**", "", "```text"]);
    assert.match(host.comments[0]?.body ?? "", "membres");
    assert.match(ran.stderr, "::error file=anon.config.yaml,line=13,col=");
  }),
);

Comment(
  "too many creates are refused, and the plan that says which is there to be read",
  withCodeHost(async (host) => {
    const ran = await planOn(host, fresh(), {}, "--max-creates", "1");
    assert.is(ran.code, 5);
    assert.match(host.comments[0]?.body ?? "", "Plan: 3 to create");
  }),
);

Comment("where there is no pull request, or no token, a warning says so", async () => {
  const folder = temporaryFolder();
  const event = join(folder, "event.json");
  writeFileSync(event, JSON.stringify({ ref: "refs/heads/main" }));
  const push = {
    GITHUB_ACTIONS: "true",
    GITHUB_REPOSITORY: "acme/identity",
    GITHUB_EVENT_NAME: "push",
    GITHUB_EVENT_PATH: event,
    GITHUB_REF: "refs/heads/main",
  };
  const cases = [
    [{}, "warning[no-pull-request]", "neither GitHub Actions nor GitLab CI runs this"],
    [push, "warning[no-pull-request]", "the event push has none"],
    [
      { GITLAB_CI: "true", CI_PROJECT_ID: "1", CI_COMMIT_BRANCH: "b" },
      "no-pull-request",
      "no merge request pipeline",
    ],
    [
      { ...push, GITHUB_REF: "refs/pull/7/merge" },
      "warning[no-comment-token]",
      "env: GITHUB_TOKEN: ${{ github.token }}",
    ],
    [
      { ...push, GITHUB_REF: "refs/pull/7/merge", GITHUB_TOKEN: "two\nlines" },
      "warning[no-comment-token]",
      "There is no token for the comments",
    ],
  ] as const;
  for (const [env, code, said] of cases) {
    const ran = await fresh().run(["plan", "--comment"], env);
    assert.is(ran.code, 0, ran.stderr);
    assert.match(ran.stderr, code);
    assert.match(ran.stderr, said);
  }
});

Comment(
  "of many manifests each has one, and the step's summary has them all; a step has one output of a name",
  withCodeHost(async (host) => {
    const made = projectHere("version: 1\n");
    const [summary, output] = ["summary", "output"].map((name) => join(made.folder, name));
    for (const name of ["a", "b", "c"]) {
      mkdirSync(join(made.folder, "orgs", name), { recursive: true });
      made.write(`orgs/${name}/anon.config.yaml`, hostedManifest);
    }
    const files = { GITHUB_STEP_SUMMARY: summary ?? "", GITHUB_OUTPUT: output ?? "" };
    const env = { ...pullRequestEnv(host), ...files };
    const words = ["plan", "--workspace", "orgs/*/anon.config.yaml", "--comment"];
    for (let runs = 0; runs < 2; runs += 1)
      assert.is((await made.run(words, env)).code, 0, "offline, for nobody gave it keys");
    const markers = ["a", "b", "c"].map((name) =>
      planMarker("sandbox", `orgs/${name}/anon.config.yaml`),
    );
    const firstLines = host.comments.map(({ body }) => body.split("\n")[0]);
    assert.equal(firstLines.toSorted(), markers.toSorted());
    assert.is(made.read("summary").match(/^\*\*`sandbox`: can be applied/gm)?.length, 6);
    assert.not.ok(made.has("output"));
  }),
);

Comment("a drift report is not the plan of the pull request", async () => {
  const ran = await fresh().run(["plan", "--refresh-only", "--comment"]);
  assert.is(ran.code, 3);
  assert.match(ran.stderr, "--refresh-only and --comment do not go together");
});

Comment(
  "on GitLab it is a note of the merge request, and brought up to date likewise",
  withCodeHost(async (host) => {
    const made = fresh();
    host.add(`${marker}\ncopied`, person);
    const first = await made.run(["plan", "--comment"], mergeRequestEnv(host));
    assert.is(first.code, 0);
    assert.match(first.stderr, "Wrote the plan to merge request 7.\n");
    const second = await made.run(["plan", "--comment"], mergeRequestEnv(host));
    assert.match(second.stderr, "Updated the plan on merge request 7.\n");
    assert.is(host.comments.length, 2);
    assert.is(host.comments[0]?.body, `${marker}\ncopied`);
    const notes = "/api/v4/projects/1/merge_requests/7/notes";
    assert.equal(asked(host).slice(-3), [
      `GET ${notes}?per_page=100`,
      "GET /api/v4/user",
      `PUT ${notes}/1001`,
    ]);
    for (const { headers } of host.requests) {
      assert.is(headers["private-token"], "glpat-token-of-the-project");
      assert.is(headers["authorization"], undefined);
    }
  }),
);

Comment(
  "GitLab's job token may not write notes, and a warning says which one may",
  withCodeHost(async (host) => {
    const env = { ...mergeRequestEnv(host), ANON_SYNC_GITLAB_TOKEN: "" };
    const ran = await fresh().run(["plan", "--comment"], env);
    assert.is(ran.code, 0);
    assert.match(ran.stderr, "warning[no-comment-token]");
    assert.match(ran.stderr, "CI_JOB_TOKEN may not write notes.");
    assert.equal(host.requests, []);
    const wrong = { ...mergeRequestEnv(host), ANON_SYNC_GITLAB_TOKEN: "glpat-of-another" };
    const refused = await fresh().run(["plan", "--comment"], wrong);
    assert.match(refused.stderr, "GitLab answered 401 (Bad credentials).");
    assert.match(refused.stderr, "a project access token with the scope api");
  }),
);

Comment.run();
