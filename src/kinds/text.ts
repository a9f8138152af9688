import type { JsonObject } from "../core/json.ts";
import type { FieldValue } from "../core/kind.ts";

/** Schema of a resource's name. */
export const name = {
  type: "string",
  minLength: 1,
  maxLength: 256,
  pattern: "\\S",
  description: "The name people see. It cannot be changed through the API once created.",
};

/** Schema of a resource's description. */
export const description = {
  type: "string",
  minLength: 1,
  maxLength: 4096,
  pattern: "\\S",
  description: "What it is for. It cannot be changed through the API once created.",
};

/**
 * Compares two values. Texts may differ in white space at their ends: the API trims texts, and YAML
 * blocks end in LF.
 */
export function sameText(left: FieldValue, right: FieldValue): boolean {
  if (typeof left === "string" && typeof right === "string") return left.trim() === right.trim();
  return left === right;
}

/** Whether an observed text shows the wanted one; undefined if the API told nothing. */
export function shownText(wanted: FieldValue, actual: FieldValue | undefined): boolean | undefined {
  return actual === undefined ? undefined : sameText(wanted, actual);
}

/** The fault of the `name` and `description` of a create; undefined if there is none. */
export function textFieldProblem(body: JsonObject): string | undefined {
  for (const field of ["name", "description"]) {
    if (typeof body[field] !== "string" || body[field].trim() === "")
      return `${field} must be a non-empty string`;
  }
  return undefined;
}
