import { join } from "node:path";
import type { Context } from "../../src/session/context.ts";
import type { Options, WorldOptions } from "../../src/session/options.ts";
import { planWorld } from "../../src/run/plan-world.ts";
import type { Session } from "../../src/session/session.ts";
import { readForPlan } from "../../src/run/current-state.ts";
import type { Api } from "../../src/core/wire/api.ts";
import { environmentNameOf } from "../../src/core/names/environment-name.ts";
import type { Json, JsonObject } from "../../src/core/json.ts";
import type { Plan } from "../../src/core/plan/plan.ts";
import type { Disk } from "../../src/core/ports.ts";
import { Failure } from "../../src/core/errors/problem.ts";
import type { State } from "../../src/core/state/state.ts";
import type { LookupVerdict } from "../../src/core/wire/verdict.ts";
import { createLimiter } from "../../src/engine/limiter.ts";
import { parseManifest } from "../../src/manifest/parse.ts";
import { resolveManifest } from "../../src/manifest/resolve.ts";
import { kinds } from "../../src/kinds/index.ts";

/** The paths of the files. */
export const lockfilePath = "/w/anon.lock.sandbox.json";
export const stateDirectory = "/w/.anon-sync";

/** The organization of all resources, and the base URL of the lockfile. */
export const organizationId = "org-1";
export const baseUrl = "https://svc.sandbox.anon.com";

/** What `plan` is given beside the files. */
export interface SimulatedPlanner {
  /** One plan is made for each. */
  readonly manifests: readonly string[];
  /** The lockfile in HEAD; undefined if there is no git work tree. */
  readonly head?: Uint8Array;
  /** Id → the answer of GET; every other id is absent. */
  readonly answers: ReadonlyMap<string, JsonObject>;
  readonly notRenamed?: readonly string[];
}

/** The result of `plan` for some files. */
export interface Looked {
  /** A plan for each manifest, or the Failure that refuses it. */
  readonly plans: readonly (Plan | Failure)[];
  readonly state: State;
}

/**
 * Returns the shipped steps of `plan` in memory: reading, guards, lookups, planning. The result
 * throws the errors of reading and of the guards.
 */
export function planner(
  planner: SimulatedPlanner,
): (files: ReadonlyMap<string, Uint8Array>) => Promise<Looked> {
  const sources = planner.manifests.map((text) => {
    const { manifest } = parseManifest(new TextEncoder().encode(text), "anon.config.yaml", kinds);
    if (manifest === undefined) throw new Error("a manifest of the test is invalid");
    return { manifest, resolved: resolveManifest(manifest, "sandbox", kinds) };
  });
  const api = apiOf(planner.answers);
  let files: ReadonlyMap<string, Uint8Array> = new Map();
  const disk = diskOf(() => files);
  const sessions = sources.map((source) => sessionOf(planner, disk, source));
  const [first] = sessions;
  if (first === undefined) throw new Error("no manifest");
  return async (now) => {
    files = now;
    // The facts depend on the files alone: we read them once.
    const current = await readForPlan(first);
    if (current.store === undefined) throw new Error("the lockfile was taken for none");
    const plans: (Plan | Failure)[] = [];
    for (const session of sessions)
      try {
        plans.push((await planWorld(session, { ...current, api: () => api })).plan);
      } catch (error) {
        if (!(error instanceof Failure)) throw error;
        plans.push(error);
      }
    return { plans, state: current.state };
  };
}

/** Returns the addresses that an apply of this plan would create. */
export function creates({ actions, applicable }: Plan): string[] {
  if (!applicable) return [];
  return actions.filter(({ action }) => action === "create").map(({ address }) => address);
}

function sessionOf(
  { head, notRenamed = [] }: Pick<SimulatedPlanner, "head" | "notRenamed">,
  disk: Disk,
  { manifest, resolved }: Pick<Session, "manifest" | "resolved">,
): Session<WorldOptions> {
  const never = new AbortController().signal;
  const system = {
    disk,
    git: {
      workTree: async () =>
        head === undefined ? undefined : { root: "/w", commonDirectory: "/w/.git" },
      upstream: async () => undefined,
      show: async () => head,
    },
  };
  const context = {
    currentFolder: "/w",
    variables: {},
    system,
    err: { write: () => undefined },
    interrupt: { stop: never, abandon: never },
  } as unknown as Context;
  return {
    context,
    options: { notRenamed, parallelism: 8, state: "local" } as unknown as Options,
    kinds,
    manifest,
    manifestBytes: new Uint8Array(),
    resolved,
    target: { name: environmentNameOf("sandbox"), baseUrl, isLoopback: false, flags: [] },
    places: { lockfile: lockfilePath, stateDirectory, name: "anon.lock.sandbox.json" },
    lockfileName: "anon.lock.sandbox.json",
    findWorkTree: system.git.workTree,
    ports: { disk } as unknown as Session["ports"],
    limiter: createLimiter({ now: () => 0, sleep: async () => undefined }, 8, 64),
  };
}

/** Returns a read-only disk with the files at the time of each read. */
function diskOf(files: () => ReadonlyMap<string, Uint8Array>): Disk {
  const disk: Pick<Disk, "read" | "list"> = {
    read: async (path) => files().get(path),
    list: async (folder) => {
      const inside = [...files().keys()].filter((name) => name.startsWith(`${folder}/`));
      return [...new Set(inside.map((name) => name.slice(folder.length + 1).split("/")[0] ?? ""))];
    },
  };
  return disk as Disk;
}

function apiOf(answers: ReadonlyMap<string, Json>): Api {
  return {
    lookup: async (_kind, id) => {
      const answer = answers.get(id);
      return (
        answer === undefined ? { verdict: "absent" } : { verdict: "present", answer }
      ) as LookupVerdict;
    },
    instance: async () => undefined,
    create: async () => {
      throw new Error("a plan sends nothing");
    },
    issueToken: async () => {
      throw new Error("a plan sends nothing");
    },
  };
}

/** Returns the path of a file in the folder of a lineage. */
export function inLineage(lineage: string, name: string): string {
  return join(stateDirectory, lineage, name);
}
