import { exitCode } from "../core/errors/exit-code.ts";
import { failure, type Failure } from "../core/errors/problem.ts";
import type { StateRef } from "../core/names/state-ref.ts";
import type { RemoteRefs } from "../core/remote-refs.ts";

/** The remote gives no answer that counts. */
export function unreachable({ name }: Pick<RemoteRefs, "name">, reason: string): Failure {
  return failure(
    exitCode.failed,
    "remote-unreachable",
    `The git remote ${name}, where the state is, cannot be asked: ${reason}`,
    `Make \`git ls-remote ${name}\` work in this folder, then run the command again. To keep the state on this machine alone: --state local`,
  );
}

/** The remote answers a push with no. */
export function pushRefused(
  { name }: Pick<RemoteRefs, "name">,
  ref: StateRef,
  reason: string,
): Failure {
  return failure(
    exitCode.refused,
    "remote-refuses",
    `The git remote ${name} does not take a push to ${ref}: ${reason}`,
    "Let whoever runs this push there (on GitHub: permissions: contents: write). Where the host takes branches alone, say in the manifest: state: { git: { refs: refs/heads/anon-sync } }. To keep the state on this machine alone: --state local",
  );
}
