// Starts the benchmark's API and exchanges messages with its process.
import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";

/**
 * Starts the API. `use` selects the world for the next requests, with `isEmpty` an empty world, and
 * sets the latency of each answer in ms. `counts` returns the counts since the last `use`.
 * `everything` returns [path, body] of each resource. Throws an Error if the process ends.
 */
export async function startServer() {
  const child = fork(join(import.meta.dirname, "server-process.mjs"), {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  const ended = once(child, "exit").then(() => {
    throw new Error("the benchmark's server ended");
  });
  ended.catch(() => undefined);
  const answer = async () => (await Promise.race([once(child, "message"), ended]))[0];
  const { port } = await answer();
  const ask = (message) => {
    const answered = answer();
    child.send(message);
    return answered;
  };
  return {
    baseUrl: `http://127.0.0.1:${port}`,
    use: (world, { latencyMs = 0, isEmpty }) => ask({ ask: "use", world, latencyMs, isEmpty }),
    counts: async () => (await ask({ ask: "counts" })).counts,
    everything: async () => (await ask({ ask: "everything" })).resources,
    close: () => child.disconnect(),
  };
}
