// Bundles the simulator with the modules of src/ that it runs. The stand-ins make it faster and do
// not change the protocol: they parse the same bytes once, and ky calls our fetch function.
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const simulation = join(root, "test", "simulation");
const parsers = ["manifest/parse.ts", "store/lockfile.ts", "store/ledger.ts"].map((path) =>
  join(root, "src", path),
);
const standIns = {
  name: "stand-ins",
  resolveId(source, importer) {
    if (source === "ky") return join(simulation, "ky.ts");
    const isParser = importer !== undefined && parsers.includes(resolve(dirname(importer), source));
    const isReal = importer?.endsWith("parse-once.ts") === true;
    return isParser && !isReal ? join(simulation, "parse-once.ts") : undefined;
  },
};

/**
 * Writes test/simulation/<entry>.ts and all its imports to one file. For a mutant,
 * `patch(code, path)` may return another text for a module of src/; the path is relative to src/.
 */
export async function bundleSimulation(entry, file, patch) {
  const mutant = {
    name: "mutant",
    transform(code, id) {
      const source = join(root, "src/");
      return id.startsWith(source) ? patch?.(code, id.slice(source.length)) : undefined;
    },
  };
  const build = await rolldown({
    cwd: root,
    input: join(simulation, `${entry}.ts`),
    platform: "node",
    transform: { target: "node20.19" },
    plugins: [standIns, mutant],
  });
  await build.write({ file: resolve(file), format: "esm", codeSplitting: false });
  await build.close();
}
