import type { JsonObject } from "../../core/json.ts";
import type { Kind } from "../../core/kind.ts";
import { lockfileSchema } from "../../store/lockfile-schema.ts";
import { blockSchema, manifestSchema } from "../../manifest/schema.ts";
import { planSchema } from "../../store/plan-schema.ts";

/** One public format on disk, and what scripts/generate.mjs makes of it. */
export interface FileSchema {
  /** `anon-sync schema NAME`; schemas/NAME.schema.json, generated/NAME.ts, NAME-validator.ts. */
  readonly name: string;
  /** The TypeScript type of a valid file. */
  readonly typeName: string;
  /** JSON Schema, draft-07, with a versioned $id. */
  readonly schema: JsonObject;
  /** Schemas of parts that are validated on their own, by the name they get in the validator. */
  readonly parts?: Readonly<Record<string, JsonObject>>;
}

/** Every public format. A new one is one entry here, then `npm run generate`. */
export function fileSchemas(kinds: readonly Kind[]): readonly FileSchema[] {
  return [
    {
      name: "manifest",
      typeName: "ManifestFile",
      schema: manifestSchema(kinds),
      parts: Object.fromEntries(kinds.map((kind) => [kind.collection, blockSchema(kind)])),
    },
    { name: "lockfile", typeName: "LockfileFile", schema: lockfileSchema(kinds) },
    { name: "plan", typeName: "PlanFile", schema: planSchema(kinds) },
  ];
}

/** The text of a schema, in schemas/ and on stdout. */
export function schemaText(schema: JsonObject): string {
  return `${JSON.stringify(schema, null, 2)}\n`;
}
