import type { UntrustedEvent } from "./ci-run.ts";
import type { JsonObject } from "../core/json.ts";
import { isSet } from "./ci.ts";
import { untrustedOnGitHub } from "./github-events.ts";
import { untrustedOnGitLab } from "./gitlab-events.ts";

/**
 * What started a run, if a stranger's files may be here beside this repository's secrets; undefined for
 * a run on files of the repository's own people, and on no host that is known here. `event` is what
 * GitHub tells of it. If nobody can tell whose the files are, they count as a stranger's.
 */
export function untrustedEvent(
  variables: Readonly<Record<string, string | undefined>>,
  event: JsonObject | undefined,
): UntrustedEvent | undefined {
  const { GITHUB_ACTIONS: gitHub, GITLAB_CI: gitLab, GITHUB_EVENT_NAME: name } = variables;
  return (
    (isSet(gitHub) ? untrustedOnGitHub(name, event) : undefined) ??
    (isSet(gitLab) ? untrustedOnGitLab(variables) : undefined)
  );
}
