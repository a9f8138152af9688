import { isObject, type Json, type JsonObject } from "../core/json.ts";
import { fillIn, isTemplate, parseTemplate, type Template } from "./variables.ts";

/** A text with variables inside a block. */
export interface TemplateInBlock {
  readonly path: readonly (string | number)[];
  readonly template: Template;
}

/** Every text of a block that needs filling in. */
export function templatesIn(block: Json | undefined): readonly TemplateInBlock[] {
  const found: TemplateInBlock[] = [];
  // All values share one path, copied only for a template: most values are none.
  const path: (string | number)[] = [];
  visit(block);
  return found;

  function visit(value: Json | undefined): void {
    if (isTemplate(value)) found.push({ path: [...path], template: parseTemplate(value) });
    else if (Array.isArray(value)) value.forEach((item, index) => enter(item, index));
    else if (isObject(value)) for (const key of Object.keys(value)) enter(value[key], key);
  }

  function enter(value: Json | undefined, part: string | number): void {
    path.push(part);
    visit(value);
    path.pop();
  }
}

/**
 * A block with its variables filled in; the same block if it has none. `templates` are the result
 * of templatesIn: a caller with many environments parses the texts only once.
 */
export function fillInBlock(
  block: JsonObject,
  variables: ReadonlyMap<string, string>,
  templates = templatesIn(block),
): JsonObject {
  if (templates.length === 0) return block;
  // `filled` visits the texts in the same order as templatesIn.
  const texts = templates.map(({ template }) => fillIn(template, variables) ?? "").values();
  return filled(block, () => texts.next().value ?? "") as JsonObject;
}

function filled(value: Json | undefined, nextText: () => string): Json | undefined {
  if (isTemplate(value)) return nextText();
  if (Array.isArray(value)) return value.map((item) => filled(item as Json, nextText) ?? null);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).map(([key, member]) => [key, filled(member, nextText)]);
  return Object.fromEntries(entries) as JsonObject;
}
