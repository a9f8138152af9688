import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { notAllowed, refusal, send, type Answer } from "./answer.ts";
import { answerApi, routeOf } from "./api.ts";
import { readBody } from "./body.ts";
import { answerConsole, consolePath } from "./console.ts";
import { faultPlays } from "./fault-plays.ts";
import { count, type EmulatedRequest, type EmulatorParts } from "./parts.ts";
import { answerJwks } from "./token.ts";

const loopback = "127.0.0.1";

/** The emulator's HTTP server on loopback. */
export interface EmulatorServer {
  /** Listens, and resolves with the port; 0 is any free port. Rejects with the system's error. */
  listen(port: number): Promise<number>;
  /** Stops at once: requests under way lose their connection, and go no further. */
  end(): Promise<void>;
}

/** Returns a server that does not listen yet. It waits `latencyMs` in each request. */
export function emulatorServer(parts: EmulatorParts, latencyMs: number): EmulatorServer {
  let ended = false;
  let reopening: NodeJS.Timeout | undefined;
  const server = createServer((request, response) => {
    handle(request, response).catch((error: Error) => {
      // The disk is full, or we have a bug. The client gets a server's 500, without an id, because
      // the id may not be saved.
      if (response.headersSent) request.socket.destroy();
      else send(response, refusal(500, "internal-error", error.message));
    });
  });

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = "", headers, socket } = request;
    const body = await readBody(request);
    // We wait half before and half after the create: a kill can come on either side.
    await pause(latencyMs / 2);
    const path = (request.url ?? "").replace(/[?#].*$/s, "");
    const read = { method, path, authorization: headers.authorization, body };
    const foreign = foreignRefusal(request, socket.localPort);
    if (foreign !== undefined) return send(response, foreign);
    if (!path.startsWith("/org/")) {
      goOn();
      return send(response, await answerOthers(read, parts));
    }
    const route = routeOf(path);
    count(parts.tally.requests, `${method} ${route?.template ?? "elsewhere"}`);
    const answer = async () => {
      goOn();
      const given = await answerApi(read, route, parts);
      await pause(latencyMs / 2);
      return given;
    };
    const fault = parts.script.hit(method, path);
    if (fault === undefined) return send(response, await answer());
    const collection = route?.kind?.collection ?? "";
    await faultPlays[fault.action]({
      handle: answer,
      refuseConnections,
      oldestId: () => parts.state.resources.get(collection)?.keys().next().value,
      response,
      socket,
      path,
      value: fault.value,
    });
  }

  /** Throws if the server has ended during latency or a fault: no write may follow the end. */
  function goOn(): void {
    if (ended) throw new Error("the emulator was closed");
  }

  function refuseConnections(ms: number): void {
    if (!server.listening) return;
    const port = portOf(server);
    server.close();
    // If another process takes the port meanwhile, the emulator stays unreachable.
    reopening = setTimeout(() => server.once("error", () => {}).listen(port, loopback), ms);
  }

  return {
    async listen(port) {
      server.listen(port, loopback);
      await once(server, "listening");
      return portOf(server);
    },
    async end() {
      ended = true;
      clearTimeout(reopening);
      const closed = server.listening ? once(server, "close") : undefined;
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function answerOthers(request: EmulatedRequest, parts: EmulatorParts): Promise<Answer> {
  if (request.path.startsWith(consolePath)) return answerConsole(request, parts);
  if (request.path !== "/.well-known/jwks.json")
    return refusal(404, "not-found", "there is nothing at this path");
  if (request.method !== "GET") return notAllowed(request.method, request.path, ["GET"]);
  return answerJwks(parts);
}

/**
 * Returns the refusal of a web page's request, which must not reach the emulator. Host shows a name
 * that was rebound to this machine, Origin a request straight from a browser.
 */
function foreignRefusal(request: IncomingMessage, port = 0): Answer | undefined {
  const hosts = [loopback, "localhost", "[::1]"].map((name) => `${name}:${port}`);
  const { host = "", origin } = request.headers;
  if (!hosts.includes(host.toLowerCase()))
    return refusal(403, "foreign-host", `the emulator answers only to ${hosts.join(", ")}`);
  if (origin !== undefined && !hosts.some((name) => origin.toLowerCase() === `http://${name}`))
    return refusal(403, "foreign-origin", "web pages cannot use the emulator");
  return undefined;
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo | null)?.port ?? 0;
}

async function pause(ms: number): Promise<void> {
  if (ms > 0) await sleep(ms);
}
