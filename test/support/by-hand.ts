import type { JsonObject } from "../../src/core/json.ts";
import type { TestEmulator } from "./emulator.ts";

/** Creates a resource as people do without the tool. Returns its id. */
export async function byHand(
  emulator: TestEmulator,
  path: "userPool" | "sdkClient",
  body: JsonObject,
): Promise<string> {
  const answer = await fetch(`${emulator.url}/org/${path}`, {
    method: "POST",
    headers: { authorization: `Bearer ${emulator.apiKey}`, connection: "close" },
    body: JSON.stringify({ ...body, organizationId: emulator.organizationId }),
  });
  const { id } = (await answer.json()) as { id?: string };
  if (id === undefined) throw new Error(`POST ${path} answered ${answer.status}`);
  return id;
}
