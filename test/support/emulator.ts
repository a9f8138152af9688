import { once } from "node:events";
import { request, type IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";
import type { JsonObject } from "../../src/core/json.ts";
import { startEmulator, type Emulator } from "../../src/emulator/index.ts";
import { parseFault } from "../../src/emulator/fault.ts";

/** How to start an emulator. Each option may be left out. */
export interface TestEmulatorOptions {
  /** Faults as a user writes them on the command line: `post:2:reset-after`. */
  readonly faults?: readonly string[];
  readonly latencyMs?: number;
  readonly reference?: "older" | "newer";
  readonly stateFile?: string;
  readonly port?: number;
  readonly apiKey?: string;
  readonly readOnlyKey?: string;
  readonly organizationId?: string;
}

/** One resource as the emulator stores it. */
export type Stored = JsonObject & { readonly id: string };

/** All resources and counts of the emulator. */
export interface Inventory {
  readonly instanceId: string;
  readonly organizationId: string;
  /** Collection → resources, in the order of their creation. */
  readonly resources: Readonly<Record<"userPools" | "sdkClients", readonly Stored[]>>;
  /** `POST /org/userPool` → the count of received requests, with those that a fault swallowed. */
  readonly requests: Readonly<Record<string, number>>;
  /** Collection → the count of resources that the emulator created. */
  readonly creates: Readonly<Record<string, number>>;
}

/** A running emulator, with functions for the requests of its console. */
export interface TestEmulator extends Emulator {
  /** The two variables that the command needs. */
  readonly env: Readonly<Record<string, string>>;
  /** The same variables with the key that may only read. */
  readonly readOnlyEnv: Readonly<Record<string, string>>;
  inventory(): Promise<Inventory>;
  /** The count of POSTs that the emulator received, whatever their outcome. */
  posts(): Promise<number>;
  /** The one resource of this name. Throws if there are none or several. */
  named(name: string): Promise<Stored>;
  /** Changes fields of a resource, as a person does in Anon's console. */
  edit(collection: string, id: string, fields: JsonObject): Promise<void>;
  /** Deletes a resource, as a person does in Anon's console. */
  remove(collection: string, id: string): Promise<void>;
  /** Adds faults; each fault counts requests from now on. */
  fault(...faults: readonly string[]): Promise<void>;
  clearFaults(): Promise<void>;
  /** Resets the emulator to its first start, but keeps the keys and the organization. */
  reset(): Promise<void>;
}

/** Starts an emulator in the test's own process. Close it at the end of the test. */
export async function testEmulator(options: TestEmulatorOptions = {}): Promise<TestEmulator> {
  const { faults = [], ...rest } = options;
  const emulator = await startEmulator({ ...rest, faults: faults.map(parseFault) });
  const ask = (method: string, path: string, body?: unknown) =>
    console(emulator.url, method, path, body);
  const inventory = async () => (await ask("GET", "resources")) as unknown as Inventory;
  const variables = (key: string) => ({ ANON_BASE_URL: emulator.url, ANON_API_KEY: key });
  return {
    url: emulator.url,
    apiKey: emulator.apiKey,
    readOnlyKey: emulator.readOnlyKey,
    organizationId: emulator.organizationId,
    get instanceId() {
      return emulator.instanceId;
    },
    close: () => emulator.close(),
    env: variables(emulator.apiKey),
    readOnlyEnv: variables(emulator.readOnlyKey),
    inventory,
    async posts() {
      const { requests } = await inventory();
      const counts = Object.entries(requests).filter(([name]) => name.startsWith("POST "));
      return counts.reduce((sum, [, count]) => sum + count, 0);
    },
    async named(name) {
      const { resources } = await inventory();
      const found = Object.values(resources)
        .flat()
        .filter((resource) => resource["name"] === name);
      const [only] = found;
      if (only === undefined || found.length > 1)
        throw new Error(`${found.length} resources are named ${name}`);
      return only;
    },
    edit: async (collection, id, fields) =>
      void (await ask("PATCH", `${collection}/${id}`, fields)),
    remove: async (collection, id) => void (await ask("DELETE", `${collection}/${id}`)),
    fault: async (...more) => void (await ask("POST", "faults", more)),
    clearFaults: async () => void (await ask("DELETE", "faults")),
    reset: async () => void (await ask("POST", "reset")),
  };
}

/** Returns a test with an emulator of its own, which is closed even if the test fails. */
export function withEmulator(
  test: (emulator: TestEmulator) => Promise<void>,
  options: TestEmulatorOptions = {},
): () => Promise<void> {
  return async () => {
    const emulator = await testEmulator(options);
    try {
      await test(emulator);
    } finally {
      await emulator.close();
    }
  };
}

/** Uses `node:http`: `fetch` takes three times as long, and only this function would load `fetch`. */
async function console(url: string, method: string, path: string, body: unknown) {
  const outgoing = request(`${url}/_emulator/${path}`, { method, agent: false });
  outgoing.end(body === undefined ? undefined : JSON.stringify(body));
  const [answer] = (await once(outgoing, "response")) as [IncomingMessage];
  const json = JSON.parse(await text(answer)) as JsonObject;
  if (answer.statusCode !== 200) throw new Error(`${method} ${path}: ${JSON.stringify(json)}`);
  return json;
}
