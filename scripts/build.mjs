// Bundles src/cli.ts and everything it imports into dist/, which is what npm ships.
//
//   node scripts/build.mjs [--out DIR]
//
// dist/ is CommonJS, though src/ is not: Node takes some 14 ms longer to load a command from ES modules.
// What `anon-sync` starts is scripts/entry.cjs, as cli.js.
//
// Works from any folder. Two builds may run at once: each builds in a folder of its own, and moves
// file by file into place.
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
 * What is loaded together lies in one file, from what every command loads to what those load that
 * ask the API: to look a file up costs as much as what is in most of them.
 */
const layers = [
  { name: "start", of: ["cli.ts"] },
  { name: "manifest", of: ["commands/validate.ts"] },
  { name: "session", of: ["commands/plan.ts", "commands/apply/apply.ts"] },
  { name: "transport", of: ["system/http/agent.ts", "system/http/exchange.ts"] },
];

/**
 * Node's own modules, loaded where they are used first: to start git, or to hash, costs milliseconds
 * even for a command that does neither. Each is required once: to do so again for every request shows.
 */
const lazyBuiltins = {
  name: "lazy-builtins",
  renderChunk(code) {
    const names = [];
    const without = code.replaceAll(
      // The second name is commander's, which starts programs for whoever wants that.
      /^\s*(?:let|const|var) (node_\w+|childProcess) = require\("(node:[\w/]+)"\);$/gm,
      (whole, name, id) => {
        // A default import is wrapped, by a second line that gives the name another value.
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
// Beside the target, since a rename is atomic only within one file system; .gitignore knows it.
const temporary = join(dirname(out), `.build-${basename(out)}-${randomUUID()}`);
try {
  const chunks = await bundle(temporary);
  writeEntry(join(temporary, "cli.js"));
  writeLibrary(temporary);
  // For Node, and for npm, which ships it: the package's own says "module".
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

/** Writes the chunks to a folder, and answers them. */
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
    // An import that is not found would otherwise be left in place, and fail on a user's machine.
    onLog(level, log, handle) {
      // That is what the layers below are for.
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
    // White space and comments only: a stack that somebody sends us has our names.
    minify: { compress: false, mangle: false },
    codeSplitting: { groups: layers.map((layer, index) => groupOf(layer, layers.length - index)) },
  });
  await build.close();
  return output.filter((file) => file.type === "chunk");
}

/**
 * A group that holds what each of the modules of a layer always loads. What a layer of a higher
 * priority has taken stays there.
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

/** The library's names, for who imports it as an ES module, and their types. */
function writeLibrary(folder) {
  const names = "Failure, apply, loadManifest, plan";
  writeFileSync(
    join(folder, "index.mjs"),
    `import library from "./index.js";\nexport const { ${names} } = library;\n`,
  );
  copyFileSync(join(root, "src", "library", "types.ts"), join(folder, "index.d.mts"));
}

/** The entries go last: a command that starts meanwhile finds every chunk that its entry names. */
function moveIntoPlace(names) {
  mkdirSync(out, { recursive: true });
  const entries = ["main.js", "index.js", "index.mjs", "cli.js"];
  for (const name of [...names.filter((name) => !entries.includes(name)), ...entries])
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
