import type { CommitAuthor } from "../core/remote-refs.ts";
import type { Context } from "./context.ts";

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * The CI's record of the run that this process is in, from the environment variables;
 * undefined on a workstation. `CI` is set by every CI that we know (GitHub Actions, GitLab,
 * CircleCI, Buildkite …); what is not told by it is absent.
 */
export function ciRunOf(variables: Variables): CiRun | undefined {
  if (isSet(variables["GITHUB_ACTIONS"])) return gitHubRun(variables);
  if (isSet(variables["GITLAB_CI"])) return gitLabRun(variables);
  return isSet(variables["CI"]) ? { host: "other" } : undefined;
}

/** https://docs.github.com/en/actions/reference/workflows-and-actions/variables */
function gitHubRun(variables: Variables): CiRun {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: id } = variables;
  const { GITHUB_ACTOR: actor, GITHUB_ACTOR_ID: actorId, GITHUB_EVENT_NAME: event } = variables;
  const isBranch = variables["GITHUB_REF_TYPE"] === "branch" && event !== "pull_request";
  const branch = isBranch ? variables["GITHUB_REF_NAME"] : undefined;
  return {
    host: "github",
    ...(server && repository && id && { url: `${server}/${repository}/actions/runs/${id}` }),
    ...(branch && { branch }),
    ...(event && { event }),
    // The address that GitHub itself gives to who keeps theirs private.
    ...(actor && {
      author: {
        name: actor,
        email: `${actorId ? `${actorId}+` : ""}${actor}@users.noreply.github.com`,
      },
    }),
  };
}

/** https://docs.gitlab.com/ci/variables/predefined_variables/ */
function gitLabRun(variables: Variables): CiRun {
  const { CI_JOB_URL: url, CI_COMMIT_BRANCH: branch, CI_PIPELINE_SOURCE: event } = variables;
  const { GITLAB_USER_NAME: name, GITLAB_USER_EMAIL: email } = variables;
  return {
    host: "gitlab",
    ...(url && { url }),
    ...(branch && { branch }),
    ...(event && { event }),
    ...(name && email && { author: { name, email } }),
  };
}

/** Whether a variable says yes, as CIs say it of themselves. */
export function isSet(value: string | undefined): boolean {
  return value !== undefined && !["", "0", "false"].includes(value.toLowerCase());
}

/** Whether GitHub Actions, or what acts like it, runs this: it sets the variable to nothing else. */
export function isGitHubActions({ variables }: Pick<Context, "variables">): boolean {
  return variables["GITHUB_ACTIONS"] === "true";
}

/** The record that a CI has of the run that it started. */
interface CiRun {
  readonly host: "github" | "gitlab" | "other";
  /** The page that shows this run. */
  readonly url?: string;
  /** The branch that is checked out; absent for tags and for pull and merge requests. */
  readonly branch?: string;
  /** The event that started it, in the host's words: `push`, `pull_request`, `merge_request_event`. */
  readonly event?: string;
  /** The user who started the run, as the author of a commit. */
  readonly author?: CommitAuthor;
}

/** The event of a run whose files may be a stranger's. */
export interface UntrustedEvent {
  /** In the host's words, as `--allow-event` takes it. */
  readonly name: string;
  /** Follows the name in a sentence: ` for a fork`, or nothing. */
  readonly cause: string;
}
