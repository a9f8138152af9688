import type { CommitAuthor } from "../core/remote-refs.ts";

/** What a CI says of the run that it started. */
export interface CiRun {
  readonly host: "github" | "gitlab" | "other";
  /** The page that shows this run. */
  readonly url?: string;
  /** The branch that is checked out; absent for tags and for pull and merge requests. */
  readonly branch?: string;
  /** What started it, in the host's words: `push`, `pull_request`, `merge_request_event`. */
  readonly event?: string;
  /** Who started it, as the author of a commit. */
  readonly author?: CommitAuthor;
}

/** What started a run whose files may be a stranger's. */
export interface UntrustedEvent {
  /** In the host's words, as `--allow-event` takes it. */
  readonly name: string;
  /** Follows the name in a sentence: ` for a fork`, or nothing. */
  readonly cause: string;
}
