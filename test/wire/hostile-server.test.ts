import { suite } from "uvu";
import * as assert from "uvu/assert";
import { cases } from "./cases.ts";
import { serveHostile } from "./hostile-server.ts";
import type { WireCase } from "./wire-case.ts";

/** Tests that the matrix's servers notice mistakes: Node's own fetch makes the forbidden ones. */
const Server = suite("hostile server");

async function played(name: string): Promise<{
  readonly server: Awaited<ReturnType<typeof serveHostile>>;
  create(): Promise<unknown>;
  readonly key: string;
}> {
  const [key = "", wireCase] = [...cases].find(([, one]) => one.name === name) ?? [];
  assert.ok(wireCase, name);
  const server = await serveHostile(new Map([[key, wireCase as WireCase]]), false);
  const create = () =>
    fetch(`${server.url}/org/userPool`, {
      method: "POST",
      body: JSON.stringify({ name: key }),
    }).catch(() => undefined);
  return { server, create, key };
}

Server("a redirect that is followed to another origin is noticed there", async () => {
  const { server, create } = await played("307 to another origin, with a pool");
  await create();
  assert.ok(server.witnessed() > 0);
  await server.close();
});

Server("a redirect that is followed on the same origin is noticed as a stray", async () => {
  const { server, create } = await played("308 to the same origin, with a pool");
  await create();
  assert.is(server.strays.length, 1);
  await server.close();
});

Server("every POST counts, whatever became of it", async () => {
  const { server, create, key } = await played("the request is read and the connection reset");
  await create();
  await create();
  assert.is(server.posts(key), 2);
  await server.close();
});

Server("the matrix has the cases that it promises, each under a name of its own", () => {
  assert.ok(cases.size >= 45);
  assert.is(new Set([...cases.values()].map(({ name }) => name)).size, cases.size);
});

Server.run();
