import { isAbsolute, relative, sep } from "node:path";

/** A path as seen from a folder, with slashes; undefined if it is not in there. */
export function insideOf(folder: string, path: string): string | undefined {
  const inside = relative(folder, path);
  const isOutside = inside === ".." || inside.startsWith(`..${sep}`) || isAbsolute(inside);
  return isOutside ? undefined : inside.split(sep).join("/");
}
