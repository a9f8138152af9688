/**
 * Values as a step of GitHub Actions appends them to the file that GITHUB_OUTPUT names, in the form
 * for texts of any kind. `delimiter` must be impossible to guess: a value that contains it could
 * set other names. Throws an Error for such a value.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
export function githubOutputs(values: ReadonlyMap<string, string>, delimiter: string): string {
  return [...values]
    .map(([name, value]) => {
      if (value.includes(delimiter)) throw new Error(`the value of ${name} holds its delimiter`);
      return `${name}<<${delimiter}\n${value}\n${delimiter}\n`;
    })
    .join("");
}
