import type { Context } from "./context.ts";

/** Whether GitHub Actions, or what acts like it, runs this: it sets the variable to nothing else. */
export function isGitHubActions({ variables }: Pick<Context, "variables">): boolean {
  return variables["GITHUB_ACTIONS"] === "true";
}
