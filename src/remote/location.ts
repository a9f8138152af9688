import { exitCode } from "../core/errors/exit-code.ts";
import { failure } from "../core/errors/problem.ts";
import { defaultStateRefs, type StateRefs } from "../core/names/state-ref.ts";
import type { StateLocation } from "../manifest/manifest.ts";
import { ciRunOf } from "../session/ci.ts";
import type { Session } from "../session/session.ts";

/** A remote of the repository that the lockfile is in. */
export interface RemoteLocation {
  /** The work tree. */
  readonly root: string;
  /** The remote's name. */
  readonly name: string;
  /** The beginning of the names of its refs. */
  readonly refs: StateRefs;
  /** Whether the state is kept there in any case, or only if it is there already. */
  readonly isCertain: boolean;
}

/**
 * The location of the state of this session: a git remote, or undefined if it is on this machine alone
 * (docs/state.md). What is said on the command line wins over the manifest, which never makes an
 * emulator's state travel. In CI, if nothing is said, it is the remote; if there is none, and
 * the run may create, that has to be said. On a workstation, and for a plan, it is the remote only
 * if a run in CI has put it there: what that announced must not be created again. Throws a Failure.
 */
export async function remoteLocationOf(
  session: Session,
  { creates = false }: { creates?: boolean } = {},
): Promise<RemoteLocation | undefined> {
  const { options, manifest, target, context } = session;
  const written = target.isLoopback ? undefined : manifest.state;
  const chosen = options.state ?? written?.state;
  if (chosen === "local" || (chosen === undefined && target.isLoopback)) return undefined;
  const isCi = ciRunOf(context.variables) !== undefined;
  const place = await findRemote(session, written?.state === "git" ? written : { state: "git" });
  if (typeof place !== "string")
    return { ...place, isCertain: chosen === "git" || (isCi && creates) };
  if (chosen === "git")
    throw failure(
      exitCode.refused,
      "no-git-remote",
      `The state is to be kept on a git remote (${options.state === undefined ? "state: git in the manifest" : "--state git"}), and ${place}.`,
      "Add one: git remote add origin URL. To keep it on this machine alone: --state local",
    );
  if (!creates || !isCi) return undefined;
  throw failure(
    exitCode.refused,
    "state-not-said",
    `This runs in CI, and ${place}: what an apply that is cut off has created would be known on this runner's disk alone, which goes with the job. Nothing was sent.`,
    "Run it in a checkout with a remote, so that the state is kept there. If this disk outlives the job: --state local",
  );
}

/** The remote that is meant, or why there is none: a clause. */
export async function findRemote(
  { findWorkTree, context }: Session,
  { remote, refs = defaultStateRefs }: StateLocation & { state: "git" },
): Promise<Omit<RemoteLocation, "isCertain"> | string> {
  const { git } = context.system;
  const workTree = await findWorkTree();
  if (workTree === undefined) return "the lockfile is in no git work tree";
  const names = await git.remotes(workTree.root);
  const name = remote ?? (names.includes("origin") ? "origin" : names[0]);
  if (name === undefined) return "the repository has no remote";
  if (!names.includes(name)) return `the repository has no remote ${name}`;
  if (remote === undefined && name !== "origin" && names.length > 1)
    return `the repository has several remotes (${names.join(", ")}), none of them origin, and the manifest names none`;
  return { root: workTree.root, name, refs };
}
