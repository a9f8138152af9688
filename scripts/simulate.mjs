// `npm run simulate -- --seeds N [--seed S]`: the random histories of test/simulation, compiled and run.
import { spawnSync } from "node:child_process";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "..");
const node = (...words) => {
  const { status } = spawnSync(process.execPath, words, { cwd: root, stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
};
node("node_modules/typescript/bin/tsc", "--outDir", ".build-simulate");
node(".build-simulate/test/simulation/simulate.js", ...process.argv.slice(2));
