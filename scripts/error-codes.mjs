// Makes TypeScript of docs/errors.md. Each code of the tool has a section there.
import { format } from "prettier";

const banner =
  "// Written by scripts/generate.mjs from docs/errors.md. Change a section there, then `npm run generate`.\n";

/** Sections whose texts the tool prints, too: the heading's part before the code, and its table. */
const printed = [
  {
    stem: "guard ",
    name: "guardEntries",
    of: 'Guard["guard"]',
    comment: "Why nothing of a plan can be applied: `guards` of its JSON.",
  },
  {
    stem: "action ",
    name: "obstacleEntries",
    of: "Obstacle",
    comment:
      "Why one address of a plan cannot be applied, and all of the plan, or what depends on it.",
  },
  {
    stem: "stopped ",
    name: "stopEntries",
    of: 'StopReason["stop"]',
    comment: "Why an apply stopped sending before it was through.",
  },
];

/** The text of core/errors/codes.ts: the union of all codes that a problem can have. */
export function codesText(document) {
  const codes = sections(document).filter(({ heading }) => !heading.includes(" "));
  const union = codes.map(({ heading }) => `| ${JSON.stringify(heading)}`).join(" ");
  return typescript(
    `${banner}\n/** Every code that a problem can have. */\nexport type ErrorCode = ${union};\n`,
  );
}

/** The text of core/plan/stops.ts: the printed texts of guards, obstacles and stop reasons. */
export function stopsText(document) {
  const all = sections(document);
  const tables = printed.map(({ stem, name, of, comment }) => {
    const entries = all
      .filter(({ heading }) => heading.startsWith(stem))
      .map(({ heading, cause, remedy }) => {
        const [code] = heading.split(" ").slice(-1);
        return `${JSON.stringify(code)}: ${JSON.stringify({ cause, remedy })},`;
      });
    return `/** ${comment} */\nexport const ${name} = {\n${entries.join("\n")}\n} as const satisfies Readonly<Record<${of}, Entry>>;\n`;
  });
  return typescript(`${banner}
import type { ActionName, actionTable } from "./action.ts";
import type { StopReason } from "./applied.ts";
import type { Guard } from "./input.ts";

/** What docs/errors.md says of one, in Markdown: what happened, and what to do. */
interface Entry {
  readonly cause: string;
  readonly remedy: string;
}

/** The names of the actions that keep something from being applied. */
type Obstacle = {
  [Name in ActionName]: (typeof actionTable)[Name]["effect"] extends "skip" | "stop" ? Name : never;
}[ActionName];

${tables.join("\n")}`);
}

/** Each section of one code: its heading, the cause, and the remedy behind the arrow. */
function sections(document) {
  const found = document.matchAll(/^### (.+)\n\n(.+)\n\n→ (.+)$/gm);
  return Array.from(found, ([, heading, cause, remedy]) => ({ heading, cause, remedy }));
}

function typescript(text) {
  return format(text, { parser: "typescript", printWidth: 100 });
}
