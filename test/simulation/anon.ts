import type { Exchange, HttpRequest, Transport } from "../../src/core/exchange.ts";
import { isObject, type JsonObject } from "../../src/core/json.ts";
import { kinds } from "../../src/kinds/index.ts";
import type { SimulatedProcess } from "../support/simulated-machine.ts";
import { testSecret } from "../support/secrets.ts";
import type { Chance } from "./chance.ts";
import { postOutcomes, lookupOutcomes, tooMany, whole, type PostOutcome } from "./post-outcomes.ts";

/** The beginning of each service client's secret: only the secret's own file may contain it. */
export const secretCanary = testSecret("simulated client");

/** Returns the secret of the service client with this id. */
export function secretOf(id: string): string {
  return `${secretCanary}-${id}`;
}

/** One resource that exists: the truth that no client can list. */
export interface Existing {
  readonly id: string;
  readonly collection: string;
  readonly name: string;
  readonly answer: JsonObject;
  /** The client whose create made the resource. */
  readonly client: AnonClient;
}

/** The trouble of the next requests. */
export interface Weather {
  /** One POST in this many has trouble; 0 for none. */
  postTrouble: number;
  /** One GET in this many has trouble; 0 for none. */
  getTrouble: number;
  /** The count of next requests, of any kind, that get a 429. */
  storm: number;
}

/** The API as one machine reaches it, with the record of that machine's requests. */
export interface AnonClient {
  /** Names that the client may have created. A second POST for such a name needs proof or a person. */
  readonly asked: Set<string>;
  /** The name in every POST, in order. */
  readonly posts: string[];
  seenBy(effect: (name: string) => void, process: SimulatedProcess): Transport;
}

/**
 * An Anon API whose answers a seed decides. It commits before its answer, after it, and long after
 * the client has abandoned the request. It may answer with another resource's id, but each resource
 * keeps its own id.
 */
export class SimulatedAnon {
  /** The ids of resources that a person has changed in the console. */
  readonly edited = new Set<string>();
  readonly existing: Existing[] = [];
  /** Creates that the server will commit later, even if the client has abandoned them. */
  readonly pending: Existing[] = [];
  readonly weather: Weather = { postTrouble: 0, getTrouble: 0, storm: 0 };
  readonly organizationId = "11111111-1111-4111-8111-111111111111";
  /** Called for a POST with a name that this client may have created already. */
  onRepeat: (name: string) => void = () => undefined;
  /** Called for a POST that leaves the client, before the server takes it. */
  onSend: (name: string, process: SimulatedProcess) => void = () => undefined;
  /** Waits for the duration of an answer, or until the signal aborts; no wait if left out. */
  answering: ((signal: AbortSignal | undefined) => Promise<void>) | undefined;
  /** What befalls the next POSTs for a name, in order; undefined for a plain success. */
  readonly scripted = new Map<string, (PostOutcome | undefined)[]>();
  /** The ids that some client has announced. */
  readonly known = new Set<string>();
  readonly #chance: Chance;
  /** Paths of existing resources that got a 404 once. */
  readonly #lagged = new Set<string>();
  #isLagging = false;
  #ids = 0;

  constructor(chance: Chance) {
    this.#chance = chance;
  }

  /** Returns a new client of this API, for one machine. */
  client(): AnonClient {
    const client: AnonClient = {
      asked: new Set(),
      posts: [],
      seenBy: (effect, process) => ({
        exchange: async (request, signal) => {
          // Only a lookup waits here: a stopped process either has sent its POST or has not begun
          // it.
          const stopped = request.method === "GET" ? process.awake() : undefined;
          if (stopped !== undefined) await stopped;
          await this.#takeTurns();
          const hasStopped = (): boolean => signal?.aborted === true;
          if (hasStopped()) return aborted(false);
          const exchange =
            request.method === "GET"
              ? this.#lookUp(request)
              : this.#create(request, client, effect, process);
          await this.#takeTurns();
          if (this.answering !== undefined) await this.answering(signal);
          const sleeping = process.awake();
          if (sleeping !== undefined) await sleeping;
          // The client has stopped listening, whatever the server has done.
          return hasStopped() ? aborted(true) : exchange;
        },
        close: () => undefined,
      }),
    };
    return client;
  }

  /** Creates a resource as a colleague on another machine. Returns the API's answer. */
  colleagueCreates(collection: string, name: string, description: string): JsonObject {
    const kind = kinds.find((candidate) => candidate.collection === collection);
    const stored = kind?.emulation.stored({ name, description }, emulated) ?? {};
    const created = this.#make(collection, name, stored, this.client());
    this.existing.push(created);
    return created.answer;
  }

  /** Changes a resource's fields, as a person does in Anon's console. */
  edit(id: string, fields: JsonObject): void {
    this.edited.add(id);
    const at = this.existing.findIndex((one) => one.id === id);
    const one = this.existing[at];
    if (one !== undefined) this.existing[at] = { ...one, answer: { ...one.answer, ...fields } };
  }

  /** Makes the next lookup of each path return 404, although the resource exists. */
  lagOnce(): void {
    this.#isLagging = true;
    this.#lagged.clear();
  }

  /** Carries out the late commits. */
  commitPending(): void {
    this.existing.push(...this.pending.splice(0));
  }

  /** Waits for some microtasks: answers come in any order. */
  async #takeTurns(): Promise<void> {
    for (let turns = this.#chance.below(4); turns > 0; turns -= 1) await undefined;
  }

  #create(
    request: HttpRequest,
    client: AnonClient,
    effect: (name: string) => void,
    process: SimulatedProcess,
  ): Exchange {
    const path = new URL(request.url).pathname;
    const kind = kinds.find((candidate) => candidate.path === path);
    const body: unknown = JSON.parse(request.body ?? "");
    if (kind === undefined || !isObject(body)) return whole(404, { error: {} });
    const name = String(body["name"]);
    effect(`send POST ${name}`);
    const fate = this.#fate(name);
    const isSent = fate?.name.startsWith("not sent") !== true;
    if (isSent) {
      if (client.asked.has(name)) this.onRepeat(name);
      client.posts.push(name);
      this.onSend(name, process);
    }
    if (fate?.certain === true) return fate.exchange(undefined, this.#chance);
    for (const [collection, id] of kind.emulation.refersTo(body))
      if (!this.existing.some((held) => held.collection === collection && held.id === id))
        return whole(400, { error: { message: "unknown reference" } });

    client.asked.add(name);
    const stored = kind.emulation.stored(body, emulated);
    const created = this.#make(kind.collection, name, stored, client);
    const server = { ...emulated, secret: () => secretOf(created.id) };
    const answer = { ...created.answer, ...kind.emulation.once(stored, server) };
    if (fate === undefined) {
      this.existing.push(created);
      effect(`answer POST ${name}`);
      return whole(this.#chance.once(3) ? 201 : 200, answer);
    }
    if (fate.commits === "now") this.existing.push(created);
    if (fate.commits === "late") this.pending.push(created);
    effect(`after the fate of ${name}: ${fate.name}`);
    if (fate.commits !== "now") return fate.exchange(undefined, this.#chance);
    // Once in a while an answer has the id of another resource. Some client must have announced
    // that id: otherwise no check could show whose id it is.
    const other = this.existing.find((held) => held.client === client && this.known.has(held.id));
    if (other !== undefined && this.weather.postTrouble > 0 && this.#chance.once(6))
      return whole(200, { ...answer, id: other.id });
    return fate.exchange(answer, this.#chance);
  }

  /** What befalls a POST; undefined for a plain success. */
  #fate(name: string): PostOutcome | undefined {
    const script = this.scripted.get(name);
    if (script !== undefined && script.length > 0) return script.shift();
    if (this.#isStorm()) return tooMany;
    const { postTrouble } = this.weather;
    return postTrouble > 0 && this.#chance.once(postTrouble)
      ? this.#chance.one(postOutcomes)
      : undefined;
  }

  #make(collection: string, name: string, stored: JsonObject, client: AnonClient): Existing {
    this.#ids += 1;
    const id = `00000000-0000-4000-8000-${String(this.#ids).padStart(12, "0")}`;
    const answer = { ...stored, id, organizationId: this.organizationId };
    return { id, collection, name, answer, client };
  }

  #lookUp(request: HttpRequest): Exchange {
    if (this.#isStorm()) return tooMany.exchange(undefined, this.#chance);
    const { getTrouble } = this.weather;
    if (getTrouble > 0 && this.#chance.once(getTrouble)) return this.#chance.one(lookupOutcomes)();
    const path = new URL(request.url).pathname;
    // A replica may lag behind, but once a path: after a second 404 the tool may take the id for
    // absent.
    const isLagging = this.#isLagging || (getTrouble > 0 && this.#chance.once(4));
    if (isLagging && !this.#lagged.has(path)) {
      this.#lagged.add(path);
      return whole(404, { error: {} });
    }
    const held = this.existing.find(
      ({ id, collection }) =>
        path === `${kinds.find((kind) => kind.collection === collection)?.path}/${id}`,
    );
    return held === undefined ? whole(404, { error: {} }) : whole(200, held.answer);
  }

  #isStorm(): boolean {
    if (this.weather.storm === 0) return false;
    this.weather.storm -= 1;
    return true;
  }
}

function aborted(connected: boolean): Exchange {
  return { connected, error: { kind: "aborted", code: "ABORTED", message: "interrupted" } };
}

const emulated = { jwksUri: "https://anon.example/jwks", secret: () => secretCanary };
