// `npm run torture [-- --kills N --races N --stops N --seed S --jobs J]`: builds the command, then
// kills, races and stops its processes (test/torture). The full counts take about half an hour.
import { spawnSync } from "node:child_process";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "..");
const node = (...words) => {
  const { status } = spawnSync(process.execPath, words, { cwd: root, stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
};
node("scripts/build.mjs");
node("node_modules/typescript/bin/tsc", "--outDir", ".build-torture");
node(".build-torture/test/torture/main.js", ...process.argv.slice(2));
