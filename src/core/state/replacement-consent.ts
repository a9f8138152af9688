import { createHash } from "node:crypto";
import { canonicalText } from "../json.ts";
import type { WantedFields } from "../kind.ts";

/**
 * The subject of a consent to a replacement: `same` if the manifest wanted just what is
 * there (the consent then stands whatever comes), else `changed:` and a hash of what it wanted, so
 * that no other change is taken for the one that was agreed to.
 */
export type Consent = string;

/** The consents that a lockfile may hold, as a regular expression. */
export const consentPattern = "^(same|changed:[0-9a-f]{16})$";

/** Returns the consent to replace an id by a resource with these fields. */
export function consentTo(fields: WantedFields, isChanged: boolean): Consent {
  if (!isChanged) return "same";
  return `changed:${createHash("sha256").update(canonicalText(fields)).digest("hex").slice(0, 16)}`;
}

/** The longer of two consents to replace one id; if they are equally long, always the same one. */
export function laterConsent(left: Consent, right: Consent): Consent {
  if (left === "same" || right === "same") return "same";
  return left > right ? left : right;
}
