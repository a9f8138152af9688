import { connect, createServer, type AddressInfo, type Server, type Socket } from "node:net";

/** Handles a client that has sent the whole head of its request to a proxy. */
export type Play = (client: Socket, head: string) => void;

/** A proxy of a test's own, which opens tunnels with CONNECT, or does as the test wants. */
export interface ConnectProxy {
  /** `http://localhost:PORT`: with a name, as proxies have. */
  readonly url: string;
  readonly port: number;
  /** The head of each received request. */
  readonly heads: readonly string[];
  /** Returns the target of each CONNECT: `api.anon-sync.test:443`. */
  targets(): readonly string[];
  /** Returns every byte from clients, heads and tunnelled bytes. */
  received(): string;
  /** The proxy's treatment of the next clients. */
  play: Play;
  close(): Promise<void>;
}

/** Starts a proxy; on a server of another kind (TLS), `event` names its event for a ready client. */
export async function startProxy(
  play: Play,
  server: Server = createServer(),
  event = "connection",
): Promise<ConnectProxy> {
  const heads: string[] = [];
  const sockets = new Set<Socket>();
  let received = "";
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.once("close", () => sockets.delete(socket));
  });
  server.on(event, (client: Socket) => {
    let head: string | undefined = "";
    client.on("error", () => {});
    client.on("data", (chunk: Buffer) => {
      received += chunk.toString("latin1");
      if (head === undefined) return;
      head += chunk.toString("latin1");
      if (!head.includes("\r\n\r\n")) return;
      heads.push(head);
      const whole = head;
      head = undefined;
      proxy.play(client, whole);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const proxy: ConnectProxy = {
    url: `http://localhost:${port}`,
    port,
    heads,
    targets: () => heads.map((head) => /^CONNECT (\S+) HTTP\/1\.1\r\n/.exec(head)?.[1] ?? head),
    received: () => received,
    play,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
  return proxy;
}

/** Opens the tunnel to a port of this machine, whatever the requested name. */
export function tunnelTo(port: number): Play {
  return (client) => {
    const onward = connect(port, "127.0.0.1", () => {
      client.write("HTTP/1.1 200 Connection established\r\nvia: 1.1 test\r\n\r\n");
      client.pipe(onward);
      onward.pipe(client);
    });
    onward.on("error", () => client.destroy());
    onward.once("close", () => client.destroy());
    client.once("close", () => onward.destroy());
  };
}

/** Answers with these lines; the connection stays open. */
export function saying(...lines: readonly string[]): Play {
  return (client) => void client.write(lines.join("\r\n"));
}

/** Answers with these lines and ends the connection. */
export function hangingUp(...lines: readonly string[]): Play {
  return (client) => void client.end(lines.join("\r\n"));
}
