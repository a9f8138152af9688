import { setTimeout as sleep } from "node:timers/promises";
import { createApi } from "../../src/api/client.ts";
import type { CreateVerdict } from "../../src/core/wire/verdict.ts";
import { userPool } from "../../src/kinds/user-pool.ts";
import { systemClock, systemRandom } from "../../src/system/clock.ts";
import { createTransport } from "../../src/system/http/transport.ts";
import { certificate } from "../system/certificate.ts";
import { apiKey } from "./echo-cases.ts";
import { harmlessKey, serveHostile } from "./hostile-server.ts";
import { idOf, type WireCase } from "./wire-case.ts";

/** The verdict of one create, with the servers' view of it. */
export interface Asked {
  readonly verdict: CreateVerdict;
  readonly posts: number;
  readonly strays: readonly string[];
  readonly witnessed: number;
}

/** Deadlines in milliseconds: only hanging cases miss theirs, even on a busy machine. */
const hangingMs = 1_500;
const usualMs = 30_000;

/** Lets the shipped client create one pool at a server that plays this case. */
export async function askClient(key: string, played: WireCase): Promise<Asked> {
  const server = await serveHostile(new Map([[key, played]]), false);
  const transport = createTransport({ certificateAuthorities: certificate });
  const deadlineMs = played.hangs === true ? hangingMs : usualMs;
  const api = createApi({
    baseUrl: server.url,
    apiKey,
    version: "1.2.3",
    transport,
    clock: systemClock,
    random: systemRandom,
    postDeadlineMs: deadlineMs,
    connectTimeoutMs: deadlineMs,
  });
  try {
    const body = { name: key, description: "A pool." };
    const verdict = await api.create(userPool, body, (id) => id === idOf(harmlessKey));
    // A second request would be under way by now; this wait lets it arrive.
    await sleep(50);
    return {
      verdict,
      posts: server.posts(key),
      strays: server.strays,
      witnessed: server.witnessed(),
    };
  } finally {
    transport.close();
    await server.close();
  }
}
