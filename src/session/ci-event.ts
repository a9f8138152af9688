import { resolve } from "node:path";
import type { JsonObject } from "../core/json.ts";
import { DiskError } from "../core/ports.ts";
import { parseObject } from "../core/wire/json-text.ts";
import type { Context } from "./context.ts";

/** GitHub's payloads are at most 25 MB: https://docs.github.com/en/webhooks/webhook-events-and-payloads */
const maximumEventBytes = 32 * 1024 * 1024;

/** GitHub's record of the event that started the run; undefined if it cannot be read. */
export async function readEvent(
  context: Pick<Context, "variables" | "currentFolder" | "system">,
): Promise<JsonObject | undefined> {
  const path = context.variables["GITHUB_EVENT_PATH"];
  if (!path) return undefined;
  try {
    const file = resolve(context.currentFolder, path);
    const bytes = await context.system.disk.read(file, maximumEventBytes);
    return bytes && parseObject(new TextDecoder().decode(bytes));
  } catch (error) {
    if (!(error instanceof DiskError)) throw error;
    return undefined;
  }
}
