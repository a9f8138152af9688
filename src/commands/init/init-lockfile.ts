import { dirname } from "node:path";
import { exitCode } from "../../core/errors/exit-code.ts";
import { failure, type Failure } from "../../core/errors/problem.ts";
import { environmentNameOf } from "../../core/names/environment-name.ts";
import {
  recoverStep,
  strayLockfiles,
  strayWords,
  type StrayQuestion,
} from "../../guards/stray-lockfiles.ts";
import type { Environment } from "../../manifest/manifest.ts";
import { bare } from "../../report/text.ts";
import { lockInit } from "../../run/lock.ts";
import type { Context } from "../../session/context.ts";
import type { InitOptions } from "../../session/options.ts";
import { shownPath } from "../../session/session.ts";
import { placesOf, targetOf } from "../../session/target.ts";
import { commandContext } from "../../session/typed-flags.ts";
import { lineagesOf } from "../../store/lineages.ts";
import type { Binding } from "../../store/lockfile.ts";
import { lineageFolder } from "../../store/places.ts";
import { initializeStore } from "../../store/save-store.ts";
import { readStore } from "../../store/store.ts";

/** The plan of `init` for the lockfile. */
export interface PreparedLockfile {
  /** The lockfile as the user would name it. */
  readonly shown: string;
  /** Whether the environment is an emulator's: then there is nothing to write. */
  readonly isEmulator: boolean;
  /** Does it; answers what was done as a sentence. */
  write(): Promise<string>;
}

/**
 * Looks at the lockfile of an environment, and at what git and this machine know of it. Throws a
 * Failure if there was one: a new one would know none of its ids, and `apply` would create
 * everything again (docs/design.md#6-apply-one-create, step 1).
 */
export async function prepareLockfile(
  context: Context,
  options: InitOptions,
  environment: Environment,
): Promise<PreparedLockfile> {
  const name = options.env;
  const isEmulatorTarget = environment.target === "emulator";
  const target = isEmulatorTarget
    ? { ...commandContext(options), name: environmentNameOf(name), baseUrl: "", isLoopback: true }
    : targetOf(context, options, environment, name);
  const places = await placesOf(context, options, target);
  const shown = shownPath(context, places.lockfile);
  if (target.isLoopback)
    return {
      shown,
      isEmulator: true,
      write: async () => "An emulator's lockfile is made by its first apply, and never committed.",
    };
  const { disk, clock, random } = context.system;
  const ports = { disk, clock, random };
  const kept = `Kept ${bare(shown)}, which is there already.`;
  if ((await readStore(ports, places)) !== undefined)
    return { shown, isEmulator: false, write: async () => kept };
  const { organizationId } = environment;
  const binding = {
    name,
    baseUrl: target.baseUrl,
    ...(organizationId !== undefined && { organizationId }),
  };
  await refuseLost({ context, options, places, target }, binding);
  return {
    shown,
    isEmulator: false,
    async write() {
      await using _lock = await lockInit({ context, options, places });
      // Read again: another init may have come first, and two lineages must not be made.
      if ((await readStore(ports, places)) !== undefined) return kept;
      const { lineage } = await initializeStore(ports, places, binding);
      return `Wrote ${bare(shown)}, empty (lineage ${lineage}).`;
    },
  };
}

/** Refuses to make a lockfile if git's history or a ledger of this machine ever held the environment's lockfile. */
async function refuseLost(question: StrayQuestion, binding: Binding): Promise<void> {
  const { context, options, places } = question;
  const { git, disk } = context.system;
  const shown = shownPath(context, places.lockfile);
  const workTree = await git.workTree(dirname(places.lockfile));
  if (workTree !== undefined && (await git.everHeld(workTree.root, places.lockfile)))
    throw lost(
      shown,
      "git's history holds one",
      recoverStep({ context, places, target: question.target }),
    );
  const [stray] = options.separate === true ? [] : await strayLockfiles(question);
  if (stray !== undefined) {
    const { clause, next } = strayWords(question, stray);
    throw lost(shown, clause, next);
  }
  const [lineage] = await lineagesOf(disk, places, binding);
  if (lineage === undefined) return;
  // Even with no id in the ledger: its lockfile may have held creates that nobody knows the end of.
  const ledger = shownPath(context, lineageFolder(places.stateDirectory, lineage.lineage));
  throw lost(
    shown,
    `${bare(ledger)} on this machine belongs to one (${lineage.ids} ids)`,
    `Bring it back, from the branch or the clone that has it. Only if nothing was ever created with it, move ${ledger} away and run init again.`,
  );
}

function lost(shown: string, clause: string, next: string): Failure {
  return failure(
    exitCode.refused,
    "lockfile-lost",
    `There was a lockfile for this environment: ${clause}. Nothing was written.`,
    next,
    shown,
  );
}
