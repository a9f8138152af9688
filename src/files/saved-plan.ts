import { createHash } from "node:crypto";
import { exitCode } from "../core/exit-code.ts";
import { canonicalText, isObject, type Json } from "../core/json.ts";
import type { PlanDocument } from "../core/plan-document.ts";
import { Failure, failure } from "../core/problem.ts";
import { validate } from "./generated/plan-validator.ts";
import { damaged, parseStrictJson, type JsonFile } from "./strict-json.ts";

/** The largest plan that is read, in bytes. */
export const maximumPlanBytes = 256 * 1024 * 1024;

const planFormat = "anon-sync-plan";
const howToSave = "Save one with `anon-sync plan --out FILE`.";

/**
 * Reads a plan that `plan --out` saved, or `plan --json` printed (then it has no pins). Throws a
 * Failure, exit code 3, where it is not exactly that.
 */
export function parseSavedPlan(bytes: Uint8Array, path: string): PlanDocument {
  const file: JsonFile = { path, noun: "plan", restore: howToSave };
  const value = readJson(bytes, file);
  if (!isObject(value) || value["format"] !== planFormat)
    throw failure(exitCode.invalid, "not-a-plan", `${path} is not a saved plan.`, howToSave, path);
  const version = value["formatVersion"];
  if (version !== 1)
    throw failure(
      exitCode.invalid,
      "plan-version",
      `The plan ${path} has format version ${JSON.stringify(version)}; this anon-sync knows version 1.`,
      "Use the anon-sync that saved it, or save it again with this one.",
      path,
    );
  if (!validate(value)) {
    const [error] = validate.errors ?? [];
    const place = error?.instancePath || "its top level";
    throw asInvalid(damaged(file, `${place} is not what a plan holds (${error?.keyword ?? ""})`));
  }
  return value as unknown as PlanDocument;
}

/** The bytes of a plan file: sorted keys, so that equal plans are equal files; sealed by a digest. */
export function formatSavedPlan(document: PlanDocument): Uint8Array {
  return new TextEncoder().encode(canonicalText({ ...document, digest: digestOf(document) }));
}

/** Whether bytes are a plan of some version, whatever became of it: `format` says so. */
export function isPlan(bytes: Uint8Array): boolean {
  try {
    const value = JSON.parse(new TextDecoder().decode(bytes)) as unknown;
    return isObject(value) && value["format"] === planFormat;
  } catch {
    return false;
  }
}

/** Whether a plan says what it said when it was saved, however the file was laid out since. */
export function isAsSaved(document: PlanDocument): boolean {
  return document.digest === digestOf(document);
}

function digestOf({ digest: _digest, ...rest }: PlanDocument): string {
  return createHash("sha256").update(canonicalText(rest)).digest("hex");
}

function readJson(bytes: Uint8Array, file: JsonFile): Json {
  try {
    return parseStrictJson(bytes, file);
  } catch (error) {
    throw error instanceof Failure ? asInvalid(error) : error;
  }
}

/** A plan is what the user gave us: one that does not read is a mistake in the command line. */
function asInvalid({ problems }: Failure): Failure {
  return new Failure(exitCode.invalid, problems);
}
