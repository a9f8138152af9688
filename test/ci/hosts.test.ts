import { suite } from "uvu";
import * as assert from "uvu/assert";
import { askAgainAfterMs, isLimited } from "../../src/ci/host-limit.ts";
import { commentHostOf, gitHubRepository } from "../../src/ci/pull-request.ts";
import { reviewedDigest, withDigest } from "../../src/ci/reviewed-plan.ts";
import { nextPage, planMarker } from "../../src/ci/sticky-comment.ts";
import type { Exchange } from "../../src/core/exchange.ts";
import type { JsonObject } from "../../src/core/json.ts";

const Hosts = suite("what hosts of pull requests say, and what is read from it");

const url = "https://api.github.com/repos/a/b/issues/7/comments";

Hosts("the next page is the link that says so, whatever stands beside it", () => {
  const next = `${url}?page=2`;
  const cases: readonly (readonly [string | undefined, ReturnType<typeof nextPage>])[] = [
    [undefined, undefined],
    ["", undefined],
    [`<${next}>; rel="next"`, { url: next }],
    [`<${url}>; rel="first", <${next}>; rel=next`, { url: next }],
    [`<${next}>; title="a, b"; rel="next"`, { url: next }],
    ["</repos/a/b/issues/7/comments?page=2>; rel=next", { url: next }],
    [`<${url}>; rel="last", <${url}>; rel="prev"`, undefined],
    [`<${url}>; rel="nextish"`, undefined],
    [`<https://api.github.com.evil.example/>; rel="next"`, "elsewhere"],
    [`<http://api.github.com/>; rel="next"`, "elsewhere"],
    [`<https://api.github.com:8443/>; rel="next"`, "elsewhere"],
    [`<//evil.example/>; rel="next"`, "elsewhere"],
    [`<https://[>; rel="next"`, "elsewhere"],
    ["nonsense", undefined],
  ];
  for (const [link, found] of cases) assert.equal(nextPage(link, url), found, link);
});

/** Returns an answer with this status and these headers. */
function answered(status: number, headers: Readonly<Record<string, string>> = {}): Exchange {
  const response = { status, headers, body: new Uint8Array(), ended: "complete" } as const;
  return { connected: true, response };
}

const date = "Thu, 01 Jan 1970 00:16:40 GMT";

Hosts("a limit is waited for where it ends soon, by the server's own clock", () => {
  const spent = { "x-ratelimit-remaining": "0" };
  const cases: readonly (readonly [Exchange, number | undefined])[] = [
    [answered(429, { "retry-after": "30" }), 30_000],
    [answered(429, { "retry-after": "31" }), undefined],
    [answered(403, { "retry-after": "1" }), 1_000],
    [answered(403, { ...spent, date, "x-ratelimit-reset": "1010" }), 10_000],
    [answered(403, { ...spent, date, "x-ratelimit-reset": "990" }), 0],
    [answered(403, { ...spent, date, "x-ratelimit-reset": "4600" }), undefined],
    [answered(403, { ...spent, "x-ratelimit-reset": "1010" }), undefined],
    [answered(429), undefined],
  ];
  for (const [exchange, waitMs] of cases)
    for (const method of ["GET", "POST", "PATCH"] as const) {
      assert.ok(exchange.response && isLimited(exchange.response));
      assert.is(askAgainAfterMs({ method }, exchange), waitMs);
    }
  assert.not.ok(isLimited({ ...answered(403, { "x-ratelimit-remaining": "1" }).response! }));
});

Hosts("a comment is sent again only where there is certainly none yet", () => {
  const lost: Exchange = {
    connected: true,
    error: { kind: "cut", code: "ECONNRESET", message: "" },
  };
  const never: Exchange = {
    connected: false,
    error: { kind: "connect", code: "ECONNREFUSED", message: "" },
  };
  for (const exchange of [lost, answered(502)]) {
    assert.is(askAgainAfterMs({ method: "GET" }, exchange), 0);
    assert.is(askAgainAfterMs({ method: "PATCH" }, exchange), 0);
    assert.is(askAgainAfterMs({ method: "POST" }, exchange), undefined);
  }
  assert.is(askAgainAfterMs({ method: "POST" }, never), 0);
  const certificate = { kind: "certificate", code: "X", message: "" } as const;
  const refused = { connected: false, error: certificate };
  assert.is(askAgainAfterMs({ method: "GET" }, refused), undefined);
  for (const status of [200, 201, 401, 403, 404, 422])
    assert.is(askAgainAfterMs({ method: "GET" }, answered(status)), undefined);
});

/** Returns the event of a run that follows another run, for these pull requests. */
const run = (...numbers: number[]) => ({
  workflow_run: { pull_requests: numbers.map((number) => ({ number })) },
});

Hosts("the number of the pull request is the event's, or else the ref's", () => {
  const variables = {
    GITHUB_ACTIONS: "true",
    GITHUB_REPOSITORY: "acme/identity",
    GITHUB_TOKEN: "token",
    GITHUB_REF: "refs/heads/main",
  };
  const numberOf = (event: JsonObject | undefined, ref?: string) => {
    const host = () => commentHostOf({ ...variables, ...(ref && { GITHUB_REF: ref }) }, event);
    try {
      return host().pullRequest;
    } catch {
      return undefined;
    }
  };
  const pull = { pull_request: { number: 7 } };
  assert.is(numberOf(pull), "pull request 7");
  assert.is(numberOf({ issue: { number: 8, pull_request: {} } }), "pull request 8");
  assert.is(numberOf({ issue: { number: 8 } }), undefined, "an issue is none");
  assert.is(numberOf(run(9)), "pull request 9");
  assert.is(numberOf(run(9, 10)), undefined, "nobody knows which");
  assert.is(numberOf(undefined, "refs/pull/11/merge"), "pull request 11");
  assert.is(numberOf(pull, "refs/pull/11/merge"), "pull request 7");
  for (const number of ["7/../../..", -1, 1.5, 0, null])
    assert.is(numberOf({ pull_request: { number } }), undefined);
  for (const GITHUB_REPOSITORY of ["", "acme", "acme/../x", "acme/x?y", "a b/c"])
    assert.throws(() => commentHostOf({ ...variables, GITHUB_REPOSITORY }, pull));
});

Hosts("the marker is of the environment and the manifest, and holds nothing that they say", () => {
  assert.match(planMarker("sandbox", "a.yaml"), /^<!-- anon-sync plan [0-9a-f]{32} -->$/);
  const markers = [
    planMarker("sandbox", "a.yaml"),
    planMarker("sandbox", "b.yaml"),
    planMarker("production", "a.yaml"),
    planMarker("sandboxa", ".yaml"),
    planMarker("-->", "\n"),
  ];
  assert.is(new Set(markers).size, markers.length);
});

Hosts("the line of a digest takes each version of it, and nothing that is none", async () => {
  const hex = "0123456789abcdef".repeat(4);
  const commit = "f".repeat(40);
  const place = { apiUrl: "", graphQlUrl: "", repository: "a/b", number: 7, token: "t" };
  const marker = planMarker("sandbox", "a.yaml");
  const read = (line: string) => {
    const body = `${marker}\n${line}\ntext`;
    const comment = { id: 1, node_id: "IC_1", body, user: { id: 5 } };
    const node = { body, lastEditedAt: null, author: { id: "U_5" }, editor: null };
    const data = { viewer: { databaseId: 5 }, node };
    return reviewedDigest(place, { head: commit }, marker, ({ method }) => {
      const text = JSON.stringify(method === "GET" ? [comment] : { data });
      const response = { status: 200, headers: {}, ended: "complete" } as const;
      return Promise.resolve({
        connected: true,
        response: { ...response, body: new TextEncoder().encode(text) },
      });
    });
  };
  for (const digest of [hex, `v2:${hex}`, `v10:${hex}`]) {
    const line = withDigest("text", digest, commit).split("\n")[0] ?? "";
    assert.is(await read(line), digest);
    assert.is(await read(`${line} `), undefined);
  }
  const others = [
    hex.slice(1),
    `${hex}0`,
    hex.toUpperCase(),
    `V2:${hex}`,
    `:${hex}`,
    `a b:${hex}`,
    `v2.${hex}`,
  ];
  for (const digest of others)
    assert.is(await read(`<!-- anon-sync digest ${digest} commit ${commit} -->`), undefined);
  assert.is(withDigest("text", undefined, commit), "text");
});

Hosts(
  "GraphQL is asked where the runner says, or beside the REST API: the token goes to no other host",
  () => {
    const variables = { GITHUB_REPOSITORY: "acme/identity", GITHUB_TOKEN: "token" };
    const urlOf = (more: Readonly<Record<string, string>>) =>
      gitHubRepository({ ...variables, ...more }).graphQlUrl;
    const said = { GITHUB_GRAPHQL_URL: "https://github.example/api/graphql" };
    assert.is(urlOf({}), "https://api.github.com/graphql");
    assert.is(
      urlOf({ GITHUB_API_URL: "https://api.acme.ghe.com" }),
      "https://api.acme.ghe.com/graphql",
    );
    assert.is(urlOf({ GITHUB_API_URL: "https://github.example/api/v3" }), said.GITHUB_GRAPHQL_URL);
    assert.is(
      urlOf({ GITHUB_API_URL: "https://github.example/api/v3", ...said }),
      said.GITHUB_GRAPHQL_URL,
    );
    for (const url of ["http://github.example/graphql", "https://u:p@github.example", "nonsense"])
      assert.throws(() => urlOf({ GITHUB_GRAPHQL_URL: url }));
  },
);

Hosts.run();
