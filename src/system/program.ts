import { accessSync, constants, statSync } from "node:fs";
import { delimiter, isAbsolute, join, resolve } from "node:path";

/** The endings that Windows adds to a name without one. Scripts (.cmd, .bat) would need a shell: none is used. */
const endings = process.platform === "win32" ? ["", ".exe", ".com"] : [""];

/**
 * The file that a program's name stands for: on the PATH of `variables`, or from `currentFolder` if the
 * name is a path. Undefined if there is no such file that may be executed. Unlike a shell, it passes over
 * entries of the PATH that are not absolute: a pull request may have filled the folder they lead to.
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

/** The entries of a PATH that lead to the same folder wherever a program is started. */
export function absoluteFolders(path: string): readonly string[] {
  return path.split(delimiter).filter((folder) => isAbsolute(folder));
}

/** In the calling thread: a promise for each folder of the PATH showed in the time of every plan. */
function isExecutable(file: string): boolean {
  try {
    if (statSync(file, { throwIfNoEntry: false })?.isFile() !== true) return false;
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
