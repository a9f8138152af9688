import { connect, createServer, type AddressInfo, type Server, type Socket } from "node:net";

/** What a proxy does with a client that has sent the whole head of its request. */
export type Play = (client: Socket, head: string) => void;

/** A proxy of a test's own: it opens ways with CONNECT, or does what the test wants instead. */
export interface ConnectProxy {
  /** `http://localhost:PORT`: a name, as proxies have. */
  readonly url: string;
  readonly port: number;
  /** The head of each request that came. */
  readonly heads: readonly string[];
  /** What each CONNECT asked for: `api.anon-sync.test:443`. */
  targets(): readonly string[];
  /** Every byte that clients have sent, heads and what went through. */
  received(): string;
  /** What the next clients meet. */
  play: Play;
  close(): Promise<void>;
}

/** Starts a proxy; on a server of another making (TLS), `event` is where its ready clients come. */
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

/** Opens the way to a port of this machine, whatever name was asked for. */
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

/** Says these lines; the connection stays open. */
export function saying(...lines: readonly string[]): Play {
  return (client) => void client.write(lines.join("\r\n"));
}

/** Says these lines and hangs up. */
export function hangingUp(...lines: readonly string[]): Play {
  return (client) => void client.end(lines.join("\r\n"));
}
