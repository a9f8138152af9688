import { isEmulatorUrl } from "./binding.ts";
import { createHash } from "node:crypto";
import { exitCode } from "../core/errors/exit-code.ts";
import { canonicalText, isObject, tryJson, type Json } from "../core/json.ts";
import { digestVersion, isOtherDigest } from "../core/plan/digest-text.ts";
import {
  planRecordOf,
  type PlanDocument,
  type PlanPins,
  type PlanRecord,
} from "../core/plan/plan-document.ts";
import type { Kind } from "../core/kind.ts";
import { Failure, failure } from "../core/errors/problem.ts";
import { validate } from "./generated/plan-validator.ts";
import { planDigest } from "../core/plan/digest.ts";
import { damaged, parseStrictJson, type JsonFile } from "./strict-json.ts";

/** The largest plan that is read, in bytes. */
export const maximumPlanBytes = 256 * 1024 * 1024;

const planFormat = "anon-sync-plan";
const howToSave = "Save one with `anon-sync plan --out FILE`.";

/**
 * Reads a plan that `plan --out` saved, or `plan --json` printed (then it has no pins). Throws a
 * Failure, exit code 3, if it is not exactly that.
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
  const digest = value["planDigest"];
  if (typeof digest === "string" && isOtherDigest(digest))
    throw failure(
      exitCode.invalid,
      "plan-version",
      `The digest of the plan ${path} was made by another version of anon-sync: this one makes digests that begin with ${digestVersion}: and covers more.`,
      "Save the plan again with this anon-sync.",
      path,
    );
  if (!validate(value)) {
    const [error] = validate.errors ?? [];
    const place = error?.instancePath || "its top level";
    throw asInvalid(damaged(file, `${place} is not what a plan holds (${error?.keyword ?? ""})`));
  }
  return value as unknown as PlanDocument;
}

/** Returns the bytes of a plan file, sealed by a digest. Equal plans are equal files. */
export function formatSavedPlan(document: PlanDocument): Uint8Array {
  return new TextEncoder().encode(canonicalText({ ...document, digest: digestOf(document) }));
}

/** Whether bytes are a plan of any version, edited or not: only `format` counts. */
export function isPlan(bytes: Uint8Array): boolean {
  const value = tryJson(new TextDecoder().decode(bytes));
  return isObject(value) && value["format"] === planFormat;
}

/**
 * The record of a plan document that says what it said when it was made, however the file was laid out
 * since; undefined if it was edited. Its digest is the one of the actions and the environment that
 * stand there, worked out again. Who edits a plan and works its digests out again is not found: no
 * digest is a signature.
 */
export function uneditedPlan(
  document: PlanDocument,
  kinds: readonly Kind[],
): PlanRecord | undefined {
  const { pins, digest: seal, planDigest: recorded } = document;
  if ((pins !== undefined || seal !== undefined) && seal !== digestOf(document)) return undefined;
  if (pins !== undefined && !fits(pins, document)) return undefined;
  const record = planRecordOf(document, kinds);
  const digest = planDigest(record.plan, record.environment);
  if (digest !== recorded) return undefined;
  return record;
}

/** Whether the environment that a plan shows is the environment that its pins bind the plan to. */
function fits(pins: PlanPins, { environment }: PlanDocument): boolean {
  const { name, baseUrl, organizationId = null } = environment;
  // The URL of an emulator is pinned by its instance, and shown by its port.
  const isSamePlace = pins.baseUrl === baseUrl || isEmulatorUrl(pins.baseUrl);
  return pins.environment === name && pins.organizationId === organizationId && isSamePlace;
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

/** Turns a Failure into a mistake of the command line: the user gave us the unreadable plan. */
function asInvalid({ problems }: Failure): Failure {
  return new Failure(exitCode.invalid, problems);
}
