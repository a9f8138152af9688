import type { JsonObject } from "../../core/json.ts";
import { planDocumentOf } from "../../core/plan/plan-document.ts";
import type { PlanView } from "./plan-view.ts";

/** The public JSON document of a plan (schemas/plan.schema.json), without pins. */
export function planDocument(view: PlanView): JsonObject {
  return planDocumentOf(view) as unknown as JsonObject;
}
