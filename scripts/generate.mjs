// Writes the files generated from the schemas in src/: schemas/*.json, and types and validators
// beside the readers of each file. The validators are ajv's, compiled to plain code, since the tool
// contains no compiler. Writes src/core/errors/codes.ts and src/core/plan/stops.ts from
// docs/errors.md.
// `--check` writes nothing, names the files that are out of date and ends with 1 if there are any.
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { Ajv } from "ajv";
import standalone from "ajv/dist/standalone/index.js";
import { compile as compileTypes } from "json-schema-to-typescript";
import { rolldown } from "rolldown";
import { codesText, stopsText } from "./error-codes.mjs";

const root = path.resolve(import.meta.dirname, "..");
const banner = "// Written by scripts/generate.mjs. Change the schema, then `npm run generate`.\n";

/** The comments with names of bundled files and of source maps: they differ from run to run. */
const regionComment = /^\/\/(#|#?region| \\0| node_modules\/).*\n/gm;

const temporary = await mkdtemp(path.join(tmpdir(), "anon-sync-generate-"));
try {
  const files = await generate();
  const stale = [];
  for (const [name, text] of files) {
    const file = path.join(root, name);
    const current = await readFile(file, "utf8").catch(() => undefined);
    if (current === text) continue;
    stale.push(name);
    if (process.argv.includes("--check")) continue;
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text);
  }
  if (process.argv.includes("--check")) {
    for (const name of stale) console.error(`out of date: ${name} (run: npm run generate)`);
    process.exitCode = stale.length > 0 ? 1 : 0;
  } else {
    console.log(stale.length > 0 ? `written: ${stale.join(", ")}` : "all up to date");
  }
} finally {
  await rm(temporary, { recursive: true, force: true });
}

/** The generated files: name in the repository → text. */
async function generate() {
  const source = await importSource();
  const { kinds, fileSchemas, schemaText } = source;
  const document = await readFile(path.join(root, "docs", "errors.md"), "utf8");
  const files = new Map([
    ["src/core/errors/codes.ts", await codesText(document)],
    ["src/core/plan/stops.ts", await stopsText(document)],
  ]);
  for (const { name, typeName, schema, parts = {} } of fileSchemas(kinds)) {
    files.set(`schemas/${name}.schema.json`, schemaText(schema));
    const generated = `src/${name === "manifest" ? "manifest" : "store"}/generated`;
    files.set(`${generated}/${name}.ts`, await typesText(schema, typeName));
    files.set(`${generated}/${name}-validator.ts`, await validatorText(name, schema, parts));
  }
  return files;
}

/** Imports the schemas, which are in TypeScript: bundles them to a file that Node can import. */
async function importSource() {
  const entry = path.join(temporary, "entry.ts");
  await writeFile(
    entry,
    ["kinds/index.ts", "commands/schema/schemas.ts"]
      .map((file) => `export * from ${JSON.stringify(path.join(root, "src", file))};`)
      .join("\n"),
  );
  const code = await bundle(entry);
  const file = path.join(temporary, "source.mjs");
  await writeFile(file, code);
  return import(pathToFileURL(file).href);
}

/** TypeScript types of a schema. */
async function typesText(schema, typeName) {
  // Without title and $id, the root gets our name, and no other schema becomes a named type.
  const anonymous = JSON.parse(JSON.stringify(schema), (key, value) =>
    isObject(value) ? withoutNames(value) : value,
  );
  return compileTypes(anonymous, typeName, {
    bannerComment: banner.trim(),
    additionalProperties: false,
    style: { printWidth: 100 },
  });
}

function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function withoutNames(schema) {
  return Object.fromEntries(
    Object.entries(schema).filter(
      ([key, value]) => !["$id", "$schema", "title"].includes(key) || isObject(value),
    ),
  );
}

/** A schema without texts for people: a validator would contain these texts as an object. */
function withoutProse(schema) {
  if (Array.isArray(schema)) return schema.map(withoutProse);
  if (!isObject(schema)) return schema;
  const keywords = Object.entries(schema).filter(
    ([key]) => !["title", "description", "examples", "$comment"].includes(key),
  );
  return Object.fromEntries(
    keywords.map(([key, value]) => {
      // The keys there are names, not keywords: a property may have the name `title`.
      if (["properties", "patternProperties", "definitions"].includes(key))
        return [
          key,
          Object.fromEntries(Object.entries(value).map(([name, one]) => [name, withoutProse(one)])),
        ];
      return [key, ["const", "enum", "default"].includes(key) ? value : withoutProse(value)];
    }),
  );
}

/**
 * A module with `validate` for the whole file and `parts` by name. It is TypeScript that tsc does
 * not check: tsc and the bundler then handle it like any other file.
 */
async function validatorText(name, schema, parts) {
  const ajv = new Ajv({
    allowUnionTypes: true,
    allErrors: true,
    strict: true,
    // We word the mistakes ourselves (manifest/wording.ts).
    messages: false,
    code: { source: true, esm: true },
  });
  const names = { whole: "whole" };
  ajv.addSchema(withoutProse(schema), "whole");
  for (const [part, partSchema] of Object.entries(parts)) {
    ajv.addSchema(withoutProse(partSchema), part);
    names[`part_${part}`] = part;
  }
  // ajv leaves `require("ajv/dist/runtime/…")` in its ESM output: bundling includes the runtime.
  const entry = path.join(root, `node_modules/.anon-sync-${name}-${process.pid}.mjs`);
  try {
    await writeFile(entry, standalone.default(ajv, names));
    const code = await bundle(entry);
    const members = Object.keys(parts).map((part) => `  ${part}: part_${part} as Validate,`);
    return [
      "// @ts-nocheck",
      banner.trim(),
      'import type { Validate } from "../../core/json.ts";',
      code
        .replace(/^export \{.*\};?$/m, "")
        .replaceAll(regionComment, "")
        .trim(),
      "",
      "/** Validates a whole file. */",
      "export const validate = whole as Validate;",
      "",
      "/** Validates parts of it, by name. */",
      `export const parts: Readonly<Record<string, Validate>> = {\n${members.join("\n")}\n};\n`,
    ].join("\n");
  } finally {
    await rm(entry, { force: true });
  }
}

async function bundle(entry) {
  const build = await rolldown({ input: entry, platform: "node", logLevel: "warn" });
  try {
    const { output } = await build.generate({ format: "esm" });
    return output[0].code;
  } finally {
    await build.close();
  }
}
