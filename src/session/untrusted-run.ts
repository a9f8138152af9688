import { exitCode } from "../core/errors/exit-code.ts";
import { failure, type Failure } from "../core/errors/problem.ts";
import type { JsonObject } from "../core/json.ts";
import { escapeText, shellWord } from "../report/text.ts";
import { readEvent } from "./ci-event.ts";
import { type UntrustedEvent, isSet } from "./ci.ts";
import type { Context } from "./context.ts";
import { untrustedOnGitHub } from "./github-events.ts";
import { untrustedOnGitLab } from "./gitlab-events.ts";
import type { SessionOptions } from "./options.ts";

/**
 * Why the key is not used in this run: a stranger may have written the files here, and the event that
 * started it was not allowed by name. Undefined if that is not so.
 */
export async function untrustedRun(
  context: Pick<Context, "variables" | "currentFolder" | "system">,
  { allowEvent }: Pick<SessionOptions, "allowEvent">,
): Promise<Failure | undefined> {
  const event = untrustedEvent(context.variables, await readEvent(context));
  if (event === undefined || event.name === allowEvent) return undefined;
  const { name, cause } = event;
  const started = name === "unknown" ? "an unknown event" : escapeText(name);
  return failure(
    exitCode.refused,
    "untrusted-event",
    `This run was started by ${started}${cause}: it has this repository's secrets, and the manifest and lockfile here may be a stranger's. The key was not used, and nothing was sent.`,
    `Give this job no key, or plan without it: --refresh=false. If only people you trust can start it: --allow-event ${shellWord(name)}`,
  );
}

/**
 * The event that started a run, if a stranger's files may be here beside this repository's secrets; undefined for
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
