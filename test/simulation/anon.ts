import type { Exchange, HttpRequest, Transport } from "../../src/core/exchange.ts";
import { isObject, type JsonObject } from "../../src/core/json.ts";
import { kinds } from "../../src/kinds/index.ts";
import type { SimulatedProcess } from "../support/simulated-machine.ts";
import { testSecret } from "../support/secrets.ts";
import type { Chance } from "./chance.ts";
import { postOutcomes, lookupOutcomes, tooMany, whole, type PostOutcome } from "./post-outcomes.ts";

/** What a secret of a service client looks like: nowhere but in its own file. */
export const secretCanary = testSecret("simulated client");

/** The secret of the service client with this id. */
export function secretOf(id: string): string {
  return `${secretCanary}-${id}`;
}

/** One resource that exists: the truth that nobody can list. */
export interface Existing {
  readonly id: string;
  readonly collection: string;
  readonly name: string;
  readonly answer: JsonObject;
  /** Whose create made it. */
  readonly client: AnonClient;
}

/** How bad the next requests fare. */
export interface Weather {
  /** One POST in this many meets trouble; 0 for none. */
  postTrouble: number;
  /** The same of GETs. */
  getTrouble: number;
  /** So many requests to come are answered 429, whatever they are. */
  storm: number;
}

/** The API as one machine reaches it, and what that machine has asked for. */
export interface AnonClient {
  /** Names that it may have created: asked for once, never again without proof or a person. */
  readonly asked: Set<string>;
  /** Every POST, by the name it asked for. */
  readonly posts: string[];
  seenBy(effect: (name: string) => void, process: SimulatedProcess): Transport;
}

/**
 * An Anon API whose answers a seed decides. It commits before, after and long after the client has
 * given up, and answers the same id twice. What exists is its own, whatever it answers.
 */
export class SimulatedAnon {
  /** Ids of what somebody has changed there. */
  readonly edited = new Set<string>();
  readonly existing: Existing[] = [];
  /** Creates that the server will commit later, whoever has given up on them. */
  readonly pending: Existing[] = [];
  readonly weather: Weather = { postTrouble: 0, getTrouble: 0, storm: 0 };
  readonly organizationId = "11111111-1111-4111-8111-111111111111";
  /** Told of a POST for a name that this client may have created already. */
  onRepeat: (name: string) => void = () => undefined;
  /** Told of a POST that is sent, before it is taken. */
  onSend: (name: string, process: SimulatedProcess) => void = () => undefined;
  /** How long an answer takes, or until the signal aborts; where left out, no time at all. */
  answering: ((signal: AbortSignal | undefined) => Promise<void>) | undefined;
  /** What befalls the next POSTs for a name, in order; undefined for a plain success. */
  readonly scripted = new Map<string, (PostOutcome | undefined)[]>();
  /** The ids that some client has announced. */
  readonly known = new Set<string>();
  readonly #chance: Chance;
  /** Paths that were not found once, although they are there. */
  readonly #lagged = new Set<string>();
  #isLagging = false;
  #ids = 0;

  constructor(chance: Chance) {
    this.#chance = chance;
  }

  /** A new client of this API: a machine's. */
  client(): AnonClient {
    const client: AnonClient = {
      asked: new Set(),
      posts: [],
      seenBy: (effect, process) => ({
        exchange: async (request, signal) => {
          // A POST leaves before the process is stopped, or it is not asked for.
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
          // Whatever has happened at the server: the client has stopped listening.
          return hasStopped() ? aborted(true) : exchange;
        },
        close: () => undefined,
      }),
    };
    return client;
  }

  /** A colleague on another machine creates this one; answers what the API answered. */
  colleagueCreates(collection: string, name: string, description: string): JsonObject {
    const kind = kinds.find((candidate) => candidate.collection === collection);
    const stored = kind?.emulation.stored({ name, description }, emulated) ?? {};
    const created = this.#make(collection, name, stored, this.client());
    this.existing.push(created);
    return created.answer;
  }

  /** Somebody changes what is there in Anon's console. */
  edit(id: string, fields: JsonObject): void {
    this.edited.add(id);
    const at = this.existing.findIndex((one) => one.id === id);
    const one = this.existing[at];
    if (one !== undefined) this.existing[at] = { ...one, answer: { ...one.answer, ...fields } };
  }

  /** Each path is not found when it is next asked for, although it is there. */
  lagOnce(): void {
    this.#isLagging = true;
    this.#lagged.clear();
  }

  /** Late commits arrive. */
  commitPending(): void {
    this.existing.push(...this.pending.splice(0));
  }

  /** Answers come in any order. */
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
    // Once in a while an answer carries the id of something else.
    // (One that the client knows: that nobody knows whose it is, nobody could tell.)
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
    // A replica that lags behind: once, since who is told so twice may believe it.
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
