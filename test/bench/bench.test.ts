import { execFile } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { promisify } from "node:util";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { repositoryFolder } from "../support/repository.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const Bench = suite("bench");

/** The server's counts, by name. */
interface Counts {
  readonly [name: string]: number;
}

interface Cell {
  readonly folder: string;
  readonly createsFile: string;
  readonly readsFile: string;
}

/** A program under measurement (bench/contestants.mjs). */
interface Contestant {
  readonly name: string;
  words(command: string, cell: Cell): readonly string[];
}

interface Server {
  close(): void;
}

const bench = (name: string) => import(pathToFileURL(join(repositoryFolder, "bench", name)).href);
const { checkCounts } = (await bench("checks.mjs")) as {
  checkCounts(name: string, command: string, counts: Counts, cell: Counts): void;
};
const { measureRun, writeCell } = (await bench("cell.mjs")) as {
  measureRun(server: Server, cell: Cell, who: Contestant, command: string, at: string): unknown;
  writeCell(folder: string, server: Server, options: object): Cell;
};
const { floor } = (await bench("contestants.mjs")) as { floor: Contestant };
const { startServer } = (await bench("server.mjs")) as { startServer(): Promise<Server> };

const counted = { creates: 20, reads: 0, duplicates: 0, others: 0, resources: 20, mostAtOnce: 4 };
const asked = { resources: 20, parallelism: 4 };

Bench("a run of everybody is checked against the server, and told with its ratios", async () => {
  const words = "--resources 20 --latency 0 --parallelism 4 --rounds 1 --no-build --json".split(
    " ",
  );
  const script = join(repositoryFolder, "bench", "main.mjs");
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [script, ...words]);
  assert.match(stderr, "alchemy is left out");
  const { results } = JSON.parse(stdout);
  const measured = results.map((one: { command: string; name: string }) => [one.command, one.name]);
  assert.equal(measured, [
    ["plan", "floor"],
    ["plan", "anon-sync"],
    ["apply", "floor"],
    ["apply", "anon-sync"],
    ["offline", "anon-sync"],
  ]);
  for (const { figures, toFloor, runs } of results) {
    assert.ok(figures.wallMs > 0 && figures.cpuMs > 0 && figures.peakMebibytes > 0);
    assert.is(toFloor?.wallMs > 0, toFloor !== undefined);
    assert.is(runs.length, 1);
  }
});

Bench("a run that sent anything else does not count", () => {
  checkCounts("somebody", "apply", counted, asked);
  const wrong = [
    ["apply", { creates: 19 }, /creates 19 and not 20/],
    ["apply", { creates: 21, duplicates: 1, resources: 21 }, /duplicates 1 and not 0/],
    ["apply", { reads: 1 }, /reads 1 and not 0/],
    ["apply", { others: 1 }, /others 1 and not 0/],
    ["apply", { mostAtOnce: 5 }, /5 requests at once and not 4/],
    ["plan", {}, /creates 20 and not 0, reads 0 and not 20/],
    ["offline", { creates: 0, reads: 1 }, /reads 1 and not 0/],
  ] as const;
  for (const [command, change, words] of wrong)
    assert.throws(() => checkCounts("somebody", command, { ...counted, ...change }, asked), words);
});

Bench(
  "a contestant that leaves a create out, or goes too fast, is refused by the counters",
  async () => {
    const folder = temporaryFolder();
    const server = await startServer();
    try {
      const options = { ...asked, latencyMs: 0, node: process.execPath };
      const cell = writeCell(folder, server, options);
      const fewer = join(folder, "fewer");
      mkdirSync(fewer);
      const other = writeCell(fewer, server, { ...options, resources: 19 });
      const lazy = { ...floor, words: () => floor.words("apply", other) };
      await measureRun(server, cell, floor, "apply", folder);
      await refused(measureRun(server, cell, lazy, "apply", folder), /creates 19 and not 20/);
      // With latency, all requests are under way at the same time, even on a busy machine.
      const slow = { ...cell, latencyMs: 200 };
      const fast = {
        ...floor,
        words: () => floor.words("apply", { ...cell, parallelism: 5 } as Cell),
      };
      await refused(
        measureRun(server, slow, fast, "apply", folder),
        /5 requests at once and not 4/,
      );
    } finally {
      server.close();
    }
  },
);

async function refused(run: unknown, words: RegExp): Promise<void> {
  try {
    await run;
  } catch (error) {
    return assert.match((error as Error).message, words);
  }
  assert.unreachable("the run counted");
}

Bench.run();
