import * as http from "node:http";
import * as https from "node:https";
import type { LookupFunction, Socket } from "node:net";
import type { Proxy } from "./proxy.ts";

/** A keep-alive agent that knows of each socket whether it is connected and how long it was idle. */
export interface PooledAgent {
  readonly agent: http.Agent;
  /** The event after which a new socket may carry a request: TLS counts from its handshake. */
  readonly connectedEvent: "connect" | "secureConnect";
  /** Whether that event has come. */
  isConnected(socket: Socket): boolean;
  /** Closes the connections that have been idle for longer than this. */
  closeIdle(longerThanMs: number): void;
  /** Closes the idle connections, and those that still wait for a proxy to open the way. */
  close(): void;
}

/** The options of a pool of connections. */
export interface AgentOptions {
  /** PEM certificates to trust instead of Node's own; Node's if left out. */
  readonly certificateAuthorities?: string;
  /** How long a proxy may take to open the way; see ProxyAgentOptions. */
  readonly proxyTimeoutMs?: number;
  /** Finds the addresses of a host that is connected to directly; Node's if left out. */
  readonly lookup?: LookupFunction;
}

/** Node's 250 ms an address fails on slow links that would answer. */
const autoSelectFamilyAttemptTimeout = 1000;

/**
 * A pool for one protocol. Certificates are always verified, whatever NODE_TLS_REJECT_UNAUTHORIZED
 * says: the API key travels here.
 */
export function createAgent(secure: boolean, options: AgentOptions): PooledAgent {
  const { lookup } = options;
  const shared = { keepAlive: true, autoSelectFamilyAttemptTimeout, ...(lookup && { lookup }) };
  if (!secure) return pooled(new http.Agent(shared), "connect");
  const ca = options.certificateAuthorities;
  return pooled(new https.Agent({ ...shared, rejectUnauthorized: true, ca }), "secureConnect");
}

/**
 * A pool of TLS connections through a proxy, whose library is loaded here. Certificates are
 * verified, those of an https proxy too.
 */
export async function createProxyAgent(proxy: Proxy, options: AgentOptions): Promise<PooledAgent> {
  // The library would log by it on stderr, past the gate that redacts secrets.
  delete process.env["DEBUG"];
  const { ProxyAgent } = await import("./proxy-agent.ts");
  const agent = new ProxyAgent(proxy, { ...options, autoSelectFamilyAttemptTimeout });
  const pool = pooled(agent, "secureConnect");
  return {
    ...pool,
    close() {
      agent.abandon();
      pool.close();
    },
  };
}

/** Watches the sockets of an agent from their making to their end. */
function pooled(agent: http.Agent, connectedEvent: PooledAgent["connectedEvent"]): PooledAgent {
  const connected = new WeakSet<object>();
  const idleSinceMs = new WeakMap<object, number>();

  const connect = agent.createConnection.bind(agent);
  agent.createConnection = (connection, callback) => {
    const socket = connect(connection, callback);
    socket?.once(connectedEvent, () => connected.add(socket));
    return socket;
  };

  const keep = agent.keepSocketAlive.bind(agent);
  agent.keepSocketAlive = (socket) => {
    // Bytes that nobody asked for would be taken for the answer to the next request.
    socket.on("data", destroyIt);
    idleSinceMs.set(socket, performance.now());
    return keep(socket);
  };

  const reuse = agent.reuseSocket.bind(agent);
  agent.reuseSocket = (socket, request) => {
    socket.removeListener("data", destroyIt);
    reuse(socket, request);
  };

  const closeIdle = (longerThanMs: number): void => {
    const now = performance.now();
    for (const sockets of Object.values(agent.freeSockets)) {
      for (const socket of sockets ?? []) {
        const idleMs = now - (idleSinceMs.get(socket) ?? 0);
        if (idleMs >= longerThanMs) socket.destroy();
      }
    }
  };

  return {
    agent,
    connectedEvent,
    isConnected: (socket) => connected.has(socket),
    closeIdle,
    close: () => closeIdle(0),
  };
}

function destroyIt(this: { destroy(): void }): void {
  this.destroy();
}
