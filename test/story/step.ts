import type { Story } from "./story.ts";

/** One command of the story, and what happened before it. */
export interface Step {
  /** Names the golden file. */
  readonly name: string;
  /** Why it is there: sentences, which head the golden file. */
  readonly why: string;
  /** What changes before the command runs: files, or Anon's console. */
  readonly before?: (story: Story) => void | Promise<void>;
  /** What is typed after `anon-sync`. */
  readonly command: readonly string[] | ((story: Story) => readonly string[]);
  /** Where ANON_BASE_URL points to, with the key that belongs there; sandbox where left out. */
  readonly at?: "sandbox" | "production";
}

/** Receipts come in the order of the answers; one request at once makes that the plan's order. */
export const inOrder = ["--parallelism", "1"];

/** The digest that the plan before it printed. */
export function digest({ last }: Story): string {
  const found = /^Digest: (v2:[0-9a-f]{64})$/m.exec(last.stdout)?.[1];
  if (found === undefined) throw new Error(`no digest in ${last.stdout}`);
  return found;
}
