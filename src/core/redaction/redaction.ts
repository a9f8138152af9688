import { holdsSecret, shortest } from "./foreign-text.ts";
import { RunIndex, type Span } from "./run-index.ts";
import {
  minimumLength,
  redacted,
  runLength,
  secretForms,
  telltaleForms,
  tellingParts,
  withoutForms,
} from "./secret-forms.ts";

/** Removes secrets from texts. The cost of a text does not grow with thousands of secrets. */
export interface Redaction {
  /**
   * Hides a secret from now on. Texts of fewer than eight characters are ignored: they would hide
   * half of all text.
   */
  add(secret: string): void;
  /**
   * Returns a text of ours with `[redacted]` instead of each secret, as it is and as programs
   * encode it, and instead of each 12 characters in a row of it.
   */
  redact(text: string): string;
  /**
   * `redact` for a text that comes in pieces: a secret may begin in one piece and end in another.
   */
  redactPieces(): (text: string) => string;
  /**
   * Returns a text of a server or a program, or `[redacted]` instead of all of it. The second
   * happens if it has 12 characters in a row of a secret, in any encoding of any encoding.
   */
  redactForeign(text: string): string;
}

/** Below this many forms, searching for one after the other is fastest. */
const fewForms = 64;

/** The longest part of a piece that may be the beginning of a run. */
const tailLength = runLength - 1;

/** Returns a Redaction without any secret. */
export function createRedaction(): Redaction {
  const secrets = new Set<string>();
  const forms = new Set<string>();
  // Forms by their ends: keys of one maker begin alike.
  const byEnd = new Map<string, string[]>();
  /** The forms of secrets that are searched for only as a whole. */
  const wholes = new Set<string>();
  const runs = new RunIndex();
  const telltales = new RunIndex();

  function held(text: string): string[] {
    const found: string[] = [];
    if (forms.size <= fewForms) {
      for (const form of forms) if (text.includes(form)) found.push(form);
      return found;
    }
    for (let end = minimumLength; end <= text.length; end += 1)
      for (const form of byEnd.get(text.slice(end - minimumLength, end)) ?? [])
        if (text.endsWith(form, end)) found.push(form);
    return found;
  }

  function redact(text: string): string {
    const found = held(text);
    // Nearly every text has no secret.
    const clean = found.length === 0 ? text : withoutForms(text, found);
    const spans = runs.spans(clean);
    return spans === undefined ? clean : withoutSpans(clean, spans);
  }

  return {
    add(secret) {
      if (secrets.has(secret)) return;
      secrets.add(secret);
      for (const form of secretForms(secret)) {
        if (forms.has(form)) continue;
        forms.add(form);
        const end = form.slice(-minimumLength);
        const others = byEnd.get(end);
        if (others === undefined) byEnd.set(end, [form]);
        else others.push(form);
      }
      const parts = tellingParts(secret);
      if (parts.length === 0) for (const form of secretForms(secret)) wholes.add(form);
      runs.add(...parts);
      telltales.add(...parts.flatMap(telltaleForms));
    },
    redact,
    redactPieces() {
      let tail = "";
      return (text) => {
        const before = tail;
        tail = (tail + text.slice(-tailLength)).slice(-tailLength);
        if (runs.spans(before + text.slice(0, tailLength)) === undefined) return redact(text);
        const whole = before + text;
        return redact(withoutSpans(whole, runs.spans(whole) ?? [], before.length));
      };
    },
    redactForeign(text) {
      if (text.length < shortest || secrets.size === 0) return text;
      return holdsSecret(text, telltales, wholes) ? redacted : text;
    },
  };
}

/** Returns the text from `done` on with these parts replaced. */
function withoutSpans(text: string, spans: readonly Span[], done = 0): string {
  let clean = "";
  let end = done;
  for (const [start, next] of spans) {
    clean += `${text.slice(end, Math.max(start, end))}${redacted}`;
    end = next;
  }
  return clean + text.slice(end);
}
