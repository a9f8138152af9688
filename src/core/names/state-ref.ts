import type { EnvironmentName } from "./environment-name.ts";
import type { Lineage } from "./lineage.ts";

declare const brand: unique symbol;

/**
 * The beginning of the names of the refs that hold states. Only namespaces that bear our name: those of
 * branches, tags and notes are other people's, and hosts act on some (`refs/for` of Gerrit is a review,
 * `refs/meta/config` its permissions). Nobody can list them all, so these are the ones that are allowed:
 * `refs/anon-sync`, `refs/anon-sync-TEAM`, folders of these, and `refs/heads/anon-sync` for hosts that
 * take branches alone.
 */
export type StateRefs = string & { readonly [brand]: "state refs" };

/** The name of the ref that holds one state. */
export type StateRef = string & { readonly [brand]: "state ref" };

const name = "[A-Za-z0-9][A-Za-z0-9_-]*";

/** The pattern of StateRefs, for JSON Schema. */
export const stateRefsPattern = `^refs/(heads/anon-sync|anon-sync(-${name})?(/${name}){0,4})$`;

const isStateRefs = new RegExp(stateRefsPattern);

/** The namespace that a text names; undefined if it is not a valid namespace. */
export function parseStateRefs(text: string): StateRefs | undefined {
  return isStateRefs.test(text) ? (text as StateRefs) : undefined;
}

/** The default namespace of a state. */
export const defaultStateRefs = "refs/anon-sync" as StateRefs;

/** The ref of one lockfile's state. */
export function stateRef(
  refs: StateRefs,
  lineage: Lineage,
  environment: EnvironmentName,
): StateRef {
  return `${refs}/${lineage}/${environment}` as StateRef;
}
