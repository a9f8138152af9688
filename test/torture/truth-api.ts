import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { JsonObject } from "../../src/core/json.ts";
import { kinds } from "../../src/kinds/index.ts";
import type { ApiOptions, Existing, Trap, Truth } from "./truth-messages.ts";
import { requestTrap } from "./request-trap.ts";

/** An Anon API for one project, with all its requests and actions. */
export interface TruthApi {
  readonly port: number;
  truth(): Truth;
  /** Resolves when the API has carried out all that dead clients left on the wire. */
  quiet(): Promise<void>;
  /** Resolves with true when the trap catches a request, or with false at an earlier release. */
  trap(trap: Trap): Promise<boolean>;
  release(): void;
  close(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly json: JsonObject;
  /** The moment at which the trap caught the request, if it did. */
  readonly caught?: Trap["at"] | undefined;
}

/** The only key that the API accepts. */
export const apiKey = "torture-key-canary";

const organizationId = "11111111-1111-4111-8111-111111111111";
/** A dead client's last bytes take a moment; a longer connection belongs to a live client. */
const quietWithinMs = 10_000;

/**
 * Starts an API on a free port of 127.0.0.1. It is no emulator and has no faults: the trouble
 * happens to its clients. It shares with the product only each kind's definition of its answers.
 */
export async function startApi({ latencyMs, keepAliveMs = 5_000 }: ApiOptions): Promise<TruthApi> {
  const posts: string[] = [];
  const refused: string[] = [];
  const objects = new Map<string, Existing & { readonly answer: JsonObject }>();
  /** The connections and requests at this moment. */
  const traffic = { connections: 0, requests: 0 };

  const door = requestTrap();

  const server = createServer({ keepAliveTimeout: keepAliveMs }, (request, response) => {
    traffic.requests += 1;
    void answerOf(request)
      .then(({ status, json, caught }) => {
        const text = JSON.stringify(json);
        const length = Buffer.byteLength(text);
        response.writeHead(status, {
          "content-type": "application/json",
          "content-length": length,
        });
        response.end(text);
        if (caught === "answered") void door.hold();
      })
      // The client was killed in the middle of its request, or the trap dropped the request.
      .catch(() => request.socket.destroy())
      .finally(() => (traffic.requests -= 1));
  });
  server.on("connection", (socket) => {
    traffic.connections += 1;
    socket.once("close", () => (traffic.connections -= 1));
  });

  async function answerOf(request: IncomingMessage): Promise<Answer> {
    let body = "";
    for await (const chunk of request.setEncoding("utf8")) body += String(chunk);
    const { method = "", url: path = "" } = request;
    // The tool probes any API on loopback for an emulator. This API is none.
    if (path.startsWith("/_emulator/"))
      return { status: 404, json: {}, caught: door.next("instance") };
    const refuse = (status: number) => {
      refused.push(`${method} ${path}: ${status}`);
      return { status, json: { error: { message: "refused" } } };
    };
    if (request.headers.authorization !== `Bearer ${apiKey}`) return refuse(401);
    const kind = kinds.find((candidate) => path === candidate.path);
    if (method === "POST" && kind !== undefined) {
      const asked = JSON.parse(body) as JsonObject;
      const name = String(asked["name"]);
      posts.push(name);
      const caught = door.next("post");
      await pause();
      if (caught === "received" || caught === "dropped") await door.hold();
      if (caught === "dropped") throw new Error("dropped");
      if (kind.emulation.refersTo(asked).some(([, id]) => !objects.has(id))) return refuse(400);
      const made = { jwksUri: "https://anon.example/jwks.json", secret: () => "torture-secret" };
      const stored = kind.emulation.stored(asked, made);
      const id = randomUUID();
      const answer = { id, ...stored, organizationId };
      objects.set(id, { id, collection: kind.collection, name, answer });
      if (caught === "committed") await door.hold();
      await pause();
      return { status: 200, json: { ...answer, ...kind.emulation.once(stored, made) }, caught };
    }
    await pause();
    const held = objects.get(path.slice(path.lastIndexOf("/") + 1));
    await pause();
    return held === undefined ? refuse(404) : { status: 200, json: held.answer };
  }

  /** Waits half of the latency: a kill can fall on either side of a create. */
  async function pause(): Promise<void> {
    if (latencyMs > 0) await sleep(latencyMs / 2);
  }

  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    truth: () => ({
      posts,
      objects: [...objects.values()].map(({ answer: _answer, ...object }) => object),
      refused,
    }),
    async quiet() {
      const deadlineMs = performance.now() + quietWithinMs;
      // The loop runs once first, and reads the bytes that the kernel has for us.
      do {
        await sleep(1);
        if (performance.now() > deadlineMs)
          throw new Error(`still busy: ${JSON.stringify(traffic)}`);
      } while (traffic.connections > 0 || traffic.requests > 0);
    },
    trap: (trap) => door.set(trap),
    release: () => door.release(),
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}
