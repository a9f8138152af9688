// The licenses of the packages whose code is in the bundle.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, sep } from "node:path";

/**
 * Ids of the modules in a bundle → the packages they come from, by name: name, version, license,
 * folder. The bundler's own helpers count as the bundler.
 */
export function bundledPackages(moduleIds) {
  const folders = new Set();
  for (const id of moduleIds) {
    if (/^\0(rolldown|@oxc-project)/.test(id)) folders.add(bundlerFolder());
    else if (id.includes(`${sep}node_modules${sep}`)) folders.add(packageFolder(dirname(id)));
  }
  return [...folders]
    .map((folder) => {
      const { name, version, license } = packageOf(folder);
      return { name, version, license, folder };
    })
    .toSorted((left, right) => (left.name < right.name ? -1 : 1));
}

/** The text of THIRD_PARTY_LICENSES.txt. Throws an Error if a package has no license text. */
export function licenseText(packages) {
  const parts = packages.map(({ name, version, license, folder }) => {
    const file = readdirSync(folder).find((entry) => /^licen[cs]e(\.\w+)?$/i.test(entry));
    if (file === undefined) throw new Error(`${name} ${version} has no license file.`);
    const text = readFileSync(join(folder, file), "utf8").replaceAll("\r\n", "\n").trim();
    return `${name} ${version} (${license})\n\n${text}\n`;
  });
  const line = `\n${"-".repeat(80)}\n\n`;
  return ["This software contains code of these packages.\n", ...parts].join(line);
}

/** The package a folder belongs to: the nearest package.json with a name and a version. */
function packageFolder(folder) {
  if (existsSync(join(folder, "package.json"))) {
    const { name, version } = packageOf(folder);
    // Packages have further package.json files inside, with only "type": "module".
    if (name !== undefined && version !== undefined) return folder;
  }
  return packageFolder(dirname(folder));
}

function bundlerFolder() {
  return dirname(createRequire(import.meta.url).resolve("rolldown/package.json"));
}

function packageOf(folder) {
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
}
