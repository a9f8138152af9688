import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { repositoryFolder } from "./repository.ts";

/** The YAML files of examples/ without the manifest, by host. Paths start at the repository's top. */
export interface ExampleFiles {
  readonly gitHub: readonly string[];
  readonly gitLab: readonly string[];
  readonly others: readonly string[];
}

/** Reads the list of the example files. */
export function exampleFiles(): ExampleFiles {
  const folder = join(repositoryFolder, "examples");
  const all = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => /\.ya?ml$/.test(path) && path !== "anon.config.yaml")
    .map((path) => `examples/${path.replaceAll("\\", "/")}`);
  const gitHub = all.filter((path) => isOfGitHub(path));
  const gitLab = all.filter((path) => /gitlab/.test(path));
  const others = all.filter((path) => !gitHub.includes(path) && !gitLab.includes(path));
  return { gitHub, gitLab, others };
}

function isOfGitHub(path: string): boolean {
  return /^on:/m.test(readFileSync(join(repositoryFolder, path), "utf8"));
}
