import { createHash } from "node:crypto";

/** One of the parts that several machines divide manifests into. */
export interface Shard {
  /** From 1 to `total`. */
  readonly index: number;
  readonly total: number;
}

/** The variables that number the jobs of a fleet. */
const fleets = [
  // `parallel: 8` of GitLab: https://docs.gitlab.com/ci/variables/predefined_variables/
  { index: "CI_NODE_INDEX", total: "CI_NODE_TOTAL", first: 1 },
  // An Indexed Job of Kubernetes, which says no total: JOB_COMPLETIONS is set beside `completions`.
  // https://kubernetes.io/docs/concepts/workloads/controllers/job/#completion-mode
  { index: "JOB_COMPLETION_INDEX", total: "JOB_COMPLETIONS", first: 0 },
] as const;

/** The variables that `auto` reads, for a sentence. */
export const fleetVariables = fleets
  .map(({ index, total }) => `${index} and ${total}`)
  .join(", or ");

/**
 * The shard that a text names: `3/8`, or `auto` for what the variables say of this job. Undefined if
 * it names none.
 */
export function readShard(
  text: string,
  variables: Readonly<Record<string, string | undefined>>,
): Shard | undefined {
  if (text !== "auto") return shardOf(...(/^(\d+)\/(\d+)$/.exec(text)?.slice(1) ?? []));
  const fleet = fleets.find(({ index }) => variables[index]);
  return fleet && shardOf(variables[fleet.index], variables[fleet.total], fleet.first);
}

/**
 * Which of `total` shards, from 1, the manifest at a path belongs to. By the path alone, so that another
 * manifest moves none, and every machine divides alike.
 */
export function shardIndexOf(path: string, total: number): number {
  // 48 bits: as many as a number holds for certain, and far more than there are shards.
  return (createHash("sha256").update(path).digest().readUIntBE(0, 6) % total) + 1;
}

function shardOf(index = "", total = "", first = 1): Shard | undefined {
  if (![index, total].every((part) => /^\d{1,9}$/.test(part))) return undefined;
  const shard = { index: Number(index) + 1 - first, total: Number(total) };
  return shard.index >= 1 && shard.index <= shard.total ? shard : undefined;
}
