import type { Fields } from "../kind.ts";

/** The answer of GET about one id (docs/design.md#2-words). */
export type Observation =
  | {
      readonly seen: "present";
      readonly fields: Fields;
      /** Absent only if the answer did not carry one, which the contract does not allow. */
      readonly organizationId?: string;
    }
  | { readonly seen: "absent" }
  | { readonly seen: "unreadable"; readonly reason: string; readonly unauthorized: boolean };

/** The answers of GET by id. An id that was not looked up is not in it: it is unchecked, never in sync. */
export type Observations = ReadonlyMap<string, Observation>;
