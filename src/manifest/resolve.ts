import type { JsonObject } from "../core/json.ts";
import type { Kind } from "../core/kind.ts";
import type { ImportEntry } from "../core/plan/input.ts";
import type { Problem } from "../core/errors/problem.ts";
import { secretSinkKey } from "../core/secret-place.ts";
import type { Wanted } from "../core/plan/wanted.ts";
import { fillInBlock } from "./fill-in.ts";
import { countsIn } from "./imports.ts";
import { livesIn, type Manifest, type Move, type Target } from "./manifest.ts";
import { createNearest } from "./nearest.ts";
import { reportTo } from "./source.ts";
import { fillIn, parseTemplate } from "./variables.ts";
import { listed, quote } from "./words.ts";

/** A manifest as one environment wants it. */
export interface ResolvedManifest {
  /** The resources that should exist there, in the manifest's order. Empty if there are problems. */
  readonly wanted: readonly Wanted[];
  readonly moved: readonly Move[];
  /** The ids that `imports` lists for the environment's addresses. */
  readonly imports: readonly ImportEntry[];
  /** Undefined only if there are problems. */
  readonly target?: Target;
  readonly organizationId?: string;
  readonly problems: readonly Problem[];
}

/**
 * The resources of `environment` in a valid manifest, variables filled in. The only problem there can be is
 * an environment that the manifest does not hold: parseManifest has checked all others.
 */
export function resolveManifest(
  manifest: Manifest,
  environment: string,
  kinds: readonly Kind[],
): ResolvedManifest {
  const found = manifest.environments.get(environment);
  if (found === undefined) return unknownEnvironment(manifest, environment);
  const wanted: Wanted[] = [];
  for (const kind of kinds) {
    for (const resource of manifest.resources) {
      if (resource.collection !== kind.collection || !livesIn(resource, environment)) continue;
      const block = fillInBlock(resource.block, found.vars);
      const references = kind.references(block).map((each) => `${each.collection}.${each.key}`);
      wanted.push({
        address: resource.address,
        kind: kind.name,
        fields: kind.wanted(block),
        ...lifeOf(block),
        dependsOn: [...new Set(references)],
      });
    }
  }
  const { target, organizationId } = found;
  return {
    wanted,
    moved: manifest.moved,
    imports: importsOf(manifest, wanted, environment, found.vars),
    target,
    ...(organizationId !== undefined && { organizationId }),
    problems: [],
  };
}

function importsOf(
  { imports }: Manifest,
  wanted: readonly Wanted[],
  environment: string,
  variables: ReadonlyMap<string, string>,
): ImportEntry[] {
  const addresses = new Set(wanted.map(({ address }) => address));
  return imports
    .filter((entry) => countsIn(entry, environment) && addresses.has(entry.to))
    .map(({ to, id }) => ({ to, id: fillIn(parseTemplate(id), variables) ?? "" }));
}

/** The block's settings that are no fields of the resource, if the block has them. */
function lifeOf(block: JsonObject): Pick<Wanted, "protect" | "ignoreDrift" | "secretSink"> {
  const { protect, ignoreDrift, [secretSinkKey]: secretSink } = block;
  return {
    ...(typeof protect === "boolean" && { protect }),
    ...(Array.isArray(ignoreDrift) && {
      ignoreDrift: ignoreDrift.filter((field) => typeof field === "string"),
    }),
    ...(typeof secretSink === "string" && { secretSink }),
  };
}

function unknownEnvironment(manifest: Manifest, environment: string): ResolvedManifest {
  const names = [...manifest.environments.keys()];
  const meant = createNearest()(environment, names);
  const problems: Problem[] = [];
  reportTo(problems, manifest.file)(
    {
      code: "unknown-environment",
      message: `the manifest has no environment ${quote(environment)}`,
      next:
        meant === undefined
          ? `Choose with --env from ${listed(names, "or")}, or add it under environments.`
          : `Did you mean --env ${meant}?`,
    },
    undefined,
  );
  return { wanted: [], moved: [], imports: [], problems };
}
