import type { Action } from "../core/plan/action.ts";
import type { SecretSink } from "../core/secret-sink.ts";
import type { ApplyPorts } from "./run.ts";

/** Opens the sink of every secret that the creates will return. Rejects with no sink left open. */
export async function openSinks(
  { kinds, secrets }: ApplyPorts,
  creates: readonly Action[],
): Promise<Map<string, SecretSink>> {
  const secretKinds = new Map(kinds.map((kind) => [kind.name, kind]));
  const sinks = new Map<string, SecretSink>();
  for (const { address, kind, fields } of creates) {
    if (secretKinds.get(kind)?.hasSecret(fields) !== true) continue;
    if (secrets === undefined) throw new Error(`${address} has a secret and no place for it`);
    try {
      sinks.set(address, await secrets.open(address));
    } catch (error) {
      await discard(sinks.values());
      throw error;
    }
  }
  return sinks;
}

/** Discards sinks that got no secret. */
export async function discard(sinks: Iterable<SecretSink>): Promise<void> {
  // An empty file left behind is no loss. An error here must not hide the result of the run.
  for (const sink of sinks) await sink.discard().catch(() => undefined);
}
