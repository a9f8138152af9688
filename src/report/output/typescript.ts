import { doNotEdit, type OutputFormat } from "./format.ts";

/** A module that exports one constant, each value a literal type. */
export const typescript = {
  name: "typescript",
  help: "a module that exports one constant",
  render(values) {
    // A name is an identifier: the manifest's schema and the derived names see to that.
    const lines = [...values].map(([name, value]) => `  ${name}: ${JSON.stringify(value)},\n`);
    return `// ${doNotEdit}\nexport const anon = {\n${lines.join("")}} as const;\n`;
  },
} satisfies OutputFormat;
