// Four points of the sweep against a real server on loopback, each with the shipped transport,
// client and limiter. The requests look up ids that exist.
import { createServer } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

/** The duration of a run with `auto`, which learns, and with a fixed number, which does not. */
const seconds = { auto: 60, fixed: 15 };

const points = [
  { name: "20 a second, bucket, 5 ms", perSecond: 20, latencyMs: 5 },
  { name: "200 a second, bucket, 50 ms", perSecond: 200, latencyMs: 50 },
  { name: "4 at once, 200 ms", atOnce: 4, latencyMs: 200 },
  { name: "32 at once, 200 ms", atOnce: 32, latencyMs: 200 },
];

/**
 * Measures all points at the same time: first with `auto`, then with a fixed 10. `load` imports a
 * compiled file.
 */
export async function realPoints(load) {
  const all = (parallelism, ms) =>
    Promise.all(points.map((point) => measure(load, point, parallelism, ms)));
  const autos = await all("auto", seconds.auto * 1_000);
  const tens = await all(10, seconds.fixed * 1_000);
  return points.map(({ name }, index) => ({
    name: `${name}, no Retry-After`,
    auto: autos[index],
    ten: tens[index],
  }));
}

async function measure(load, point, parallelism, ms) {
  const { createApi } = await load("src/api/client.js");
  const { createLimiter } = await load("src/engine/limiter.js");
  const { systemClock: clock } = await load("src/system/clock.js");
  const { createTransport } = await load("src/system/http/transport.js");
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
  const count = Math.ceil((most * ms * 1.2) / 1_000);
  limiter.expect(count);
  const all = Array.from({ length: count }, (_, number) => limiter.run(() => one(number)));
  await sleep(ms);
  const { admitted, refused, busyMs } = server.counts;
  stop.abort();
  const tookMs = performance.now() - startMs;
  await Promise.all(all);
  transport.close();
  await server.close();
  const sent = admitted + refused;
  // For a limit of requests at once, the used part is the server's busy time, by its own timers.
  const used = point.perSecond === undefined ? busyMs / point.atOnce : admitted / (most / 1_000);
  return { sent, admitted, refused, tookMs, reached: used / tookMs };
}

/** A server that answers any GET with its id, within its limit. */
async function limitedServer({ perSecond, atOnce, latencyMs }) {
  const counts = { admitted: 0, refused: 0, busyMs: 0 };
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
    const startMs = performance.now();
    setTimeout(() => {
      if (isAdmitted) busy -= 1;
      if (isAdmitted) counts.busyMs += performance.now() - startMs;
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
