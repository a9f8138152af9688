import { isObject } from "../core/json.ts";
import { parseStateRefs } from "../core/names/state-ref.ts";
import type { StateLocation } from "./manifest.ts";
import type { Tree } from "./tree.ts";

/** Reads `state`; undefined where the key is left out, or the schema has refused what it says. */
export function readStatePlace(tree: Tree): StateLocation | undefined {
  const written = tree.valueAt(["state"]);
  if (written === "local" || written === "git") return { state: written };
  const git = isObject(written) ? written["git"] : undefined;
  if (!isObject(git)) return undefined;
  const { remote } = git;
  const refs = parseStateRefs(String(git["refs"] ?? ""));
  return {
    state: "git",
    ...(typeof remote === "string" && { remote }),
    ...(refs !== undefined && { refs }),
  };
}
