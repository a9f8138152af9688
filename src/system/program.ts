import { constants } from "node:fs";
import { access, stat } from "node:fs/promises";
import { delimiter, join, resolve } from "node:path";

/** What Windows adds to a name without one. Scripts (.cmd, .bat) would need a shell: none is used. */
const endings = process.platform === "win32" ? ["", ".exe", ".com"] : [""];

/**
 * The file that a program's name stands for, as a shell finds it: on the PATH of `variables`, or from
 * `currentFolder` where the name is a path. Undefined where there is none that may be executed.
 */
export async function findProgram(
  name: string,
  variables: Readonly<Record<string, string | undefined>>,
  currentFolder: string,
): Promise<string | undefined> {
  const isPath = name.includes("/") || (process.platform === "win32" && name.includes("\\"));
  const path = variables["PATH"] ?? variables["Path"] ?? "";
  const folders = isPath ? [""] : path.split(delimiter);
  for (const folder of folders)
    for (const ending of endings) {
      const file = resolve(currentFolder, join(folder, name + ending));
      if (await isExecutable(file)) return file;
    }
  return undefined;
}

async function isExecutable(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return (await stat(file)).isFile();
  } catch {
    return false;
  }
}
