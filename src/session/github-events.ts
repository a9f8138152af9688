import { isObject, type JsonObject } from "../core/json.ts";
import type { UntrustedEvent } from "./ci.ts";

/*
 * Which events of GitHub may bring a stranger's files beside the secrets. Each event that is in neither
 * set below counts as one, and so does an event that is new:
 *
 * - Anybody starts `issue_comment`, `issues`, `discussion`, `discussion_comment`, `fork`, `watch`, and
 *   `gollum` if the wiki is open. The run is on the default branch and has the secrets. A workflow that
 *   answers a comment then checks out the pull request that the comment is on.
 * - `pull_request_target` is that by itself.
 * - Apps report `check_run`, `check_suite` and `status` on any commit, so on a fork's too, and a workflow
 *   that waits for them checks that commit out. For `deployment` and `deployment_status`, which an app
 *   makes for a preview, it is what GitHub itself checks out.
 *
 * `workflow_call` has the event of its caller.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows
 */

/** Only people with write or triage access, or a schedule, start these; the files are a branch of ours. */
const ofMembers: ReadonlySet<string> = new Set([
  "push",
  "schedule",
  "workflow_dispatch",
  // Its API takes a token that may write.
  "repository_dispatch",
  "create",
  "delete",
  "release",
  "registry_package",
  "image_version",
  "page_build",
  "public",
  "branch_protection_rule",
  "label",
  "milestone",
  // Somebody with write access has put the pull request into the queue, after its reviews.
  "merge_group",
]);

/**
 * The files are those of the pull request. A fork's gets no secrets, unless a private repository is set
 * to send them, or the runner itself holds the key.
 */
const ofPullRequest: ReadonlySet<string> = new Set([
  "pull_request",
  "pull_request_review",
  "pull_request_review_comment",
]);

/** An event of GitHub, if it may bring a stranger's files; see untrustedEvent. */
export function untrustedOnGitHub(
  name: string | undefined,
  event: JsonObject = {},
): UntrustedEvent | undefined {
  if (!name) return { name: "unknown", cause: "" };
  if (ofMembers.has(name)) return undefined;
  if (ofPullRequest.has(name)) {
    const { pull_request: pull, repository } = event;
    const head = isObject(pull) ? pull["head"] : undefined;
    const isOwn = isSame(repository, isObject(head) ? head["repo"] : undefined);
    return isOwn ? undefined : { name, cause: " for a fork" };
  }
  if (name === "workflow_run") return isOwnRun(event) ? undefined : { name, cause: afterFork };
  return { name, cause: "" };
}

const afterFork =
  " after a pull request from a fork, or after another event that anybody can start";

/**
 * Whether a `workflow_run` follows a run on files of ours. actions/checkout judges alike, but takes each
 * event that is of no pull request: src/unsafe-pr-checkout-helper.ts.
 */
function isOwnRun({ workflow_run: run, repository }: JsonObject): boolean {
  if (!isObject(run) || typeof run["event"] !== "string") return false;
  if (ofMembers.has(run["event"])) return true;
  return ofPullRequest.has(run["event"]) && isSame(repository, run["head_repository"]);
}

function isSame(base: unknown, head: unknown): boolean {
  if (!isObject(base) || !isObject(head)) return false;
  return typeof base["id"] === "number" && base["id"] === head["id"];
}
