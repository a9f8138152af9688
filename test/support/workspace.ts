import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { project, type LockfileContents, type Project, type ProjectOptions } from "./project.ts";

/** The pattern of the manifests below. */
export const pattern = "orgs/*/anon.config.yaml";

/** A repository with a manifest for each of many organizations. */
export interface Workspace extends Project {
  /** Writes an organization's manifest: one pool of a name of its own. */
  add(name: string, text?: string): void;
  /** The emulator's lockfile of an organization. */
  lockfileOf(name: string): LockfileContents;
}

/** Returns the path of an organization's manifest. */
export function fileOf(name: string): string {
  return `orgs/${name}/anon.config.yaml`;
}

/** Returns a manifest of one pool with this name, which must be unique in the test. */
export function onePool(name: string): string {
  return `version: 1\nuserPools:\n  members: { name: ${name}, description: People who sign in. }\n`;
}

/** Makes a workspace in a new folder; with `git`, all its files are committed. */
export function workspace(names: readonly string[], options: ProjectOptions = {}): Workspace {
  const made = project("version: 1\n", { here: true, ...options, git: false });
  made.remove("anon.config.yaml");
  const result: Workspace = {
    ...made,
    add(name, text = onePool(name)) {
      const path = join(made.folder, fileOf(name));
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, text);
    },
    lockfileOf: (name) => JSON.parse(made.read(`orgs/${name}/anon.lock.sandbox.emulator.json`)),
  };
  for (const name of names) result.add(name);
  if (options.git === true) {
    made.write(".gitignore", "anon.lock.*.emulator.json\n");
    made.git("init", "--quiet", "--initial-branch=main");
    made.git("add", "--all");
    made.git("commit", "--quiet", "--message", "manifests");
  }
  return result;
}
