import type { UntrustedEvent } from "../core/ci-run.ts";
import { isObject, type JsonObject } from "../core/json.ts";

/**
 * The event that started a run on GitHub, where what is checked out may be a stranger's although the
 * run has this repository's secrets: each `pull_request_target`, and each `workflow_run` after a pull
 * request from a fork, as actions/checkout has it (src/unsafe-pr-checkout-helper.ts). `event` is
 * undefined where its file cannot be read: then nobody can tell, and it counts as one.
 * https://docs.github.com/en/actions/reference/security/securely-using-pull_request_target
 */
export function untrustedEvent(
  name: string | undefined,
  event: JsonObject | undefined,
): UntrustedEvent | undefined {
  if (name === "pull_request_target") return name;
  if (name !== "workflow_run") return undefined;
  const run = event?.["workflow_run"];
  if (event === undefined || !isObject(run)) return name;
  const isOfPull = String(run["event"]).startsWith("pull_request");
  const [base, head] = [event["repository"], run["head_repository"]].map((repository) =>
    isObject(repository) ? repository["id"] : undefined,
  );
  return isOfPull && (base === undefined || base !== head) ? name : undefined;
}
