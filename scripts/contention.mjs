// `npm run contention [-- --appliers N --rounds N --process-rounds N]`: builds the command, then lets
// many of them at one ref of a real git remote, kills and stops them (test/remote). The full counts
// take about half an hour.
import { spawnSync } from "node:child_process";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "..");
const node = (...words) => {
  const { status } = spawnSync(process.execPath, words, { cwd: root, stdio: "inherit" });
  if (status !== 0) process.exit(status ?? 1);
};
node("scripts/build.mjs");
node("node_modules/typescript/bin/tsc", "--outDir", ".build-contention");
node(".build-contention/test/remote/main.js", ...process.argv.slice(2));
