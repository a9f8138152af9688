import { request } from "node:http";
import type { JsonObject } from "../../src/core/json.ts";
import { startEmulator, type Emulator, type EmulatorOptions } from "../../src/emulator/index.ts";

/** One exchange in the view of a plain client: the answer, or the code of the error. */
export interface Seen {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  /** `ECONNRESET` …; empty if the answer came whole. */
  readonly error: string;
}

/** The parts of a request; without a key if it is null. */
export interface Sent {
  readonly body?: unknown;
  /** The raw body, instead of JSON. */
  readonly text?: string | Uint8Array;
  readonly key?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  /** The time limit in milliseconds, after which the error is `stalled`. */
  readonly patienceMs?: number;
}

/** Sends one request on a connection of its own, without redirects, repeats or inflation. */
export function exchange(
  emulator: Pick<Emulator, "url" | "apiKey">,
  method: string,
  path: string,
  sent: Sent = {},
): Promise<Seen> {
  const { key = emulator.apiKey } = sent;
  const text = sent.text ?? (sent.body === undefined ? undefined : JSON.stringify(sent.body));
  const headers = { ...(key !== null && { authorization: `Bearer ${key}` }), ...sent.headers };
  return new Promise((resolve) => {
    let seen: Seen = { status: 0, headers: {}, text: "", error: "" };
    const sending = request(`${emulator.url}${path}`, { method, headers, agent: false });
    const fail = (error: NodeJS.ErrnoException) =>
      resolve({ ...seen, error: error.code ?? error.message });
    sending.on("error", fail);
    sending.on("response", (response) => {
      seen = { ...seen, status: response.statusCode ?? 0, headers: response.headers };
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => (seen = { ...seen, text: seen.text + chunk }));
      response.on("error", fail);
      response.on("end", () => resolve(seen));
    });
    if (sent.patienceMs !== undefined)
      setTimeout(() => sending.destroy(new Error("stalled")), sent.patienceMs).unref();
    sending.end(text);
  });
}

/** Sends one request and reads its answer as JSON. */
export async function ask(
  emulator: Pick<Emulator, "url" | "apiKey">,
  method: string,
  path: string,
  sent: Sent = {},
): Promise<{ status: number; json: JsonObject }> {
  const { status, text, error } = await exchange(emulator, method, path, sent);
  if (error !== "") throw new Error(`${method} ${path}: ${error}`);
  return { status, json: JSON.parse(text) };
}

/** Creates a resource that must succeed, and returns it. */
export async function made(
  emulator: Pick<Emulator, "url" | "apiKey">,
  path: string,
  body: unknown,
): Promise<JsonObject> {
  const { status, json } = await ask(emulator, "POST", path, { body });
  if (status !== 200) throw new Error(`POST ${path}: ${status} ${JSON.stringify(json)}`);
  return json;
}

/** Runs a test with an emulator, which is closed even if the test fails. */
export async function withEmulator(
  options: EmulatorOptions,
  test: (emulator: Emulator) => Promise<void>,
): Promise<void> {
  const emulator = await startEmulator(options);
  try {
    await test(emulator);
  } finally {
    await emulator.close();
  }
}

/** The body of a create of a hosted pool. */
export const members = { name: "Members", description: "People who sign in." };
