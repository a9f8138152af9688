import { execFileSync } from "node:child_process";
import { join } from "node:path";
import type { PlannedCreate } from "../../src/core/journal.ts";
import { environmentNameOf } from "../../src/core/names/environment-name.ts";
import { defaultStateRefs, stateRef } from "../../src/core/names/state-ref.ts";
import { mergeStates } from "../../src/core/state/merge.ts";
import { type AttemptFact, stateOf } from "../../src/core/state/state.ts";
import { RemoteState } from "../../src/remote/remote-state.ts";
import { parseLockfile } from "../../src/store/lockfile.ts";
import { systemClock, systemRandom } from "../../src/system/clock.ts";
import { createGitRemote } from "../../src/system/git/remote.ts";
import { gitRepositories } from "../../src/system/git/repository.ts";
import type { Project } from "./project.ts";
import { temporaryFolder } from "./temporary-folder.ts";

/** A bare repository that is a project's `origin`, with its branch `main`. */
export interface BareRepository {
  readonly folder: string;
  /** Runs git in the repository. Returns its stdout. */
  git(...words: readonly string[]): string;
}

/** Makes a bare repository and pushes the project's commits. The project must be a git repository. */
export function pushedTo(made: Project): BareRepository {
  const folder = join(temporaryFolder(), "remote.git");
  execFileSync("git", ["init", "--quiet", "--bare", "--initial-branch=main", folder]);
  made.git("branch", "-M", "main");
  made.git("remote", "add", "origin", folder);
  made.git("push", "--quiet", "--set-upstream", "origin", "main");
  return {
    folder,
    git: (...words) => execFileSync("git", ["--git-dir", folder, ...words], { encoding: "utf8" }),
  };
}

/** Returns the remote state of a project's sandbox, as a run on another machine reads it. */
export async function elsewhere(made: Project): Promise<RemoteState> {
  const text = made.read("anon.lock.sandbox.emulator.json");
  const owner = parseLockfile(new TextEncoder().encode(text), "lockfile");
  const start = { variables: process.env, currentFolder: made.folder };
  const refs = createGitRemote(gitRepositories(start), made.folder, "origin", undefined);
  const self = {
    run: systemRandom.uuid(),
    host: "runner-7",
    since: "2026-11-26T10:00:00.000Z",
    url: "https://ci.example.com/jobs/7",
  };
  const ports = { refs, clock: systemClock, random: systemRandom };
  const ref = stateRef(defaultStateRefs, owner.lineage, environmentNameOf("sandbox"));
  const remote = new RemoteState(ports, ref, owner, self);
  await remote.read();
  return remote;
}

/** Takes the lease as a run on another machine, announces creates, and never continues that run. */
export async function dieAfterAnnouncing(
  made: Project,
  creates: readonly PlannedCreate[],
): Promise<{ run: string; attempts: readonly AttemptFact[] }> {
  const remote = await elsewhere(made);
  const text = made.read("anon.lock.sandbox.emulator.json");
  const lockfile = parseLockfile(new TextEncoder().encode(text), "lockfile");
  if (!(await remote.take(lockfile))) throw new Error("somebody holds the state");
  const attempts = creates.map(({ address, generation, fields }, index): AttemptFact => ({
    attempt: `${remote.self.run.replaceAll("-", "").slice(0, 16)}-${index}`,
    address,
    generation,
    verdict: "sending",
    fields: fields as AttemptFact["fields"],
    sentAt: "2026-11-26T10:00:01.000Z",
  }));
  const state = mergeStates(lockfile.state, stateOf([], attempts));
  await remote.publish({ ...lockfile, state });
  return { run: remote.self.run, attempts };
}
