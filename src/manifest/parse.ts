import type { Problem } from "../core/errors/problem.ts";
import type { Kind } from "../core/kind.ts";
import { checkEnvironments } from "./check-environments.ts";
import { checkOutputs, readOutputs } from "./check-outputs.ts";
import { decodeManifest } from "./decode.ts";
import { readDocument } from "./document.ts";
import { readEnvironments, tooManyEnvironments, readStatePlace } from "./environments.ts";
import { validate } from "./generated/manifest-validator.ts";
import { readImports } from "./imports.ts";
import { maximumLengthInEnvironments, maximumWorded } from "./limits.ts";
import type { Manifest } from "./manifest.ts";
import { readMoved } from "./moved.ts";
import { createNearest } from "./nearest.ts";
import { readResources } from "./resources.ts";
import { type PlacedError, usefulErrors } from "./schema-errors.ts";
import { environmentsKey, manifestSchema } from "./schema.ts";
import { type Finding, type Report, reportTo, type Source } from "./source.ts";
import { readTree, type Tree } from "./tree.ts";
import { isTemplate } from "./variables.ts";
import { findingOf } from "./wording.ts";

/** The result of reading a manifest. */
export interface ParsedManifest {
  /** Undefined if one of the problems is an error. */
  readonly manifest?: Manifest;
  /** In order of position. */
  readonly problems: readonly Problem[];
  /** The text as people see it, for code frames. */
  readonly text: string;
}

/**
 * Bytes of a manifest → Manifest, or every problem that it has in any of its environments. `file`
 * is its name for messages. Pure; never throws, for any bytes.
 */
export function parseManifest(
  bytes: Uint8Array,
  file: string,
  kinds: readonly Kind[],
): ParsedManifest {
  const problems: Problem[] = [];
  const report = reportTo(problems, file);
  const { source, parsable, spoiledLines } = decodeManifest(bytes, file, report);
  const spoiling = problems.length;
  const document = parsable === undefined ? undefined : readDocument(source, parsable, report);
  const collections = kinds.map(({ collection }) => collection);
  const tree = document && readTree(document, source, collections, report);
  const manifest =
    tree &&
    readManifest(tree, source, kinds, report, () => placesIn(source, parsable ?? "", collections));

  const own = problems.filter(
    ({ range }, index) =>
      index < spoiling || range === undefined || !spoiledLines.has(range.start.line),
  );
  const sorted = own.toSorted(byPlace);
  const isValid = !sorted.some(({ severity }) => severity === "error");
  return {
    ...(isValid && manifest !== undefined && { manifest }),
    problems: sorted,
    text: source.text,
  };
}

function readManifest(
  tree: Tree,
  source: Source,
  kinds: readonly Kind[],
  report: Report,
  findPlaces: () => Tree | undefined,
): Manifest | undefined {
  const { file, text } = source;
  const { length } = text;
  const nearest = createNearest();
  const collections = kinds.map(({ collection }) => collection);
  if (!validate(tree.value)) {
    const schema = manifestSchema(kinds);
    let worded = 0;
    for (const error of usefulErrors(validate.errors ?? [])) {
      if (isPremature(error, tree, collections)) continue;
      worded += 1;
      if (worded > maximumWorded) {
        report(unworded, source.range(source.text.length, source.text.length));
        continue;
      }
      const { path } = error;
      const value = tree.valueAt(path);
      const written = tree.written(path);
      report(findingOf(error, { schema, nearest, value, written, path }), placeOf(error, tree));
    }
  }
  const state = readStatePlace(tree);
  const environments = readEnvironments(tree, report);
  if (length * environments.size > maximumLengthInEnvironments) {
    report(tooManyEnvironments(environments.size, length), tree.keyRange(["environments"]));
    return undefined;
  }
  const resources = readResources(tree, kinds, environments, nearest, report);
  const addresses = new Set(resources.map(({ address }) => address));
  const moved = readMoved(tree, addresses, collections, nearest, report);
  const imports = readImports(tree, { environments, resources, nearest }, report);
  const outputs = readOutputs(tree, addresses, nearest, report);
  const checked = { tree, kinds, environments, resources, nearest, report };
  checkEnvironments(checked);
  checkOutputs(checked, outputs);
  return {
    file,
    positionOf: positionsOf(addresses, findPlaces),
    ...(state !== undefined && { state }),
    environments,
    resources,
    moved,
    imports,
    outputs,
  };
}

/**
 * Finds positions in a manifest without errors. Its tree would take ten times the bytes of its text
 * for the whole run. So we read the text again if a caller asks for a position, which is rare.
 */
function positionsOf(
  addresses: ReadonlySet<string>,
  findPlaces: () => Tree | undefined,
): Manifest["positionOf"] {
  let places: Tree | undefined;
  return (address, path = []) => {
    if (!addresses.has(address)) return undefined;
    places ??= findPlaces();
    const whole = [...address.split("."), ...path];
    return path.length === 0 ? places?.keyRange(whole) : places?.valueRange(whole);
  };
}

/** A mistake that is only counted. Its position is the end, after all mistakes with a message. */
const unworded: Finding = {
  code: "bad-value",
  message: "one of very many mistakes",
  next: "Correct the others first, then run the command again.",
};

const silent: Report = () => undefined;

/** The tree of a text whose problems are reported already. */
function placesIn(
  source: Source,
  parsable: string,
  collections: readonly string[],
): Tree | undefined {
  const document = readDocument(source, parsable, silent);
  return document && readTree(document, source, collections, silent);
}

/** Whether an error is about a value with variables, or about a value that is refused anyway. */
function isPremature(error: PlacedError, tree: Tree, collections: readonly string[]): boolean {
  const { keyword, path } = error;
  if (keyword !== "additionalProperties" && tree.isOpen(path)) return true;
  const [collection, , member] = path;
  const isFilledIn = collections.includes(String(collection)) && member !== environmentsKey;
  const isAboutText = ["const", "enum", "maxLength", "minLength", "pattern"].includes(keyword);
  return isFilledIn && isAboutText && isTemplate(tree.valueAt(path));
}

function placeOf({ keyword, params, path }: PlacedError, tree: Tree) {
  if (keyword === "additionalProperties")
    return tree.keyRange([...path, String(params["additionalProperty"])]);
  if (keyword === "propertyNames") return tree.keyRange([...path, String(params["propertyName"])]);
  if (keyword === "required") return tree.keyRange(path);
  return tree.valueRange(path);
}

function byPlace(left: Problem, right: Problem): number {
  const a = left.range?.start;
  const b = right.range?.start;
  return (a?.line ?? 0) - (b?.line ?? 0) || (a?.column ?? 0) - (b?.column ?? 0);
}
