// Bundles src/cli.ts and everything it imports into dist/, which is what npm ships.
//
//   node scripts/build.mjs [--out DIR]
//
// Works from any folder. Two builds may run at once: each builds in a folder of its own, and moves
// file by file into place.
import { randomUUID } from "node:crypto";
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { rolldown } from "rolldown";
import { bundledPackages, licenseText } from "./licenses.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { values } = parseArgs({ options: { out: { type: "string" } } });
const out = values.out === undefined ? join(root, "dist") : resolve(values.out);

const startedMs = Date.now();
// Beside the target, since a rename is atomic only within one file system; .gitignore knows it.
const temporary = join(dirname(out), `.build-${basename(out)}-${randomUUID()}`);
try {
  const chunks = await bundle(temporary);
  const packages = bundledPackages(chunks.flatMap((chunk) => chunk.moduleIds));
  writeFileSync(join(temporary, "THIRD_PARTY_LICENSES.txt"), licenseText(packages));
  makeExecutable(join(temporary, "cli.js"));
  const names = readdirSync(temporary).toSorted();
  moveIntoPlace(names);
  removeOthers(names);
  print(names, packages);
} finally {
  rmSync(temporary, { recursive: true, force: true });
}

/** Writes the chunks to a folder, and answers them. */
async function bundle(folder) {
  const build = await rolldown({
    cwd: root,
    input: { cli: join(root, "src", "cli.ts") },
    platform: "node",
    // An import that is not found would otherwise be left in place, and fail on a user's machine.
    onLog(level, log, handle) {
      if (level === "warn") throw new Error(log.message);
      handle(level, log);
    },
  });
  const { output } = await build.write({
    dir: folder,
    format: "esm",
    entryFileNames: "[name].js",
    chunkFileNames: "[name]-[hash].js",
  });
  await build.close();
  return output.filter((file) => file.type === "chunk");
}

function makeExecutable(file) {
  const text = readFileSync(file, "utf8");
  if (!text.startsWith("#!")) writeFileSync(file, `#!/usr/bin/env node\n${text}`);
  chmodSync(file, 0o755);
}

/** The entry goes last: a command that starts meanwhile finds every chunk that its entry names. */
function moveIntoPlace(names) {
  mkdirSync(out, { recursive: true });
  for (const name of [...names.filter((name) => name !== "cli.js"), "cli.js"])
    renameSync(join(temporary, name), join(out, name));
}

/** Chunks of earlier builds, but not those of a build that runs at this moment. */
function removeOthers(names) {
  for (const name of readdirSync(out)) {
    const path = join(out, name);
    const age = statSync(path, { throwIfNoEntry: false });
    if (names.includes(name) || age === undefined || age.ctimeMs >= startedMs) continue;
    if (age.isFile() && name.endsWith(".js")) rmSync(path, { force: true });
  }
}

function print(names, packages) {
  for (const name of names) {
    const kibibytes = (statSync(join(out, name)).size / 1024).toFixed(1);
    console.log(`${kibibytes.padStart(8)} KiB  ${join(relative(process.cwd(), out), name)}`);
  }
  const list = packages.map(({ name, version }) => `${name} ${version}`).join(", ");
  console.log(`Bundled packages: ${list === "" ? "none" : list}`);
}
