import * as http from "node:http";
import * as https from "node:https";
import type { LookupFunction, Socket } from "node:net";
import type { Proxy } from "./proxy.ts";

/** A keep-alive agent that records for each socket whether it is connected, and its idle time. */
export interface PooledAgent {
  readonly agent: http.Agent;
  /** The event after which a new socket may carry a request: for TLS, the end of the handshake. */
  readonly connectedEvent: "connect" | "secureConnect";
  /** Whether the socket has emitted its `connectedEvent`. */
  isConnected(socket: Socket): boolean;
  /** Closes the connections that have been idle for at least this time, in milliseconds. */
  closeIdle(longerThanMs: number): void;
  /** Closes the idle connections, and the connections that still wait for a proxy's tunnel. */
  close(): void;
}

/** The options of a pool of connections. */
export interface AgentOptions {
  /** PEM certificates to trust instead of Node's own; Node's if left out. */
  readonly certificateAuthorities?: string;
  /** How long a proxy may take to open a tunnel; see ProxyAgentOptions. */
  readonly proxyTimeoutMs?: number;
  /** Finds the addresses of a host that is connected to directly; Node's if left out. */
  readonly lookup?: LookupFunction;
}

/** In milliseconds, for each address. Node's 250 ms is too short for slow links. */
const autoSelectFamilyAttemptTimeout = 1000;

/**
 * Makes a pool for one protocol. The pool carries the API key, so Node always verifies
 * certificates, even if NODE_TLS_REJECT_UNAUTHORIZED turns that off.
 */
export function createAgent(secure: boolean, options: AgentOptions): PooledAgent {
  const { lookup } = options;
  const shared = { keepAlive: true, autoSelectFamilyAttemptTimeout, ...(lookup && { lookup }) };
  if (!secure) return pooled(new http.Agent(shared), "connect");
  const ca = options.certificateAuthorities;
  return pooled(new https.Agent({ ...shared, rejectUnauthorized: true, ca }), "secureConnect");
}

/**
 * Makes a pool of TLS connections through a proxy, and loads the proxy library. Node verifies
 * certificates, also the certificate of an https proxy.
 */
export async function createProxyAgent(proxy: Proxy, options: AgentOptions): Promise<PooledAgent> {
  // With DEBUG the library would log to stderr, past the gate that redacts secrets.
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

/** Makes a pool of an agent, and records when its sockets connect and become idle. */
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
    // Otherwise Node would take unrequested bytes for the answer to the next request.
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
