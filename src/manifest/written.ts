import { Document, isMap, isScalar } from "yaml";
import type { JsonObject } from "../core/json.ts";
import { isTemplate } from "./variables.ts";

/** One resource of a manifest that the tool writes. */
export interface WrittenResource {
  readonly collection: string;
  readonly key: string;
  readonly block: JsonObject;
  /** The lines of a comment above the resource. */
  readonly comment: readonly string[];
}

/** A manifest that the tool writes. */
export interface WrittenManifest {
  /** The manifest's only environment. `target` is the target of this environment. */
  readonly environment: string;
  readonly target: string;
  readonly resources: readonly WrittenResource[];
  readonly imports: readonly { readonly to: string; readonly id: string }[];
}

/**
 * The text of a manifest. Its texts keep their meaning: `${` is escaped. `header` are the lines of
 * a comment at the manifest's top, `footer` the lines of a comment at its end.
 */
export function writeManifest(
  manifest: WrittenManifest,
  header: readonly string[] = [],
  footer: readonly string[] = [],
): string {
  const { environment, target, resources, imports } = manifest;
  const collections = new Map<string, Map<string, unknown>>();
  for (const { collection, key, block } of resources) {
    const members = collections.get(collection) ?? new Map<string, unknown>();
    members.set(key, escaped(block));
    collections.set(collection, members);
  }
  const document = new Document(
    new Map<string, unknown>([
      ["version", 1],
      ["environments", new Map([[environment, { target }]])],
      ...collections,
      ...(imports.length > 0 ? ([["imports", imports]] as const) : []),
    ]),
  );
  for (const { collection, key, comment } of resources)
    if (comment.length > 0) setComment(document, [collection, key], comment);
  if (header.length > 0) document.commentBefore = commentOf(header);
  if (footer.length > 0) document.comment = commentOf(footer);
  // No folding: a folded text is hard to read, and yaml would choose its line ends.
  return document.toString({ lineWidth: 0 });
}

function setComment(
  document: Document,
  [collection, key]: readonly string[],
  lines: readonly string[],
) {
  const members = document.get(collection);
  if (!isMap(members)) return;
  const pair = members.items.find((item) => isScalar(item.key) && item.key.value === key);
  if (pair !== undefined && isScalar(pair.key)) pair.key.commentBefore = commentOf(lines);
}

function commentOf(lines: readonly string[]): string {
  return lines.map((line) => (line === "" ? "" : ` ${line}`)).join("\n");
}

/** A copy of a value with `${` in its texts written as `$${`. */
function escaped(value: unknown): unknown {
  if (isTemplate(value)) return value.replaceAll("${", "$$${");
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(escaped);
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, escaped(member)]));
}
