declare const brand: unique symbol;

/** A branch name that git allows (git-check-ref-format(1)) and that no program takes for a flag. */
export type BranchName = string & { readonly [brand]: "branch" };

// oxlint-disable-next-line no-control-regex
const forbidden = /[\u0000-\u0020\u007f~^:?*[\\]|\.\.|@\{|\/\/|^[-/]|[/.]$|(^|\/)\.|\.lock(\/|$)/;

/** The branch that a text names; undefined if git has no such name. */
export function parseBranchName(text: string): BranchName | undefined {
  const isName = text !== "" && text !== "@" && text !== "HEAD" && !forbidden.test(text);
  return isName && text.length <= 244 ? (text as BranchName) : undefined;
}

/** The ref of a branch. */
export function branchRef(branch: BranchName): string {
  return `refs/heads/${branch}`;
}
