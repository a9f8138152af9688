import { doNotEdit, type OutputFormat } from "./format.ts";

/** `NAME=value` lines that dotenv libraries, `docker --env-file` and a POSIX shell read alike. */
export const dotenv = {
  name: "dotenv",
  help: "NAME=value lines for dotenv and for shells",
  render(values) {
    const lines = [...values].map(([name, value]) => `${name}=${quoted(value)}`);
    return `# ${doNotEdit}\n${lines.map((line) => `${line}\n`).join("")}`;
  },
} satisfies OutputFormat;

/** As it is where nobody reads anything into it; else in quotes, for shells would expand it. */
function quoted(value: string): string {
  if (/^[A-Za-z0-9_./:@%+,-]+$/.test(value)) return value;
  if (!value.includes("'")) return `'${value}'`;
  return `"${value.replaceAll(/["$\\`]/g, "\\$&")}"`;
}
