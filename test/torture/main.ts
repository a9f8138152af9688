// `npm run torture`: reads the options of the command line, with the full counts as the default.
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { settingsWith, summary, torture } from "./torture.ts";

const { values } = parseArgs({
  options: {
    kills: { type: "string", default: "2000" },
    races: { type: "string", default: "200" },
    stops: { type: "string", default: "6" },
    seed: { type: "string", default: String(Date.now() % 1_000_000_000) },
    jobs: { type: "string", default: String(availableParallelism()) },
  },
});

const options = {
  kills: whole("kills"),
  races: whole("races"),
  stops: whole("stops"),
  seed: whole("seed"),
  jobs: Math.max(1, whole("jobs")),
};
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(130));
console.log(`seed ${options.seed}`);
const tortured = await torture({
  ...options,
  settings: settingsWith({ 1: 5, 8: 12, 32: 36 }),
  perProject: 10,
  // A create waits 120 s for its answer; every other wait is shorter.
  holdMs: 125_000,
  keepAliveMs: 5_000,
  say: (line) => console.log(line),
});
console.log(summary(tortured));
process.exitCode = tortured.violations > 0 ? 1 : 0;

function whole(name: keyof typeof values): number {
  const number = Number(values[name]);
  if (Number.isSafeInteger(number) && number >= 0) return number;
  console.error(`--${name} takes a whole number, and not ${values[name]}`);
  process.exit(1);
}
