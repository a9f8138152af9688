// `npm run bench:scale`: the growth of time and RAM with the number of resources in one manifest,
// for each command, without latency.
//
//   node bench/scale.mjs [--resources N,…] [--parallelism N] [--rounds N] [--node FILE] [--no-build] [--json]
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { measureRun, writeCell } from "./cell.mjs";
import { tool } from "./contestants.mjs";
import { medians, seconds, table } from "./figures.mjs";
import { machine, machineLine } from "./machine.mjs";
import { build, numberOf, numbersOf } from "./options.mjs";
import { startServer } from "./server.mjs";

/** In this order: the first plan has an empty lockfile, and the later plans a full lockfile. */
const commands = ["validate", "first plan", "apply", "offline", "plan", "second apply"];

const { values } = parseArgs({
  options: {
    resources: { type: "string", default: "1000,10000" },
    parallelism: { type: "string", default: "16" },
    rounds: { type: "string", default: "1" },
    node: { type: "string", default: process.execPath },
    "no-build": { type: "boolean", default: false },
    json: { type: "boolean", default: false },
  },
});
const parallelism = numberOf("parallelism", values.parallelism);
const rounds = numberOf("rounds", values.rounds);
const measuredOn = machine(values.node);
if (!values["no-build"]) build();
const server = await startServer();
const results = [];
try {
  for (const resources of numbersOf("resources", values.resources))
    results.push(...(await measureSize(resources)));
} finally {
  server.close();
}
if (values.json)
  console.log(JSON.stringify({ machine: measuredOn, parallelism, results }, null, 2));
else print();

async function measureSize(resources) {
  const runs = new Map(commands.map((command) => [command, []]));
  for (let round = 0; round < rounds; round += 1) {
    const folder = mkdtempSync(join(tmpdir(), "anon-sync-bench-"));
    try {
      const options = { resources, latencyMs: 0, parallelism, node: values.node };
      const cell = writeCell(folder, server, options);
      const project = join(folder, "project");
      mkdirSync(project);
      tool.prepare(project, cell);
      for (const command of commands) {
        process.stderr.write(`${resources} resources: ${command}\n`);
        runs.get(command).push(await measureRun(server, cell, tool, command, project));
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  return [...runs].map(([command, all]) => {
    const figures = medians(all);
    return {
      command,
      resources,
      figures,
      wallMicrosecondsEach: (figures.wallMs * 1000) / resources,
      cpuMicrosecondsEach: (figures.cpuMs * 1000) / resources,
      peakKibibytesEach: (figures.peakMebibytes * 1024) / resources,
      runs: all,
    };
  });
}

function print() {
  const head = "command|N|wall s|CPU s|peak MiB|wall µs each|CPU µs each|peak KiB each";
  const rows = commands.flatMap((command) =>
    results
      .filter((result) => result.command === command)
      .map(({ resources, figures, ...each }) => [
        command === "offline" ? "offline plan" : command,
        resources,
        seconds(figures.wallMs),
        seconds(figures.cpuMs),
        figures.peakMebibytes.toFixed(0),
        each.wallMicrosecondsEach.toFixed(0),
        each.cpuMicrosecondsEach.toFixed(0),
        each.peakKibibytesEach.toFixed(1),
      ]),
  );
  console.log(`${machineLine(measuredOn)}; ${parallelism} at once, 0 ms; whole processes\n`);
  console.log(table(head.split("|"), rows));
}
