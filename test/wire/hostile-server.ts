import { EventEmitter, once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";
import { createServer as createTlsServer, type TlsOptions } from "node:tls";
import type { JsonObject } from "../../src/core/json.ts";
import { observe, serveRaw, type RawServer } from "../api/raw-server.ts";
import { certificate, privateKey } from "../system/certificate.ts";
import { json } from "./answers.ts";
import { idOf, type Accept, type Scene, type WireCase } from "./wire-case.ts";

/** The pool that the server creates correctly, before the server becomes hostile. */
export const harmlessKey = "a-harmless";

/** A server that plays the cases of a run, and a second server at another origin. */
export interface HostileServer {
  readonly url: string;
  /** Returns the count of POSTs for a pool. */
  posts(key: string): number;
  /** Forbidden requests: to other paths, with other methods, for other pools. */
  readonly strays: readonly string[];
  /** Returns the count of connections to the server at the other origin. */
  witnessed(): number;
  /** Resolves once the hostile act has begun. */
  readonly struck: Promise<void>;
  close(): Promise<void>;
}

/**
 * Starts a server for cases by the key of their pool. With `harmlessFirst` the server is good until
 * the harmless pool exists, because the command first asks for the key's organization. A case about
 * connections must then be the only case.
 */
export async function serveHostile(
  cases: ReadonlyMap<string, WireCase>,
  harmlessFirst: boolean,
): Promise<HostileServer> {
  const witness = await serveRaw((socket) => socket.destroy());
  const only = cases.size === 1 ? [...cases.values()][0] : undefined;
  const isAboutConnections = only?.accept !== undefined || only?.listens === false;
  const isSecure = [...cases.values()].some(({ secure }) => secure);
  const posts = new Map<string, number>();
  const pools = new Map<string, JsonObject>();
  const strays: string[] = [];
  let isHostile = !harmlessFirst;
  let accepted = 0;

  const talking = new EventEmitter();
  const struck = once(talking, "strike").then(() => undefined);
  const talk = (socket: Socket) => void talking.emit("talk", socket);
  const welcome = isSecure ? overTls({ cert: certificate, key: privateKey }) : plainly;
  const front: Server = createServer({ noDelay: true }, (socket) => {
    if (!isHostile || only?.accept === undefined) return welcome(socket, talk, 0);
    accepted += 1;
    talking.emit("strike");
    only.accept(socket, (ready) => talk(ready), accepted);
  });
  const source = { on: talking.on.bind(talking) } as unknown as Pick<Server, "on">;
  const raw: RawServer = await observe(
    front,
    source,
    isSecure ? "https" : "http",
    (socket, request) => answer(socket, request),
    "talk",
  );
  if (isHostile && only?.listens === false) front.close();

  function answer(socket: Socket, request: string): void {
    const [method, path = ""] = request.split(" ", 2);
    const route = `${method} ${path}`;
    const found = pools.get(path.replace("/org/userPool/", ""));
    if (route === "GET /_emulator/instance") json(404, () => ({}))(socket, sceneOf(""));
    else if (route === "POST /org/userPool") create(socket, request);
    else if (method === "GET" && found !== undefined) json(200, () => found)(socket, sceneOf(""));
    else {
      if (method !== "GET") strays.push(request);
      json(404, () => ({}))(socket, sceneOf(""));
    }
  }

  function create(socket: Socket, request: string): void {
    const key = nameIn(request);
    posts.set(key, (posts.get(key) ?? 0) + 1);
    const scene = sceneOf(key);
    if (key === harmlessKey && harmlessFirst) {
      pools.set(scene.id, scene.resource);
      isHostile = true;
      // A hostile welcome needs a new connection; hostile answers come on the good connection.
      json(200, undefined, () => (isAboutConnections ? ["connection: close"] : []))(socket, scene);
      if (only?.listens === false) front.close();
      return;
    }
    const played = cases.get(key);
    if (played === undefined) strays.push(request);
    if (played?.forgets !== true) {
      const id = createdId(played) ?? scene.id;
      pools.set(id, { ...scene.resource, id });
    }
    (played?.answer ?? json(200))(socket, scene);
    talking.emit("strike");
  }

  function sceneOf(key: string): Scene {
    const id = idOf(key);
    const authorization = { jwksUri: "https://anon.example/jwks", idClaim: null };
    const resource = {
      id,
      name: key,
      description: "A pool.",
      organizationId: "org-1",
      authorization,
      hosted: true,
    };
    return {
      key,
      id,
      resource,
      origin: raw.url,
      elsewhere: witness.url,
      count: posts.get(key) ?? 0,
      earlierId: idOf(harmlessKey),
    };
  }

  return {
    url: raw.url,
    posts: (key) => posts.get(key) ?? 0,
    strays,
    witnessed: () => witness.connections(),
    struck,
    close: async () => void (await Promise.all([raw.close(), witness.close()])),
  };
}

/** Returns a function that accepts a connection as a TLS server with these options does. */
export function overTls(options: TlsOptions): Accept {
  return (socket, talk) => {
    const server = createTlsServer(options);
    server.on("tlsClientError", () => {});
    server.on("secureConnection", talk);
    server.emit("connection", socket);
  };
}

/** Returns the id in a case's answer if it is not the usual one. */
function createdId(played: WireCase | undefined): string | undefined {
  const expected = played?.expected;
  return expected !== undefined && "id" in expected ? expected.id : undefined;
}

function plainly(socket: Socket, talk: (socket: Socket) => void): void {
  talk(socket);
}

function nameIn(request: string): string {
  const body: unknown = JSON.parse(request.slice(request.indexOf("\r\n\r\n") + 4));
  return String((body as { name?: unknown }).name);
}
