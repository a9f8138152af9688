import type { JsonObject } from "../../core/json.ts";
import { planDocumentOf, type PlanRecord } from "../../core/plan/plan-document.ts";

/** The public JSON document of a plan (schemas/plan.schema.json), without pins. */
export function planDocument(view: PlanRecord): JsonObject {
  return planDocumentOf(view) as unknown as JsonObject;
}
