import type { Kind } from "../kind.ts";
import type { State } from "../state/state.ts";
import type { Observations } from "./observation.ts";
import type { Moved, Wanted } from "./wanted.ts";

/** Everything that a plan is made of: the three sides, and a person's consents. */
export interface World {
  readonly kinds: readonly Kind[];
  /** The manifest's side. */
  readonly wanted: readonly Wanted[];
  readonly moved: readonly Moved[];
  readonly imports: readonly ImportEntry[];
  /** The lockfile's side, the journal folded in. */
  readonly state: State;
  /** The API's side. */
  readonly observations: Observations;
  /** The organization that every answer must carry; undefined if none is known yet. */
  readonly organizationId: string | undefined;
  /** Addresses that a person called new, whatever they resemble. */
  readonly notRenamed: ReadonlySet<string>;
  /** Addresses that a person wants replaced. */
  readonly replace: ReadonlySet<string>;
  /** Addresses that a person wants created again if Anon does not have their ids any more. */
  readonly recreate: ReadonlySet<string>;
  /** If not empty, the plan is limited to these addresses and to their dependencies. */
  readonly target: ReadonlySet<string>;
  /** The plan has neither these addresses nor the addresses that cannot go on without them. */
  readonly exclude: ReadonlySet<string>;
}

/** Something about the world as a whole that makes the plan not applicable. */
export type Guard =
  | {
      readonly guard: "other-organization";
      readonly address: string;
      readonly id: string;
      readonly expected: string;
      readonly actual: string;
    }
  /** A resource that is left out refers to a resource that the plan replaces. */
  | { readonly guard: "follower-left-out"; readonly address: string; readonly follows: string }
  | { readonly guard: "nothing-found"; readonly ids: number };

/** An existing id, listed under `imports` of the manifest for an address that has no id yet. */
export interface ImportEntry {
  /** The address that gets the id; each address once in an environment. */
  readonly to: string;
  /** Each id once in an environment. */
  readonly id: string;
}
