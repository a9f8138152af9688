/** Any value that JSON can hold. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** A JSON object. */
export interface JsonObject {
  readonly [key: string]: Json | undefined;
}

/** Whether a value is a JSON object (not null, not an array). */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value of a JSON text; undefined if the text is not JSON. */
export function tryJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Returns the canonical text of a JSON value: keys sorted, two spaces, LF, a newline at the end.
 * Equal values give equal text, so files written this way diff and merge well. `undefined` members
 * are left out, as JSON.stringify does.
 */
export function canonicalText(value: unknown): string {
  return `${JSON.stringify(sorted(value), null, 2)}\n`;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const members = value as Readonly<Record<string, unknown>>;
  const result: Record<string, unknown> = {};
  for (const key of Object.keys(members).toSorted())
    // Assigning `__proto__` would set the prototype. Assigning the others is five times as fast.
    if (key === "__proto__")
      Object.defineProperty(result, key, { value: sorted(members[key]), enumerable: true });
    else result[key] = sorted(members[key]);
  return result;
}

/** An error of a generated validator: the part of ajv's error that we use. */
export interface SchemaError {
  /** JSON Pointer to the value. */
  readonly instancePath: string;
  /** JSON Pointer into the schema, with a `#` before it. */
  readonly schemaPath: string;
  readonly keyword: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** Set if the error is about a key and not about a value. */
  readonly propertyName?: string;
}

/**
 * A generated validator: whether a value is valid; if not, `errors` has all errors of this call.
 */
export interface Validate {
  (value: unknown): boolean;
  errors?: readonly SchemaError[] | null;
}
