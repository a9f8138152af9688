import type { ApplyOptions } from "../session/options.ts";
import { exitCode } from "../core/errors/exit-code.ts";
import { Failure, failure } from "../core/errors/problem.ts";
import { branchRef, parseBranchName, type BranchName } from "../core/names/branch-name.ts";
import type { Applied } from "../core/plan/applied.ts";
import { RemoteError, type RemoteRefs } from "../core/remote-refs.ts";
import { commitMessage } from "../report/apply/commit-message.ts";
import { renderConflicts } from "../report/status/collisions.ts";
import { bare, escapeText } from "../report/text.ts";
import { ciRunOf } from "../session/ci.ts";
import type { Session } from "../session/session.ts";
import { maximumLockfileBytes } from "../store/lockfile.ts";
import { mergeLockfiles } from "../store/merge-lockfiles.ts";
import { findRemote } from "./location.ts";

/** How often the commit is made anew on what others have pushed meanwhile. */
const mostTries = 5;

/**
 * `apply --commit`: commits the lockfile, and nothing else, to the branch on the remote. The commit is
 * made on the branch's newest commit, with what the lockfile there knows merged in, so that nothing
 * has to be checked out or rebased. Answers the exit code; says why if it could not be done.
 */
export function commitLockfile(
  session: Session<ApplyOptions>,
  applied: Pick<Applied, "outcomes">,
): Promise<number> {
  // Several manifests of one workspace, one after another: each commit stands on the one before.
  const committed = last.then(() => commitNow(session, applied));
  last = committed.catch(() => undefined);
  return committed;
}

let last: Promise<unknown> = Promise.resolve();

async function commitNow(
  session: Session<ApplyOptions>,
  { outcomes }: Pick<Applied, "outcomes">,
): Promise<number> {
  const { context, options } = session;
  try {
    const { refs, branches } = await placeOf(session);
    const before = await committedHere(session);
    const message = commitMessage(session.target.name, outcomes, options.skipCi === true);
    for (const [index, branch] of branches.entries()) {
      const committed = await commitTo(session, refs, branch, { message, before });
      if (committed === undefined) return exitCode.done;
      const other = branches[index + 1];
      if (other === undefined) throw notCommitted(session, branch, committed.reason);
      context.err.write(
        `${bare(branch)} does not take the commit (${escapeText(committed.reason)}): it goes to ${bare(other)}.\n`,
      );
    }
    return exitCode.done;
  } catch (error) {
    if (!(error instanceof RemoteError || error instanceof Failure)) throw error;
    const problem =
      error instanceof Failure ? error : notCommitted(session, undefined, error.message);
    const { explainError } = await import("../session/explain-error.ts");
    return explainError(problem, context.err);
  }
}

/** The remote, and the branches to try, one after the other. Throws a Failure. */
async function placeOf(
  session: Session<ApplyOptions>,
): Promise<{ refs: RemoteRefs; branches: readonly BranchName[] }> {
  const { context, options, manifest, places } = session;
  const { git, remoteRefs } = context.system;
  const run = ciRunOf(context.variables);
  const written = manifest.state?.state === "git" ? manifest.state : { state: "git" as const };
  const place = await findRemote(session, written);
  if (typeof place === "string") throw nowhere(session, place);
  const workTree = await session.findWorkTree();
  if (workTree === undefined) throw nowhere(session, "the lockfile is in no git work tree");
  if (await git.ignores(workTree.root, places.lockfile))
    throw nowhere(session, `git ignores ${session.lockfileName}`);
  const own = (await git.branch(place.root)) ?? run?.branch;
  const { commit, commitBranch } = options;
  if (commit === true && own === undefined)
    throw nowhere(session, "no branch is checked out, and the CI names none");
  const branches = [commit === true ? own : undefined, commitBranch]
    .filter((branch) => branch !== undefined)
    .map((branch) => branchOf(session, branch));
  const refs = await remoteRefs(place.root, place.name, run?.author);
  return { refs, branches };
}

/** The branch that a flag, git or the CI names. Throws a Failure. */
function branchOf(session: Session<ApplyOptions>, text: string): BranchName {
  const branch = parseBranchName(text);
  if (branch !== undefined) return branch;
  throw nowhere(session, `${JSON.stringify(text)} is not a valid name of a branch`);
}

/** Commits to one branch; why it was refused if the remote does not take it. Throws a RemoteError. */
async function commitTo(
  session: Session<ApplyOptions>,
  refs: RemoteRefs,
  branch: BranchName,
  { message, before }: { message: string; before: Uint8Array | undefined },
): Promise<{ reason: string } | undefined> {
  const { context, places, ports } = session;
  const ref = branchRef(branch);
  const path = places.name.replaceAll("\\", "/");
  const shown = bare(session.lockfileName);
  const ours = await ports.disk.read(places.lockfile, maximumLockfileBytes);
  if (ours === undefined) throw new RemoteError(`the lockfile ${shown} is gone`);
  let refused: string | undefined;
  for (let tries = 1; tries <= mostTries; tries += 1) {
    const tip = await refs.tip(ref);
    const base = tip ?? (await firstCommit(session));
    const theirs = await refs.file(ref, base, path);
    const merged = theirs && mergeLockfiles(ours, theirs, path, before);
    const bytes = merged?.bytes ?? ours;
    if (theirs !== undefined && Buffer.compare(theirs, bytes) === 0) {
      context.err.write(`${bare(branch)} on ${refs.name} has this lockfile already.\n`);
      return undefined;
    }
    const commit = await refs.commitFile(base, path, bytes, message);
    const pushed = await refs.push(ref, commit, tip);
    const now = pushed.push === "done" ? commit : await refs.tip(ref);
    if (now === commit) {
      await refs.follow(branch, base, commit, path);
      context.err.write(
        `Committed ${shown} to ${bare(branch)} on ${refs.name}: ${commit.slice(0, 12)}.\n`,
      );
      context.err.write(renderConflicts(path, merged?.conflicts ?? [], session.target));
      return undefined;
    }
    const { clock, random } = ports;
    if (tries < mostTries) await clock.sleep(Math.floor(200 * 2 ** tries * random.fraction()));
    // The branch has not moved, so the host refuses the push and would refuse it again.
    if (pushed.push === "refused" && now === tip) refused = pushed.reason;
    if (refused !== undefined && tries > 1) return { reason: refused };
  }
  return { reason: refused ?? `others have pushed to it ${mostTries} times meanwhile` };
}

/** The lockfile as it was when this checkout was made: what both sides of the merge came from. */
async function committedHere({
  findWorkTree,
  context,
  places,
}: Session<ApplyOptions>): Promise<Uint8Array | undefined> {
  const { git } = context.system;
  const workTree = await findWorkTree();
  return workTree && git.show(workTree.root, "HEAD", places.lockfile);
}

/** A branch that the remote does not have begins where this checkout is. */
async function firstCommit({ findWorkTree, context }: Session<ApplyOptions>): Promise<string> {
  const { git } = context.system;
  const workTree = await findWorkTree();
  const head = workTree && (await git.head(workTree.root));
  if (head === undefined) throw new RemoteError("there is no commit here yet");
  return head;
}

function nowhere(session: Session<ApplyOptions>, why: string): Failure {
  return failure(
    exitCode.failed,
    "lockfile-not-committed",
    `The lockfile ${session.lockfileName} was not committed: ${why}.`,
    "Commit and push it yourself: it is the inventory of the ids. Or name a branch: --commit-branch NAME",
  );
}

function notCommitted(
  session: Session<ApplyOptions>,
  branch: string | undefined,
  reason: string,
): Failure {
  const to = branch === undefined ? "" : ` to ${branch}`;
  return failure(
    exitCode.failed,
    "lockfile-not-committed",
    `The lockfile ${session.lockfileName} was not committed${to}: ${reason}`,
    "Commit and push it yourself, or run apply again with --commit-branch NAME: a branch to open a pull request from. Where the state is kept on the git remote, it has everything, and the next plan or apply picks it up.",
  );
}
