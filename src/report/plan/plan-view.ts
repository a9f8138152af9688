import type { Kind } from "../../core/kind.ts";
import type { PlanRecord } from "../../core/plan/plan-document.ts";

/** What a report of a plan is made of. */
export interface PlanView extends PlanRecord {
  /** In the order of the manifest; they say in which order fields are read. */
  readonly kinds: readonly Kind[];
}
