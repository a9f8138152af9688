// `npm run bench`: measures this tool beside the least work of any client, and beside Alchemy if it
// is installed. bench/README.md describes the measurements.
//
//   node bench/main.mjs [--resources N,…] [--latency MS,…] [--parallelism N,…] [--rounds N]
//     [--only NAME,…] [--alchemy DIR] [--node FILE] [--no-build] [--json]
//
// Without --resources and --latency, the runs with 10,000 resources have a latency of 0 ms alone.
import { parseArgs } from "node:util";
import { measureCell } from "./cell.mjs";
import { alchemyIn, floor, tool } from "./contestants.mjs";
import { medians, ratios, seconds, table, times } from "./figures.mjs";
import { machine, machineLine } from "./machine.mjs";
import { build, numberOf, numbersOf } from "./options.mjs";
import { startServer } from "./server.mjs";

const usual = { resources: "100,1000,10000", latency: "0,20", parallelism: "16" };
const { values } = parseArgs({
  options: {
    resources: { type: "string" },
    latency: { type: "string" },
    parallelism: { type: "string" },
    rounds: { type: "string", default: "5" },
    only: { type: "string", default: "floor,anon-sync,alchemy" },
    alchemy: { type: "string" },
    node: { type: "string", default: process.execPath },
    "no-build": { type: "boolean", default: false },
    json: { type: "boolean", default: false },
  },
});
const say = (text) => process.stderr.write(`${text}\n`);
const contestants = chosen();
const cells = wantedCells();

if (!values["no-build"]) build();
const server = await startServer();
const results = [];
try {
  for (const cell of cells) {
    const { resources, latencyMs, parallelism } = cell;
    say(`${resources} resources, ${latencyMs} ms, ${parallelism} at once, ${cell.rounds} rounds`);
    const measured = await measureCell(server, contestants, cell);
    for (const { command, name, runs } of measured) {
      const beside = (other) => {
        const found = measured.find((one) => one.command === command && one.name === other);
        return found === undefined ? undefined : medians(found.runs);
      };
      const figures = medians(runs);
      results.push({
        command,
        resources,
        latencyMs,
        parallelism,
        name,
        figures,
        toFloor: ratios(figures, beside("floor")),
        toAlchemy: ratios(figures, beside("alchemy")),
        runs,
      });
    }
  }
} finally {
  server.close();
}
const measuredOn = machine(values.node);
if (values.json) console.log(JSON.stringify({ machine: measuredOn, results }, null, 2));
else print();

/** The contestants that --only names and that are installed. Throws an Error if there are none. */
function chosen() {
  const names = values.only.split(",");
  const alchemy = alchemyIn(values.alchemy);
  if (names.includes("alchemy") && alchemy === undefined)
    say(
      values.alchemy === undefined
        ? "alchemy is left out: --alchemy DIR names a folder where it is installed"
        : `alchemy is left out: it is not installed in ${values.alchemy}`,
    );
  const there = [floor, tool, alchemy].filter((one) => names.includes(one?.name));
  if (there.length === 0) throw new Error(`--only ${values.only}: nobody is left to be measured`);
  return there;
}

/** The cells to measure each contestant with. */
function wantedCells() {
  const isSaid = (values.resources ?? values.latency) !== undefined;
  const numbers = (name) => numbersOf(name, values[name] ?? usual[name]);
  return numbers("parallelism").flatMap((parallelism) =>
    numbers("resources").flatMap((resources) =>
      numbers("latency")
        .filter((latencyMs) => isSaid || resources < 10_000 || latencyMs === 0)
        .map((latencyMs) => ({
          resources,
          latencyMs,
          parallelism,
          // A round of 10,000 resources takes long, and its figures differ less.
          rounds: Math.min(numberOf("rounds", values.rounds), resources < 10_000 ? Infinity : 3),
          node: values.node,
        })),
    ),
  );
}

function print() {
  const head =
    "command|N|ms|at once|who|wall s|× floor|× alchemy|CPU s|× floor|× alchemy|peak MiB|× floor";
  const rows = results.map(({ figures, toFloor, toAlchemy, ...cell }) => [
    cell.command === "offline" ? "offline plan" : cell.command,
    cell.resources,
    cell.latencyMs,
    cell.parallelism,
    cell.name,
    seconds(figures.wallMs),
    times(toFloor?.wallMs),
    times(toAlchemy?.wallMs),
    seconds(figures.cpuMs),
    times(toFloor?.cpuMs),
    times(toAlchemy?.cpuMs),
    figures.peakMebibytes.toFixed(0),
    times(toFloor?.peakMebibytes),
  ]);
  console.log(`${machineLine(measuredOn)}; medians of whole processes\n`);
  console.log(table(head.split("|"), rows));
}
