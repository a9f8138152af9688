// One cell of the table: a number of resources and a latency. Contestants run in turn, round by
// round.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkCounts } from "./checks.mjs";
import { benchmarkKey } from "./contestants.mjs";
import { measure } from "./measure.mjs";
import { creates, manifestText, resources } from "./resources.mjs";

/**
 * Measures each command of each contestant `rounds` times. Returns { command, name, runs }[], each
 * run as bench/measure.mjs returns it. `options` is { resources, latencyMs, parallelism, rounds,
 * node }. Throws an Error if the server's counts differ from the requests that a run must send.
 */
export async function measureCell(server, contestants, options) {
  const folder = mkdtempSync(join(tmpdir(), "anon-sync-bench-"));
  try {
    const cell = writeCell(folder, server, options);
    // The plans look up the resources that the last round of applies has created.
    const applies = await rounds(cell, contestants, "apply", async (contestant, project) => {
      rmSync(project, { recursive: true, force: true });
      mkdirSync(project);
      contestant.prepare(project, cell);
      return measureRun(server, cell, contestant, "apply", project);
    });
    await server.use("floor", { isEmpty: false });
    const everything = await server.everything();
    const reads = everything.map(([path, text]) => [path, JSON.parse(text)]);
    writeFileSync(cell.readsFile, JSON.stringify({ reads }));
    const read = (command) =>
      rounds(cell, contestants, command, (contestant, project) =>
        measureRun(server, cell, contestant, command, project),
      );
    return [...(await read("plan")), ...applies, ...(await read("offline"))];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Writes the input of the contestants to a folder, and returns their cell. */
export function writeCell(folder, server, options) {
  const generated = resources(options.resources);
  const createsFile = join(folder, "creates.json");
  writeFileSync(createsFile, JSON.stringify({ creates: creates(generated) }));
  return {
    ...options,
    folder,
    baseUrl: server.baseUrl,
    manifest: manifestText(generated),
    createsFile,
    readsFile: join(folder, "reads.json"),
  };
}

/** Runs the contestants in turn: other work of the machine then slows all of them down. */
async function rounds({ folder, rounds: count }, contestants, command, run) {
  const results = contestants
    .filter(({ commands }) => commands.includes(command))
    .map((contestant) => ({ contestant, runs: [] }));
  for (let round = 0; round < count; round += 1)
    for (const { contestant, runs } of results)
      runs.push(await run(contestant, join(folder, contestant.name)));
  return results.map(({ contestant: { name }, runs }) => ({ command, name, runs }));
}

/** One run of one command, which counts only if the server counted what it must send. */
export async function measureRun(server, cell, contestant, command, project) {
  const { name } = contestant;
  const isEmpty = command === "apply";
  await server.use(name, { latencyMs: cell.latencyMs, isEmpty });
  const figures = measure(contestant.words(command, cell), {
    cwd: project,
    folder: cell.folder,
    // Without DO_NOT_TRACK, Alchemy would report each run to its makers.
    env: { ANON_API_KEY: benchmarkKey, DO_NOT_TRACK: "1" },
    node: cell.node,
    memory: true,
  });
  checkCounts(name, command, await server.counts(), cell);
  return figures;
}
