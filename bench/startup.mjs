// `npm run bench:startup`: the cost of starting a command, beside Node without a program.
//
//   node bench/startup.mjs [--rounds N] [--node FILE] [--no-build] [--json]
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { cli } from "./contestants.mjs";
import { medians, milliseconds, ratios, table, times } from "./figures.mjs";
import { machine, machineLine } from "./machine.mjs";
import { measure } from "./measure.mjs";
import { build, numberOf } from "./options.mjs";
import { manifestText, resources } from "./resources.mjs";

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "40" },
    node: { type: "string", default: process.execPath },
    "no-build": { type: "boolean", default: false },
    json: { type: "boolean", default: false },
  },
});
const rounds = numberOf("rounds", values.rounds);
const { node } = values;
if (!values["no-build"]) build();
const folder = mkdtempSync(join(tmpdir(), "anon-sync-bench-"));
const example = join(import.meta.dirname, "..", "examples", "anon.config.yaml");
writeFileSync(join(folder, "anon.config.yaml"), manifestText(resources(20)));
const commands = [
  { name: "node -e 0", words: ["-e", "0"] },
  { name: "--version", words: [cli, "--version"] },
  { name: "--help", words: [cli, "--help"] },
  { name: "validate, the example", words: [cli, "validate", "-c", example] },
  { name: "validate, 20 resources", words: [cli, "validate"] },
].map((command) => ({ ...command, runs: [] }));

try {
  const run = (words) => measure(words, { cwd: folder, folder, node });
  // The first run of each command fills the disk cache.
  for (const { words } of commands) run(words);
  for (let round = 0; round < rounds; round += 1)
    for (const { words, runs } of commands) runs.push(run(words));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

const [nothing] = commands.map(({ runs }) => medians(runs));
const results = commands.map(({ name, runs }) => {
  const figures = medians(runs);
  return { name, figures, toNode: ratios(figures, nothing), runs };
});
const measuredOn = machine(node);
if (values.json) console.log(JSON.stringify({ machine: measuredOn, results }, null, 2));
else {
  const rows = results.map(({ name, figures, toNode }) => [
    name,
    milliseconds(figures.wallMs),
    times(toNode.wallMs),
    milliseconds(figures.cpuMs),
    times(toNode.cpuMs),
  ]);
  console.log(`${machineLine(measuredOn)}; medians of ${rounds} rounds\n`);
  console.log(table(["command", "wall ms", "× node", "CPU ms", "× node"], rows));
}
