import type { Story } from "./story.ts";

/** One command of the story, with the events before it. */
export interface Step {
  /** The name of the golden file. */
  readonly name: string;
  /** The reason for the step: sentences at the head of the golden file. */
  readonly why: string;
  /** Changes files, or Anon's console, before the command runs. */
  readonly before?: (story: Story) => void | Promise<void>;
  /** The words that a user types after `anon-sync`. */
  readonly command: readonly string[] | ((story: Story) => readonly string[]);
  /** The target of ANON_BASE_URL, with the key for that target; sandbox if left out. */
  readonly at?: "sandbox" | "production";
}

/** Receipts come in the order of the answers; with one request at once, this is the plan's order. */
export const inOrder = ["--parallelism", "1"];

/** Returns the digest that the plan before it printed. Throws if there is none. */
export function digest({ last }: Story): string {
  const found = /^Digest: (v2:[0-9a-f]{64})$/m.exec(last.stdout)?.[1];
  if (found === undefined) throw new Error(`no digest in ${last.stdout}`);
  return found;
}
