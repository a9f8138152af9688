import { run as apply } from "../../src/commands/apply/apply.ts";
import type { Options } from "../../src/session/options.ts";
import { run as plan } from "../../src/commands/plan.ts";
import { canonicalText, type Json, type JsonObject } from "../../src/core/json.ts";
import type { PlanDocument } from "../../src/core/plan/plan-document.ts";
import { SimulatedMachine, type ReachableServer } from "../support/simulated-machine.ts";
import { secretCanary, SimulatedServer } from "../support/simulated-server.ts";
import { drifted, elsewhere, type Approvable } from "./approval-world.ts";

/** A world's plan, and the effects of an apply without `--expect`. */
export interface Tried {
  /** Undefined if plan refuses. */
  readonly document: PlanDocument | undefined;
  readonly effects: Effects;
  /** The effects as one text, for comparison. */
  readonly text: string;
}

/** The effects of an apply that a person could object to. */
export interface Effects {
  /** URL and body of each create. */
  readonly creates: readonly (readonly [string, string])[];
  /** The files that contain the secret. */
  readonly secrets: readonly string[];
  /** The files that the apply added or removed: the ledger is in a folder of the lineage. */
  readonly files: readonly string[];
  /** The changed members of the lockfile, with their new values. */
  readonly lockfile: readonly (readonly [string, Json | undefined])[];
  /** The drift that the apply accepted into the lockfile. */
  readonly accepted: readonly string[];
}

/** The values of a lockfile, by path. */
type Facts = ReadonlyMap<string, Json | undefined>;

const lockfileName = "/project/anon.lock.staging.json";

/** A server that records the URL and the body of each create. */
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

/** Plans and applies a world with the shipped commands, each on a machine of its own. */
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

/** Returns whether an apply had no effect that a person could object to. */
export function isNothing({ creates, secrets, lockfile }: Effects): boolean {
  return creates.length + secrets.length + lockfile.length === 0;
}

function machineOf({ manifest, lockfile }: Approvable): SimulatedMachine<RecordingServer> {
  const machine = new SimulatedMachine(new RecordingServer());
  // JSON is YAML in flow style.
  machine.disk.place("/project/anon.config.yaml", bytesOf(JSON.stringify(manifest, null, 1)));
  machine.disk.place(lockfileName, bytesOf(canonicalText(lockfile)));
  return machine;
}

function optionsOf({ flags }: Approvable): Partial<Options> {
  return { env: "staging", isEnvTyped: true, parallelism: 1, skipJwksCheck: true, ...flags };
}

/** Returns a lockfile's values by path; the path of an id's value begins with that id. */
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
 * Returns the changed values. Leaves out random ids of attempts, the counter of relocks, and the
 * consent of an id that retires. Leaves out the API's answers, too, for no person chooses them: see
 * `accepted`.
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

/** Returns the fields that a person changed in Anon against the manifest, and that the lockfile now has. */
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
