import type { Exchange, HttpRequest, Transport } from "../../src/core/exchange.ts";
import { isObject, type JsonObject } from "../../src/core/json.ts";
import { kinds } from "../../src/kinds/index.ts";
import { testSecret } from "./secrets.ts";

/** The secret of every client that the server creates. */
export const secretCanary = testSecret("simulated client");

/** One resource on the server: the truth that the tool cannot list. */
export interface Held {
  readonly id: string;
  readonly collection: string;
  readonly name: string;
  readonly answer: JsonObject;
}

/**
 * An Anon API in memory behind the Transport port. Calls a process's `effect` before the commit of
 * a create, and between the commit and the answer.
 */
export class SimulatedServer {
  readonly held: Held[] = [];
  posts = 0;
  readonly organizationId = "11111111-1111-4111-8111-111111111111";

  /** Returns the transport of one process to this server. */
  seenBy(effect: (name: string) => void): Transport {
    return { exchange: (request) => this.#answer(request, effect), close: () => undefined };
  }

  async #answer(request: HttpRequest, effect: (name: string) => void): Promise<Exchange> {
    const path = new URL(request.url).pathname;
    if (request.method === "GET") return this.#lookUp(path);
    effect(`send POST ${path}`);
    this.posts += 1;
    const kind = kinds.find((candidate) => candidate.path === path);
    const body: unknown = JSON.parse(request.body ?? "");
    if (kind === undefined || !isObject(body)) return answer(404, { error: {} });
    const { emulation } = kind;
    if (emulation.refusal(body) !== undefined) return answer(400, { error: {} });
    for (const [collection, id] of emulation.refersTo(body))
      if (!this.held.some((held) => held.collection === collection && held.id === id))
        return answer(400, { error: { message: "unknown reference" } });
    const server = { jwksUri: "https://anon.example/jwks", secret: () => secretCanary };
    const stored = emulation.stored(body, server);
    const id = `00000000-0000-4000-8000-${String(this.held.length + 1).padStart(12, "0")}`;
    const whole = { ...stored, id, organizationId: this.organizationId };
    const name = String(body["name"]);
    this.held.push({ id, collection: kind.collection, name, answer: whole });
    effect(`answer POST ${path}`);
    return answer(200, { ...whole, ...emulation.once(stored, server) });
  }

  #lookUp(path: string): Exchange {
    const held = this.held.find(
      ({ id, collection }) =>
        path === `${kinds.find((kind) => kind.collection === collection)?.path}/${id}`,
    );
    return held === undefined ? answer(404, { error: {} }) : answer(200, held.answer);
  }
}

function answer(status: number, body: JsonObject): Exchange {
  return {
    connected: true,
    response: {
      status,
      headers: { "content-type": "application/json" },
      body: new TextEncoder().encode(JSON.stringify(body)),
      ended: "complete",
    },
  };
}
