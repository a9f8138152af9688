import type { Exchange, HttpRequest, Transport } from "../../src/core/exchange.ts";
import { isObject, type JsonObject } from "../../src/core/json.ts";
import { kinds } from "../../src/kinds/index.ts";
import type { Chance } from "./chance.ts";
import { fates, lookupFates, whole, type Fate } from "./fates.ts";

/** One resource that exists: the truth that nobody can list. */
export interface Existing {
  readonly id: string;
  readonly collection: string;
  readonly name: string;
  readonly answer: JsonObject;
}

/** How many of the fates of a request are bad: one in this many; 0 for none. */
export interface Weather {
  postTrouble: number;
  getTrouble: number;
}

/**
 * An Anon API whose answers a seed decides. It commits before, after and long after the client has
 * given up, and answers the same id twice. What exists is its own, whatever it answers.
 */
export class SimulatedAnon {
  readonly existing: Existing[] = [];
  /** Creates that the server will commit later, whoever has given up on them. */
  readonly pending: Existing[] = [];
  readonly weather: Weather = { postTrouble: 0, getTrouble: 0 };
  readonly organizationId = "11111111-1111-4111-8111-111111111111";
  /** Every POST, by the name it asked for. */
  readonly posts: string[] = [];
  /** Called before a POST is looked at: an invariant may object. */
  onPost: (name: string) => void = () => undefined;
  /** Names whose fate was uncertain to the client, until a person settles them. */
  readonly uncertain = new Set<string>();
  /** The ids that the client has announced. */
  knownIds: ReadonlySet<string> = new Set();
  readonly #chance: Chance;
  #ids = 0;

  constructor(chance: Chance) {
    this.#chance = chance;
  }

  /** The server as one process reaches it: `effect` before and after each commit. */
  seenBy(effect: (name: string) => void): Transport {
    return {
      exchange: async (request) =>
        request.method === "GET" ? this.#lookUp(request) : this.#create(request, effect),
      close: () => undefined,
    };
  }

  /** Late commits arrive. */
  commitPending(): void {
    this.existing.push(...this.pending.splice(0));
  }

  #create(request: HttpRequest, effect: (name: string) => void): Exchange {
    const path = new URL(request.url).pathname;
    const kind = kinds.find((candidate) => candidate.path === path);
    const body: unknown = JSON.parse(request.body ?? "");
    if (kind === undefined || !isObject(body)) return whole(404, { error: {} });
    const name = String(body["name"]);
    effect(`send POST ${name}`);
    const isTrouble = this.weather.postTrouble > 0 && this.#chance.once(this.weather.postTrouble);
    const fate = isTrouble ? this.#chance.one(fates) : undefined;
    const isSent = fate?.name.startsWith("not sent") !== true;
    if (isSent) {
      this.onPost(name);
      this.posts.push(name);
    }
    for (const [collection, id] of kind.emulation.refersTo(body))
      if (!this.existing.some((held) => held.collection === collection && held.id === id))
        return whole(400, { error: { message: "unknown reference" } });

    if (fate?.certain !== true) this.uncertain.add(name);
    const created = this.#make(kind.collection, name, kind.emulation.stored(body, emulated));
    if (fate === undefined) return this.#succeed(created, effect);
    if (fate.commits === "now") this.existing.push(created);
    if (fate.commits === "late") this.pending.push(created);
    effect(`after the fate of ${name}: ${fate.name}`);
    return this.#exchangeOf(fate, created);
  }

  #succeed(created: Existing, effect: (name: string) => void): Exchange {
    this.existing.push(created);
    effect(`answer POST ${created.name}`);
    return whole(this.#chance.once(3) ? 201 : 200, created.answer);
  }

  #exchangeOf(fate: Fate, created: Existing): Exchange {
    // Once in a while an answer carries the id of something else.
    // (One that the client knows: that nobody knows whose it is, nobody could tell.)
    const other = this.existing.find(({ id }) => this.knownIds.has(id));
    if (fate.commits === "now" && other !== undefined && this.#chance.once(6))
      return whole(200, { ...created.answer, id: other.id });
    return fate.exchange(fate.commits === "now" ? created.answer : undefined, this.#chance);
  }

  #make(collection: string, name: string, stored: JsonObject): Existing {
    this.#ids += 1;
    const id = `00000000-0000-4000-8000-${String(this.#ids).padStart(12, "0")}`;
    const answer = { ...stored, id, organizationId: this.organizationId };
    return { id, collection, name, answer };
  }

  #lookUp(request: HttpRequest): Exchange {
    if (this.weather.getTrouble > 0 && this.#chance.once(this.weather.getTrouble))
      return this.#chance.one(lookupFates)();
    const path = new URL(request.url).pathname;
    const held = this.existing.find(
      ({ id, collection }) =>
        path === `${kinds.find((kind) => kind.collection === collection)?.path}/${id}`,
    );
    return held === undefined ? whole(404, { error: {} }) : whole(200, held.answer);
  }
}

const emulated = { jwksUri: "https://anon.example/jwks", secret: () => "service-secret-canary" };
