import { isObject } from "../../src/core/json.ts";
import { fingerprintOf, lostSecret } from "../../src/core/secret-fingerprint.ts";
import type { State } from "../../src/core/state.ts";
import { secretOf } from "./anon.ts";
import { checkFiles } from "./invariants.ts";
import type { Project } from "./project.ts";
import { checkFacts } from "./remote-watch.ts";
import { secretsOn, type RemoteWorld } from "./remote-world.ts";

/** What must hold of one clone after every step, whatever happened in it. */
export async function checkClone(world: RemoteWorld, project: Project): Promise<void> {
  await checkFiles(project);
  const store = await project.read();
  if (store === undefined) return;
  checkFacts(world, store.state);
  checkDelivered(world, store.state);
  const { state } = world;
  checkDelivered(world, state);
  const open = new Set([...state.attempts.values()].map(({ fields }) => fields["name"]));
  for (const id of project.announced) {
    const name = world.parts.anon.existing.find((one) => one.id === id)?.name;
    if (!store.state.ids.has(id) && !state.ids.has(id) && !open.has(name))
      project.violate(`the id ${id} was announced and is lost`);
  }
}

/** A secret that is recorded as delivered came to its place, whole. */
function checkDelivered(world: RemoteWorld, state: State): void {
  for (const { id, secretFingerprint = lostSecret } of state.ids.values()) {
    if (secretFingerprint === lostSecret) continue;
    if (secretFingerprint !== fingerprintOf(secretOf(id)))
      world.parts.notes.violations.push(`the fingerprint of ${id} is of another secret`);
    if (!isKept(world, id))
      world.parts.notes.violations.push(`the secret of ${id} is recorded as delivered and is not`);
  }
}

/** In the end every secret is in its place, or somebody was told that it may be lost. */
export function checkAllSecrets(world: RemoteWorld): void {
  const { anon, notes } = world.parts;
  const said = new Set(world.saidToBeLost);
  for (const project of world.clones) for (const id of project.saidToBeLost) said.add(id);
  for (const { id, name, answer } of anon.existing) {
    const fact = world.state.ids.get(id);
    const isService = isObject(answer["auth"]) && answer["auth"]["type"] === "apiKey";
    if (fact === undefined || !isService || isKept(world, id) || said.has(id)) continue;
    notes.violations.push(`the secret of ${name} (${id}) is lost in silence`);
  }
}

function isKept({ clones, keptSecrets }: RemoteWorld, id: string): boolean {
  const secret = secretOf(id);
  return keptSecrets.has(secret) || [...clones].some((project) => secretsOn(project).has(secret));
}
