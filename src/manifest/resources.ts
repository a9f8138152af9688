import { isObject, type JsonObject } from "../core/json.ts";
import type { Kind } from "../core/kind.ts";
import { unknownEnvironment } from "./environments.ts";
import type { Environment, Resource } from "./manifest.ts";
import type { Nearest } from "./nearest.ts";
import { environmentsKey } from "./schema.ts";
import type { Report } from "./source.ts";
import type { Tree } from "./tree.ts";

/**
 * Every resource of a manifest whose block is a map. Reports environments that the manifest does
 * not have. Values that the schema refuses stay in the blocks.
 */
export function readResources(
  tree: Tree,
  kinds: readonly Kind[],
  environments: ReadonlyMap<string, Environment>,
  nearest: Nearest,
  report: Report,
): readonly Resource[] {
  const resources: Resource[] = [];
  for (const { collection } of kinds) {
    const members = tree.valueAt([collection]);
    for (const [key, block] of Object.entries(isObject(members) ? members : {})) {
      if (!isObject(block)) continue;
      const names = block[environmentsKey];
      if (Array.isArray(names)) checkNames(names, [collection, key]);
      resources.push({
        address: `${collection}.${key}`,
        collection,
        key,
        block: without(block, environmentsKey),
        ...(Array.isArray(names) && {
          environments: new Set(names.filter((name) => typeof name === "string")),
        }),
      });
    }
  }
  return resources;

  function checkNames(names: readonly unknown[], path: readonly string[]): void {
    for (const [index, name] of names.entries()) {
      if (typeof name !== "string" || environments.has(name)) continue;
      report(
        unknownEnvironment(name, nearest, environments),
        tree.valueRange([...path, environmentsKey, index]),
      );
    }
  }
}

function without(block: JsonObject, key: string): JsonObject {
  if (!(key in block)) return block;
  return Object.fromEntries(Object.entries(block).filter(([each]) => each !== key));
}
