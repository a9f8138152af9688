import { isObject, type Json, type JsonObject, type SchemaError } from "../core/json.ts";

/** The parts of the pointer to the schema with the failed keyword. */
export function parentOf(error: SchemaError): readonly string[] {
  return error.schemaPath.split("/").slice(1, -1);
}

/** The value of a keyword beside the failed keyword. Undefined unless it is an object. */
export function sibling(
  schema: JsonObject,
  error: SchemaError,
  keyword: string,
): JsonObject | undefined {
  const value = schemaAt(schema, [...parentOf(error), keyword]);
  return isObject(value) ? value : undefined;
}

/** The part of a schema that a pointer leads to; undefined if there is none. */
export function schemaAt(schema: JsonObject, parts: readonly string[]): Json | undefined {
  let current: Json | undefined = schema;
  for (const part of parts) {
    const key = decodeURIComponent(part).replaceAll("~1", "/").replaceAll("~0", "~");
    if (Array.isArray(current)) current = (current as readonly Json[])[Number(key)];
    else current = isObject(current) ? current[key] : undefined;
  }
  return current;
}

/** The first sentence of a schema's description, without its full stop. */
export function description(schema: Json | undefined): string {
  const text = isObject(schema) ? schema["description"] : undefined;
  return typeof text === "string" ? (text.split(/\.(?: |$)/)[0] ?? "") : "";
}
