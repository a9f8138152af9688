import { fc } from "../support/properties.ts";

/** Texts that have harmed terminals, logs and readers before, and a few harmless ones. */
const pieces = [
  "::error::x",
  "##[error]",
  "##",
  "[group]",
  "##vso[task]",
  "\n",
  "\r",
  "\b",
  "\u0000",
  "\u001B[2J",
  "\u009B2J",
  "\u001B]0;title\u0007",
  "\u202E",
  "\u2066",
  "\u2028",
  "\uD800",
  " ",
  "words of a text",
  "'",
  '"',
  "`",
  "$(x)",
  "\\",
  "\u200B",
  "e\u0301",
  "👥",
];

/** Texts with a meaning in markdown, HTML and Mermaid. */
const markup = [
  "```",
  "\n```\n",
  "~~~",
  "<img src=x onerror=y>",
  "</details>",
  "<!--",
  "@octocat",
  "#1",
  "octo/repo#1",
  "https://example.com",
  "www.example.com",
  "[link](https://example.com)",
  "![image](https://example.com/x.png)",
  "**",
  "\n# ",
  "|",
  "&lt;",
  "&#64;octocat",
  "$`x`$",
  "%%{init: {}}%%",
  '"]; click n0 "https://example.com"',
  "#quot;",
  "#96;",
  "%0A",
  ",",
];

/** A text from outside with any of the first pieces. */
export const hostile = textOf(pieces);

/** A text from outside with any of these pieces and of the markup. */
export const hostileMarkup = textOf([...pieces, ...markup]);

function textOf(of: readonly string[]): fc.Arbitrary<string> {
  return fc.array(fc.constantFrom(...of), { maxLength: 12 }).map((chosen) => chosen.join(""));
}
