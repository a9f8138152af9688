import { exitCode } from "../core/errors/exit-code.ts";
import { failure, type Failure } from "../core/errors/problem.ts";
import { isObject, type JsonObject } from "../core/json.ts";
import { checkEndpoint } from "../core/wire/endpoint.ts";
import { ciRunOf } from "../session/ci.ts";
import type { CommentHost } from "./comment-host.ts";
import type { GitHubRepository } from "./github-api.ts";
import { gitHubComments } from "./github-comments.ts";
import { gitLabComments, gitLabToken } from "./gitlab-comments.ts";
import { HostRefusal } from "./host-refusal.ts";
import { isCommit } from "./reviewed-plan.ts";

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * The comments of the pull request that a CI run is for, from the environment variables and, on
 * GitHub, from the event that started it. Throws a Failure if there is none, or no token for it,
 * and a HostRefusal if the token could not go there.
 */
export function commentHostOf(variables: Variables, event: JsonObject | undefined): CommentHost {
  switch (ciRunOf(variables)?.host) {
    case "github":
      return gitHubHost(variables, event);
    case "gitlab":
      return gitLabHost(variables);
    default:
      throw noPullRequest("neither GitHub Actions nor GitLab CI runs this");
  }
}

function gitHubHost(variables: Variables, event: JsonObject | undefined): CommentHost {
  const number = gitHubNumber(event) ?? refNumber(variables["GITHUB_REF"] ?? "");
  if (number === undefined)
    throw noPullRequest(`the event ${variables["GITHUB_EVENT_NAME"] ?? "of this run"} has none`);
  return gitHubComments({ ...gitHubRepository(variables), number });
}

/** The repository that a run on GitHub is for, and a token for it. Throws as commentHostOf does. */
export function gitHubRepository(variables: Variables): GitHubRepository {
  const repository = variables["GITHUB_REPOSITORY"] ?? "";
  if (!/^[\w.-]+\/[\w.-]+$/.test(repository))
    throw noPullRequest("GITHUB_REPOSITORY does not name a repository");
  const apiUrl = endpoint(
    "GITHUB_API_URL",
    variables["GITHUB_API_URL"] || "https://api.github.com",
  );
  // GitHub Enterprise Server has them at /api/v3 and /api/graphql.
  const graphQlUrl = `${apiUrl.replace(/\/v3$/, "")}/graphql`;
  return {
    apiUrl,
    graphQlUrl: endpoint("GITHUB_GRAPHQL_URL", variables["GITHUB_GRAPHQL_URL"] || graphQlUrl),
    repository,
    token: token(
      variables["GITHUB_TOKEN"] || variables["GH_TOKEN"],
      "Set it for the step: `env: GITHUB_TOKEN: ${{ github.token }}`.",
    ),
  };
}

/**
 * The number of the pull request that an event is about:
 * https://docs.github.com/en/webhooks/webhook-events-and-payloads. A comment's event tells of an
 * issue, and whether that is a pull request; one that follows another workflow, of those of its branch.
 */
function gitHubNumber(event: JsonObject = {}): number | undefined {
  const { pull_request: pull, issue, workflow_run: run } = event;
  if (isObject(pull)) return wholeNumber(pull["number"]);
  if (isObject(issue) && isObject(issue["pull_request"])) return wholeNumber(issue["number"]);
  const pulls = isObject(run) && Array.isArray(run["pull_requests"]) ? run["pull_requests"] : [];
  const [only] = pulls;
  return pulls.length === 1 && isObject(only) ? wholeNumber(only["number"]) : undefined;
}

/**
 * The head of the pull request that a run on GitHub plans, as its event tells it. `GITHUB_SHA` is the
 * commit that GitHub merged for the test, which is in no branch. Undefined if the event is of
 * something else, or cannot be read: of a comment's event, for one, nobody knows which commit is here.
 */
export function plannedCommit(event: JsonObject = {}): string | undefined {
  const { pull_request: pull } = event;
  const head = isObject(pull) ? pull["head"] : undefined;
  const sha = isObject(head) ? head["sha"] : undefined;
  return isCommit(sha) ? sha : undefined;
}

function refNumber(ref: string): number | undefined {
  return wholeNumber(/^refs\/pull\/(\d+)\/(?:merge|head)$/.exec(ref)?.[1]);
}

/** https://docs.gitlab.com/ci/variables/predefined_variables/ */
function gitLabHost(variables: Variables): CommentHost {
  const project = wholeNumber(variables["CI_PROJECT_ID"]);
  const number = wholeNumber(variables["CI_MERGE_REQUEST_IID"]);
  if (project === undefined || number === undefined)
    throw noPullRequest("it is no merge request pipeline");
  return gitLabComments({
    apiUrl: endpoint("CI_API_V4_URL", variables["CI_API_V4_URL"] ?? ""),
    project,
    number,
    token: token(variables["ANON_SYNC_GITLAB_TOKEN"], gitLabToken),
  });
}

function endpoint(name: string, text: string): string {
  const checked = checkEndpoint(text);
  if ("url" in checked) return checked.url;
  throw new HostRefusal(
    `The URL in ${name} ${checked.wrong}. Nothing was sent there.`,
    `The CI sets ${name} itself: leave it as it is.`,
  );
}

/** The characters that a header can hold. */
function token(value: string | undefined, next: string): string {
  const trimmed = value?.trim() ?? "";
  if (/^[\x21-\x7e]+$/.test(trimmed)) return trimmed;
  throw failure(
    exitCode.failed,
    "no-comment-token",
    "There is no token for the comments of pull requests.",
    next,
  );
}

function noPullRequest(why: string): Failure {
  return failure(
    exitCode.failed,
    "no-pull-request",
    `This run is for no pull request: ${why}.`,
    "Give --comment in runs for pull requests alone, or leave it: the plan itself is what it is.",
  );
}

function wholeNumber(value: unknown): number | undefined {
  const number = typeof value === "string" && /^\d+$/.test(value) ? Number(value) : value;
  return typeof number === "number" && Number.isSafeInteger(number) && number > 0
    ? number
    : undefined;
}
