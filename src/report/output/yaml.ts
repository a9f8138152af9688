import { doNotEdit, type OutputFormat } from "./format.ts";

/** One map, name → value. */
export const yaml = {
  name: "yaml",
  help: "one map, name to value",
  async render(values) {
    // Loaded here: the list of formats is read by every command, for --help.
    const { stringify } = await import("yaml");
    const text = stringify(Object.fromEntries(values), {
      // Parsers of YAML 1.1 are everywhere: to them a bare `NO` is false and 1e3 a number.
      version: "1.1",
      defaultStringType: "QUOTE_DOUBLE",
      defaultKeyType: "PLAIN",
      lineWidth: 0,
    });
    return `# ${doNotEdit}\n${text}`;
  },
} satisfies OutputFormat;
