import { accessSync, constants, statSync } from "node:fs";
import { delimiter, isAbsolute, join, resolve } from "node:path";

/** The endings that Windows adds to a name without one. Scripts (.cmd, .bat) would need a shell: none is used. */
const endings = process.platform === "win32" ? ["", ".exe", ".com"] : [""];

/**
 * Returns the file of a program's name: on the PATH of `variables`, or from `currentFolder` if the
 * name is a path. Undefined if there is no executable file of that name. Unlike a shell, we skip
 * relative entries of the PATH: a pull request may have filled the folder of such an entry.
 */
export async function findProgram(
  name: string,
  variables: Readonly<Record<string, string | undefined>>,
  currentFolder: string,
): Promise<string | undefined> {
  const isPath = name.includes("/") || (process.platform === "win32" && name.includes("\\"));
  const folders = isPath ? [""] : absoluteFolders(variables["PATH"] ?? variables["Path"] ?? "");
  for (const folder of folders)
    for (const ending of endings) {
      const file = resolve(currentFolder, join(folder, name + ending));
      if (isExecutable(file)) return file;
    }
  return undefined;
}

/** Returns the absolute entries of a PATH: they do not depend on the folder a program starts in. */
export function absoluteFolders(path: string): readonly string[] {
  return path.split(delimiter).filter((folder) => isAbsolute(folder));
}

/** Whether a file is executable. Synchronous: a promise per PATH folder slowed every plan. */
function isExecutable(file: string): boolean {
  try {
    if (statSync(file, { throwIfNoEntry: false })?.isFile() !== true) return false;
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
