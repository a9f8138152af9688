import type { CommitAuthor } from "./remote-refs.ts";

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

/**
 * The events of GitHub that can put a stranger's files beside this repository's secrets, by name; see
 * ci/untrusted-event.ts.
 */
export const untrustedEvents = ["pull_request_target", "workflow_run"] as const;
export type UntrustedEvent = (typeof untrustedEvents)[number];
