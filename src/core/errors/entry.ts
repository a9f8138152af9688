/** What docs/errors.md says of one code, in Markdown. */
export interface ErrorEntry {
  /** One sentence: what happened. */
  readonly cause: string;
  /** One sentence or two: what to do, and what to type. */
  readonly remedy: string;
}

/** Entries by code. Codes are stable, for scripts match on them: lower case with dashes. */
export type ErrorEntries = Readonly<Record<string, ErrorEntry>>;
