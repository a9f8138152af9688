// Writes docs/errors.md from the catalogue of errors (src/core/errors/catalogue.ts and errors/).
import { format } from "prettier";

const introduction = `<!-- Written by scripts/generate.mjs from src/core/errors/. Change that, then \`npm run generate\`. -->

# Errors

Every error is printed on stderr with its code, where it is and what to type next:
\`error[lost-ids]: …\`; warnings about a file likewise: \`warning[duplicate-name]: …\`. JSON has it as
\`code\` in two places: the \`diagnostics\` of \`validate --json\`, and the \`warnings\` of a plan
(\`plan --json\`; its text shows those without). Otherwise a command that refuses says why on stderr
with \`--json\` too, and may print nothing on stdout. Codes are stable, so scripts may match on them.
The message of the moment knows more than this page: file, line, address, id and the whole command
with its environment. Words in CAPITALS stand for your own.

`;

const sections = {
  guards:
    "A plan with one of these cannot be applied at all. They stand above its actions, and as `guards` in `plan --json`.",
  obstacles:
    "What a plan says of one address that it cannot apply: the `action` in `plan --json`. With `blocked` and `unsettled` the rest can be applied; with the others nothing is sent before they are answered.",
  stops:
    "Why `apply` ended before it was through: `stopped` in `apply --json`. What was done until then is kept, and running it again goes on.",
};

/**
 * The text of docs/errors.md: what each code, guard, obstacle and stop reason means, and each exit
 * code. Takes what src/core/errors/catalogue.ts, errors/stops.ts and exit-code.ts export.
 */
export function errorDocument(source) {
  const { errorSubjects, guardEntries, obstacleEntries, stopEntries } = source;
  const text = [
    introduction,
    "## Error codes\n",
    ...entries("", Object.assign({}, ...errorSubjects)),
    `## What a plan cannot apply\n\n${sections.guards}\n`,
    ...entries("guard ", guardEntries),
    `${sections.obstacles}\n`,
    ...entries("action ", obstacleEntries),
    `## Why an apply stopped\n\n${sections.stops}\n`,
    ...entries("stopped ", stopEntries),
    ...exitCodes(source),
  ].join("\n");
  return format(text, { parser: "markdown", printWidth: 100 });
}

/** The heading is the anchor: `#lost-ids`, `#guard-nothing-found`. */
function entries(stem, byCode) {
  return Object.entries(byCode)
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([code, { cause, remedy }]) => `### ${stem}${code}\n\n${cause}\n\n→ ${remedy}\n`);
}

function exitCodes({ exitCode, exitCodeMeanings }) {
  return [
    "## Exit codes\n",
    "| code | meaning |\n| --- | --- |",
    ...Object.entries(exitCodeMeanings).map(
      ([name, meaning]) => `| ${exitCode[name]} | ${meaning} |`,
    ),
  ];
}
