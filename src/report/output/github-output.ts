import type { OutputFormat } from "./format.ts";

/**
 * `NAME=value` lines, as a step of GitHub Actions appends them to the file that GITHUB_OUTPUT names.
 * No quotes: the runner takes the rest of the line as it is. No value can hold a newline, with
 * which it could set other names.
 */
export const githubOutput = {
  name: "github-output",
  help: "outputs of a step: appended to the file that GITHUB_OUTPUT names",
  render: (values) => [...values].map(([name, value]) => `${name}=${value}\n`).join(""),
} satisfies OutputFormat;
