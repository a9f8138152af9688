import type { UntrustedEvent } from "./ci.ts";

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * The source of a pipeline of GitLab, if it may bring a stranger's files; see untrustedEvent. Each
 * pipeline runs on a branch or a tag of the project itself, whoever or whatever started it (push,
 * schedule, trigger, api, chat, another pipeline), but for those of merge requests and of pull requests
 * elsewhere. A merge request of a fork has its pipeline in the fork; but a member may start it in the
 * project that it is for, with that project's variables. A child pipeline has its parent's merge request.
 * https://docs.gitlab.com/ci/pipelines/merge_request_pipelines/#use-with-forked-projects
 * https://docs.gitlab.com/ci/variables/predefined_variables/
 */
export function untrustedOnGitLab(variables: Variables): UntrustedEvent | undefined {
  const name = variables["CI_PIPELINE_SOURCE"] || "unknown";
  const has = (prefix: string) =>
    Object.keys(variables).some((key) => key.startsWith(prefix) && variables[key]);
  const same = (one: string, other: string) =>
    variables[one] !== undefined && variables[one] !== "" && variables[one] === variables[other];
  if (name === "merge_request_event" || has("CI_MERGE_REQUEST_")) {
    const isOwn = same("CI_MERGE_REQUEST_SOURCE_PROJECT_ID", "CI_PROJECT_ID");
    return isOwn ? undefined : { name: "merge_request_event", cause: " for a fork" };
  }
  if (name === "external_pull_request_event" || has("CI_EXTERNAL_PULL_REQUEST_")) {
    const [source, target] = ["SOURCE", "TARGET"].map(
      (side) => `CI_EXTERNAL_PULL_REQUEST_${side}_REPOSITORY`,
    ) as [string, string];
    const isOwn = same(source, target);
    return isOwn ? undefined : { name: "external_pull_request_event", cause: " for a fork" };
  }
  const isOwn = Boolean(variables["CI_COMMIT_BRANCH"] || variables["CI_COMMIT_TAG"]);
  return isOwn ? undefined : { name, cause: " for no branch and no tag" };
}
