import { maximumMistakes, maximumTextLength } from "./limits.ts";
import type { Finding } from "./source.ts";
import { cut, quote } from "./words.ts";

/** A text with variables, parsed: literal texts and the names of variables. */
export interface Template {
  readonly parts: readonly (string | { readonly variable: string })[];
  /** The faults of a text, at most maximumMistakes, each with the part of the text that shows it. */
  readonly mistakes: readonly { readonly finding: Finding; readonly part: string }[];
}

/** Whether a text needs filling in: a text with a variable, or with the escape `$${`. */
export function isTemplate(value: unknown): value is string {
  return typeof value === "string" && value.includes("${");
}

/**
 * Parses a text. `${vars.x}` is a variable, and `$${` stands for `${`. Any other text in `${…}` is
 * a mistake, and counts as an empty text.
 */
export function parseTemplate(text: string): Template {
  const parts: (string | { variable: string })[] = [];
  const mistakes: { finding: Finding; part: string }[] = [];
  let at = 0;
  for (;;) {
    const start = text.indexOf("${", at);
    if (start === -1) break;
    if (start > at && text[start - 1] === "$") {
      parts.push(text.slice(at, start - 1), "${");
      at = start + 2;
      continue;
    }
    parts.push(text.slice(at, start));
    const end = text.indexOf("}", start);
    if (end === -1) {
      mistakes.push({ finding: unclosed, part: text.slice(start) });
      at = text.length;
      break;
    }
    const inside = text.slice(start + 2, end);
    const variable = /^vars\.([A-Za-z_][A-Za-z0-9_-]*)$/.exec(inside)?.[1];
    if (variable !== undefined) parts.push({ variable });
    else if (mistakes.length < maximumMistakes)
      mistakes.push({ finding: mistake(inside), part: text.slice(start, end + 1) });
    at = end + 1;
  }
  parts.push(text.slice(at));
  return { parts, mistakes };
}

/**
 * Fills in variables; one without a value counts as nothing. Undefined if the text would get
 * longer than maximumTextLength.
 */
export function fillIn(
  template: Template,
  variables: ReadonlyMap<string, string>,
): string | undefined {
  const texts: string[] = [];
  let length = 0;
  for (const part of template.parts) {
    const text = typeof part === "string" ? part : (variables.get(part.variable) ?? "");
    length += text.length;
    // We count before we join: a text of many variables could use up the RAM.
    if (length > maximumTextLength) return undefined;
    texts.push(text);
  }
  return texts.join("");
}

/** The sentence about a variable in a place that takes no variables. */
export function notAllowed(place: string): Finding {
  return {
    code: "variable-not-allowed",
    message: `${place} is taken as it is: no variables are filled in there`,
    next: "Write the text itself; $${ stands for a literal ${.",
  };
}

const unclosed: Finding = {
  code: "unclosed-variable",
  message: "a ${ without its }",
  next: "Close it, as in ${vars.site}; write $${ for a literal ${.",
};

function mistake(inside: string): Finding {
  const name = inside.trim();
  if (/^env\b|^process\b/.test(name)) {
    return {
      code: "environment-variable",
      message: `\${${cut(inside)}}: variables of the process are never read into a manifest`,
      next: "Put the text under environments.NAME.vars, and write ${vars.NAME}.",
    };
  }
  const isBareName = /^(vars?\.)?[A-Za-z_][A-Za-z0-9_-]*$/.test(name);
  const meant = name.replace(/^vars?\./, "");
  return {
    code: "bad-variable",
    message: `${quote(inside)} is not a variable: only \${vars.NAME} is filled in`,
    next: isBareName
      ? `Did you mean \${vars.${cut(meant)}}? Write $\${ for a literal \${.`
      : "Write ${vars.NAME}, or $${ for a literal ${.",
  };
}
