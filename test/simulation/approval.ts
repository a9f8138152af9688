import { run as apply } from "../../src/commands/apply/apply.ts";
import type { Options } from "../../src/session/options.ts";
import { run as plan } from "../../src/commands/plan.ts";
import { canonicalText, type Json, type JsonObject } from "../../src/core/json.ts";
import type { PlanDocument } from "../../src/core/plan/plan-document.ts";
import { SimulatedMachine, type ReachableServer } from "../support/simulated-machine.ts";
import { secretCanary, SimulatedServer } from "../support/simulated-server.ts";
import { drifted, elsewhere, type Approvable } from "./approval-world.ts";

/** What plan says of a world, and what apply does there without being asked what was approved. */
export interface Tried {
  /** Undefined if plan refuses. */
  readonly document: PlanDocument | undefined;
  readonly effects: Effects;
  /** The same as one text, to be compared. */
  readonly text: string;
}

/** What an apply did that somebody could have wanted otherwise. */
export interface Effects {
  /** URL and body of each create. */
  readonly creates: readonly (readonly [string, string])[];
  /** The files that hold the secret. */
  readonly secrets: readonly string[];
  /** The files that came or went: the ledger stands in a folder of the lineage. */
  readonly files: readonly string[];
  /** What changed in the lockfile, and to what. */
  readonly lockfile: readonly (readonly [string, Json | undefined])[];
  /** The drift that it took over. */
  readonly accepted: readonly string[];
}

/** What a lockfile says, by path. */
type Facts = ReadonlyMap<string, Json | undefined>;

const lockfileName = "/project/anon.lock.staging.json";

/** A server that remembers to which URL what was sent. */
class RecordingServer implements ReachableServer {
  readonly creates: (readonly [string, string])[] = [];
  readonly #server = new SimulatedServer();

  constructor() {
    this.#server.held.push(...elsewhere(this.#server.organizationId));
  }

  seenBy(effect: (name: string) => void) {
    const { exchange, close } = this.#server.seenBy(effect);
    return {
      close,
      exchange: (request: Parameters<typeof exchange>[0]) => {
        if (request.method === "POST") this.creates.push([request.url, request.body ?? ""]);
        return exchange(request);
      },
    };
  }
}

/** Plans and applies a world with the commands as they are shipped, each on a machine of its own. */
export async function tried(world: Approvable): Promise<Tried> {
  const planned = await machineOf(world).run(plan, { ...optionsOf(world), json: true });
  const machine = machineOf(world);
  const before = new Set(machine.disk.paths());
  await machine.run(apply, { ...optionsOf(world), autoApprove: true });
  const after = machine.disk.paths();
  const facts = [factsOf(world.lockfile), factsOf(lockfileOf(machine))] as const;
  const effects = {
    creates: machine.server.creates,
    secrets: after.filter((path) => textAt(machine, path).includes(secretCanary)).toSorted(),
    files: [
      ...after.filter((path) => !before.has(path)),
      ...[...before].filter((path) => !after.includes(path)),
    ].toSorted(),
    lockfile: changes(...facts),
    accepted: accepted(...facts),
  };
  const document = planned.out === "" ? undefined : (JSON.parse(planned.out) as PlanDocument);
  return { document, effects, text: canonicalText(effects) };
}

/** Whether an apply did nothing that anybody could object to. */
export function isNothing({ creates, secrets, lockfile }: Effects): boolean {
  return creates.length + secrets.length + lockfile.length === 0;
}

function machineOf({ manifest, lockfile }: Approvable): SimulatedMachine<RecordingServer> {
  const machine = new SimulatedMachine(new RecordingServer());
  // Flow style: JSON is YAML.
  machine.disk.place("/project/anon.config.yaml", bytesOf(JSON.stringify(manifest, null, 1)));
  machine.disk.place(lockfileName, bytesOf(canonicalText(lockfile)));
  return machine;
}

function optionsOf({ flags }: Approvable): Partial<Options> {
  return { env: "staging", isEnvTyped: true, parallelism: 1, skipJwksCheck: true, ...flags };
}

/** What a lockfile says, each value by a path that begins with the id it is of. */
function factsOf(lockfile: JsonObject): Facts {
  const { environment, resources = {}, retired = {}, ...rest } = lockfile;
  const facts = new Map<string, Json | undefined>();
  const ids = new Map<string, Json>();
  for (const [address, fact] of Object.entries(resources as JsonObject)) {
    const { id, ...members } = fact as JsonObject;
    ids.set(String(id), { address, ...members });
  }
  for (const [id, fact] of Object.entries(retired as JsonObject)) ids.set(id, fact as Json);
  walk([], { environment, rest, ids: Object.fromEntries(ids) } as JsonObject);
  return facts;

  function walk(path: readonly string[], value: Json | undefined): void {
    if (typeof value !== "object" || value === null) facts.set(JSON.stringify(path), value);
    else for (const [key, member] of Object.entries(value)) walk([...path, key], member);
  }
}

/**
 * What became another one. Left out are random ids of attempts, the counter of relocks, a consent that
 * goes with an id that retires, and what the API answers, which is nobody's choice: see `accepted`.
 */
function changes(before: Facts, after: Facts): Effects["lockfile"] {
  const paths = [...new Set([...before.keys(), ...after.keys()])].toSorted();
  return paths.flatMap((path) => {
    const [, id = "", member = ""] = JSON.parse(path) as string[];
    const isGone = member === "replacing" && after.has(JSON.stringify(["ids", id, "reason"]));
    const isNobodys = ["attempt", "revision", "answered"].includes(member) || isGone;
    return isNobodys || before.get(path) === after.get(path) ? [] : [[path, after.get(path)]];
  });
}

/** What somebody changed by hand in Anon, against the manifest, and the lockfile now has without a word. */
function accepted(before: Facts, after: Facts): string[] {
  return drifted.flatMap(({ id, field, value }) => {
    const path = JSON.stringify(["ids", id, "answered", field]);
    return before.get(path) !== value && after.get(path) === value ? [`${id} ${field}`] : [];
  });
}

function lockfileOf(machine: SimulatedMachine<RecordingServer>): JsonObject {
  return JSON.parse(textAt(machine, lockfileName)) as JsonObject;
}

function textAt(machine: SimulatedMachine<RecordingServer>, path: string): string {
  return new TextDecoder().decode(machine.disk.peek(path));
}

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
