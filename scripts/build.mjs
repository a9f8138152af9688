// Bundles src/cli.ts and everything it imports into dist/, which npm ships.
//
//   node scripts/build.mjs [--out DIR]
//
// dist/ is CommonJS, though src/ is not: Node takes some 14 ms longer to load a command from ES
// modules. `anon-sync` starts scripts/entry.cjs, as cli.js.
//
// Works from any folder. Two builds may run at once: each builds in a folder of its own, and then
// moves file by file to the target.
import { randomUUID } from "node:crypto";
import {
  chmodSync,
  copyFileSync,
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

/**
 * Modules that are loaded together are in one file, from the modules of every command to those of
 * commands that ask the API. Opening a file costs as much as loading the code in most files.
 */
const layers = [
  { name: "start", of: ["cli.ts"] },
  { name: "manifest", of: ["commands/validate.ts"] },
  { name: "session", of: ["commands/plan.ts", "commands/apply/apply.ts"] },
  { name: "transport", of: ["system/http/agent.ts", "system/http/exchange.ts"] },
];

/**
 * Loads Node's own modules at their first use. The modules for processes and hashes cost
 * milliseconds, even for a command that needs neither. Each is required once: a `require` for every
 * request takes measurable time.
 */
const lazyBuiltins = {
  name: "lazy-builtins",
  renderChunk(code) {
    const names = [];
    const without = code.replaceAll(
      // The second name is commander's, which can start programs for its users.
      /^\s*(?:let|const|var) (node_\w+|childProcess) = require\("(node:[\w/]+)"\);$/gm,
      (whole, name, id) => {
        // The bundler wraps a default import: a second line gives the name another value.
        if (new RegExp(`^\\s*${name} = `, "m").test(code)) return whole;
        names.push(name);
        return `let loaded_${name}; const ${name} = () => (loaded_${name} ??= require("${id}"));`;
      },
    );
    if (names.length === 0) return null;
    const used = new RegExp(`\\b(${names.join("|")})(?=\\.)`, "g");
    return without.replaceAll(used, "$1()");
  },
};

const startedMs = Date.now();
// Beside the target, since a rename is atomic only within one file system; .gitignore lists it.
const temporary = join(dirname(out), `.build-${basename(out)}-${randomUUID()}`);
try {
  const chunks = await bundle(temporary);
  writeEntry(join(temporary, "cli.js"));
  writeLibrary(temporary);
  // For Node, and for npm, which ships this file: the package's own package.json has "module".
  writeFileSync(join(temporary, "package.json"), `${JSON.stringify({ type: "commonjs" })}\n`);
  const packages = bundledPackages(chunks.flatMap((chunk) => chunk.moduleIds));
  writeFileSync(join(temporary, "THIRD_PARTY_LICENSES.txt"), licenseText(packages));
  const names = readdirSync(temporary).toSorted();
  moveIntoPlace(names);
  removeOthers(names);
  print(names, packages);
} finally {
  rmSync(temporary, { recursive: true, force: true });
}

/** Writes the chunks to a folder, and returns them. */
async function bundle(folder) {
  const build = await rolldown({
    cwd: root,
    input: {
      main: join(root, "src", "cli.ts"),
      index: join(root, "src", "library", "index.ts"),
    },
    platform: "node",
    // Node 20 does not know `await using`.
    transform: { target: "node20.19" },
    // Its ES modules need no wrapper around each; nothing in them is a browser's.
    resolve: { alias: { yaml: join(root, "node_modules", "yaml", "browser", "dist", "index.js") } },
    plugins: [lazyBuiltins],
    // An import that is not found would otherwise stay in the bundle, and fail on a user's machine.
    onLog(level, log, handle) {
      // The layers cause this on purpose.
      if (log.code === "INEFFECTIVE_DYNAMIC_IMPORT") return;
      if (level === "warn") throw new Error(log.message);
      handle(level, log);
    },
  });
  const { output } = await build.write({
    dir: folder,
    format: "cjs",
    entryFileNames: "[name].js",
    chunkFileNames: "[name]-[hash].js",
    // Removes white space and comments only: the stack traces of users keep our names.
    minify: { compress: false, mangle: false },
    codeSplitting: { groups: layers.map((layer, index) => groupOf(layer, layers.length - index)) },
  });
  await build.close();
  return output.filter((file) => file.type === "chunk");
}

/**
 * A group of the modules that each entry of a layer always loads. Modules in a layer of a higher
 * priority stay in that layer.
 */
function groupOf({ name, of }, priority) {
  const entries = of.map((path) => join(root, "src", path));
  let common;
  const closure = (id, context, seen = new Set()) => {
    if (seen.has(id)) return seen;
    seen.add(id);
    for (const next of context.getModuleInfo(id)?.importedIds ?? []) closure(next, context, seen);
    return seen;
  };
  return {
    debugName: name,
    priority,
    name(id, context) {
      if (entries.includes(id)) return null;
      common ??= entries
        .map((entry) => closure(entry, context))
        .reduce((left, right) => new Set([...left].filter((one) => right.has(one))));
      return common.has(id) ? name : null;
    },
  };
}

function writeEntry(file) {
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const text = readFileSync(join(root, "scripts", "entry.cjs"), "utf8");
  writeFileSync(file, text.replace("VERSION", version));
  chmodSync(file, 0o755);
}

/** Writes the library's names, for users who import it as an ES module, and their types. */
function writeLibrary(folder) {
  const names = "Failure, apply, loadManifest, plan";
  writeFileSync(
    join(folder, "index.mjs"),
    `import library from "./index.js";\nexport const { ${names} } = library;\n`,
  );
  copyFileSync(join(root, "src", "library", "types.ts"), join(folder, "index.d.mts"));
}

/** Moves the entries last: a command that starts meanwhile finds every chunk of its entry. */
function moveIntoPlace(names) {
  mkdirSync(out, { recursive: true });
  const entries = ["main.js", "index.js", "index.mjs", "cli.js"];
  for (const name of [...names.filter((name) => !entries.includes(name)), ...entries])
    renameSync(join(temporary, name), join(out, name));
}

/** Removes the chunks of earlier builds, but not the chunks of a build that runs at this moment. */
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
