// Four points of the sweep against a real server on loopback, each with the shipped transport,
// client and limiter: look-ups of ids that are there.
import { createServer } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

const seconds = 20;

const points = [
  { name: "20 a second, bucket, 5 ms", perSecond: 20, latencyMs: 5 },
  { name: "200 a second, bucket, 50 ms", perSecond: 200, latencyMs: 50 },
  { name: "4 at once, 50 ms", atOnce: 4, latencyMs: 50 },
  { name: "32 at once, 200 ms", atOnce: 32, latencyMs: 200 },
];

/** The points, each with `auto` and with a fixed 10; `load` imports a compiled file. */
export async function realPoints(load) {
  const rows = [];
  for (const point of points) {
    const auto = await measure(load, point, "auto");
    rows.push({ name: `${point.name}, no Retry-After`, auto, ten: await measure(load, point, 10) });
  }
  return rows;
}

async function measure(load, point, parallelism) {
  const { createApi } = await load("src/api/client.js");
  const { createLimiter } = await load("src/engine/limiter.js");
  const { systemClock: clock } = await load("src/system/clock.js");
  const { createTransport } = await load("src/system/http.js");
  const { systemRandom: random } = await load("src/system/random.js");
  const { kinds } = await load("src/kinds/index.js");
  const server = await limitedServer(point);
  const transport = createTransport();
  const limiter = createLimiter(clock, parallelism, 64);
  const watched = limiter.watching(transport);
  const baseUrl = `http://127.0.0.1:${server.port}`;
  const common = { version: "0", apiKey: "k", clock, random };
  const api = createApi({ ...common, baseUrl, transport: watched });
  const startMs = performance.now();
  const stop = new AbortController();
  const one = async (number) => {
    if (!stop.signal.aborted) await api.lookup(kinds[0], `id-${number}`, stop.signal);
  };
  const most = point.perSecond ?? (point.atOnce * 1_000) / point.latencyMs;
  const count = Math.ceil(most * seconds * 1.2);
  limiter.expect(count);
  const timer = setTimeout(() => stop.abort(), seconds * 1_000);
  const all = Array.from({ length: count }, (_, number) => limiter.run(() => one(number)));
  await sleep(seconds * 1_000);
  const { admitted, refused } = server.counts;
  const tookMs = performance.now() - startMs;
  await Promise.all(all);
  clearTimeout(timer);
  transport.close();
  await server.close();
  const sent = admitted + refused;
  return { sent, admitted, refused, tookMs, reached: admitted / ((most * tookMs) / 1_000) };
}

/** A server that answers any GET with its id, within its limit. */
async function limitedServer({ perSecond, atOnce, latencyMs }) {
  const counts = { admitted: 0, refused: 0 };
  const size = Math.max(2, (perSecond ?? 0) / 20);
  let tokens = size;
  let atMs = performance.now();
  let busy = 0;
  const admits = () => {
    if (atOnce !== undefined) return busy < atOnce;
    const now = performance.now();
    tokens = Math.min(size, tokens + ((now - atMs) * perSecond) / 1_000);
    atMs = now;
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
  };
  const server = createServer((request, response) => {
    const isAdmitted = admits();
    counts[isAdmitted ? "admitted" : "refused"] += 1;
    if (isAdmitted) busy += 1;
    setTimeout(() => {
      if (isAdmitted) busy -= 1;
      response.writeHead(isAdmitted ? 200 : 429, { "content-type": "application/json" });
      response.end(JSON.stringify(isAdmitted ? { id: request.url.split("/").at(-1) } : {}));
    }, latencyMs);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const close = () => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  };
  return { port: server.address().port, counts, close };
}
