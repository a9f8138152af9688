// `npm run contention [-- --appliers N --rounds N --over file|http]`: builds the command. Then runs
// many processes of it on one ref of a real git remote, and kills and stops them (test/remote).
// The full counts take about half an hour on 2 cores.
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
