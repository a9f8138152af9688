import type { Redact } from "../core/wire/answer.ts";
import { longest } from "../core/redaction/foreign-text.ts";
import { redacted } from "../core/redaction/secret-forms.ts";
import { isObject, type Json, type JsonObject } from "../core/json.ts";

/**
 * Returns a verdict whose answer, if it has one, has no secret in any of its texts. The fields of
 * an answer go into the lockfile, and people commit the lockfile.
 */
export function withoutSecrets<Verdict extends { readonly verdict: string }>(
  verdict: Verdict,
  redact: Redact,
): Verdict {
  if (!("answer" in verdict)) return verdict;
  let read = 0;
  // However many fields a server makes up, we search no more text than the longest text allowed.
  const bounded: Redact = (text) => {
    read += text.length;
    return read > longest ? redacted : redact(text);
  };
  return { ...verdict, answer: clean(verdict.answer as JsonObject, bounded) };
}

/** The value itself if there is nothing to hide in it, as nearly always. */
function clean(value: Json, redact: Redact): Json {
  if (typeof value === "string") return redact(value);
  if (Array.isArray(value)) return value.map((each: Json) => clean(each, redact));
  if (!isObject(value)) return value;
  let cleaned: Record<string, Json | undefined> | undefined;
  for (const [name, each] of Object.entries(value)) {
    const kept = clean(each as Json, redact);
    if (kept === each) continue;
    cleaned ??= { ...value };
    cleaned[name] = kept;
  }
  return cleaned ?? value;
}
