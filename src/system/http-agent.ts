import * as http from "node:http";
import * as https from "node:https";
import type { Socket } from "node:net";

/** A keep-alive agent that knows of each socket whether it is connected and how long it was idle. */
export interface PooledAgent {
  readonly agent: http.Agent;
  /** The event after which a new socket may carry a request: TLS counts from its handshake. */
  readonly connectedEvent: "connect" | "secureConnect";
  /** Whether that event has come. */
  isConnected(socket: Socket): boolean;
  /** Closes the connections that have been idle for longer than this. */
  closeIdle(longerThanMs: number): void;
}

/** What a pool of connections may be given. */
export interface AgentOptions {
  /** PEM certificates to trust instead of Node's own; Node's where left out. */
  readonly certificateAuthorities?: string;
}

/**
 * A pool for one protocol. Certificates are always verified, whatever NODE_TLS_REJECT_UNAUTHORIZED
 * says: the API key travels here.
 */
export function createAgent(secure: boolean, options: AgentOptions): PooledAgent {
  const shared = {
    keepAlive: true,
    // Node's 250 ms an address fails on slow links that would answer.
    autoSelectFamilyAttemptTimeout: 1000,
  };
  const agent = secure
    ? new https.Agent({ ...shared, rejectUnauthorized: true, ca: options.certificateAuthorities })
    : new http.Agent(shared);
  const connectedEvent = secure ? "secureConnect" : "connect";
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

  return {
    agent,
    connectedEvent,
    isConnected: (socket) => connected.has(socket),
    closeIdle(longerThanMs) {
      const now = performance.now();
      for (const sockets of Object.values(agent.freeSockets)) {
        for (const socket of sockets ?? []) {
          const idleMs = now - (idleSinceMs.get(socket) ?? 0);
          if (idleMs >= longerThanMs) socket.destroy();
        }
      }
    },
  };
}

function destroyIt(this: { destroy(): void }): void {
  this.destroy();
}
