import type { CiRun } from "./ci-run.ts";

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * What the CI that started this process says of the run, from the environment variables;
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
