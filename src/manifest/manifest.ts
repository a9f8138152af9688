import { builtInEnvironments } from "../core/names/key-variables.ts";
import type { JsonObject } from "../core/json.ts";
import type { Range } from "../core/errors/problem.ts";
import type { StateRefs } from "../core/names/state-ref.ts";

/** The Anon that an environment means. Its base URLs are built in (docs/design.md#3-manifest). */
export type Target = "sandbox" | "production" | "emulator";

/** An environment of a manifest. */
export interface Environment {
  readonly target: Target;
  /** The texts for `${vars.NAME}`. */
  readonly vars: ReadonlyMap<string, string>;
  /** The organization id that each create sends, and that every answer must have. */
  readonly organizationId?: string;
}

/** A resource as written in the manifest, its variables not filled in. */
export interface Resource {
  /** `userPools.members`. */
  readonly address: string;
  /** `userPools`. */
  readonly collection: string;
  /** `members`. */
  readonly key: string;
  /** Its block without `environments`. */
  readonly block: JsonObject;
  /** The environments it lives in, maybe with unknown names. Every environment if undefined. */
  readonly environments?: ReadonlySet<string>;
}

/** An address that changed. */
export interface Move {
  readonly from: string;
  readonly to: string;
}

/** An id that exists, as written in the manifest: its variables not filled in. */
export interface ImportTemplate {
  readonly to: string;
  readonly id: string;
  /** The one environment of this import. If undefined, every environment that has the address. */
  readonly environment?: string;
}

/** The location of the state of an apply under way (docs/state.md). */
export type StateLocation =
  | { readonly state: "local" }
  | {
      readonly state: "git";
      /** The remote's name. If undefined, the only remote. */
      readonly remote?: string;
      /** The beginning of the names of its refs. */
      readonly refs?: StateRefs;
    };

/** A manifest without errors. */
export interface Manifest {
  /** The file as the user named it. */
  readonly file: string;
  /** Undefined if the manifest does not say. */
  readonly state?: StateLocation;
  readonly environments: ReadonlyMap<string, Environment>;
  /** By kind in the order of the kinds, then in the order of the file. */
  readonly resources: readonly Resource[];
  readonly moved: readonly Move[];
  readonly imports: readonly ImportTemplate[];
  /** Names for `anon-sync output`: name → the address whose id it is. */
  readonly outputs: ReadonlyMap<string, string>;
  /**
   * The position of a resource, or of the value at `path` inside its block (of the nearest parent's key
   * if the value is not written). Undefined for an address that the manifest does not hold.
   */
  positionOf(address: string, path?: readonly string[]): Range | undefined;
}

/** The environments of a manifest that names none (docs/design.md#3-manifest). */
export const defaultEnvironments: ReadonlyMap<string, Environment> = new Map(
  builtInEnvironments.map((target) => [target, { target, vars: new Map() }]),
);

/** Whether a resource lives in an environment. */
export function livesIn(resource: Resource, environment: string): boolean {
  return resource.environments === undefined || resource.environments.has(environment);
}
