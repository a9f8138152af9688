import { lstat } from "node:fs/promises";
import { dirname } from "node:path";
import type { GitReach } from "./git/reach.ts";

/**
 * The same, if a path also counts as reached if a folder on its way is a symlink that git reaches:
 * who can commit could else lead elsewhere what somebody named a folder for.
 */
export function throughLinks(reach: GitReach): GitReach {
  return async (path) => {
    if (await reach(path)) return true;
    for (let at = dirname(path); at !== dirname(at); at = dirname(at))
      if ((await isLink(at)) && (await reach(at))) return true;
    return false;
  };
}

async function isLink(path: string): Promise<boolean> {
  const found = await lstat(path).catch(() => undefined);
  return found?.isSymbolicLink() === true;
}
