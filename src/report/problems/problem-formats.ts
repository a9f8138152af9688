import type { Problem } from "../../core/errors/problem.ts";
import { jsonText } from "../text.ts";

/** The findings of `validate`. */
export interface Checked {
  readonly problems: readonly Problem[];
  /** The summary for people; ends with a newline. */
  readonly verdict: string;
}

/** A format of `validate`. A new format needs a file, and an entry in problemFormats. */
export interface ProblemFormat {
  /** The name that --format takes. */
  readonly name: string;
  /** The purpose of the format, for --help. */
  readonly help: string;
  /** Whether paths are relative to the user's folder, or to the repository's top folder. */
  readonly pathsFrom: "here" | "repository";
  /** Whether stderr lists the problems for people, too: not if a program reads both streams. */
  readonly tellsPeople: boolean;
  /** Loads the format's writer on demand: every command reads this list, for --help. */
  load(): Promise<(checked: Checked) => string>;
}

/** Every format of problems, the default first. */
export const problemFormats = [
  {
    name: "human",
    help: "for people: the problems on stderr, the verdict on stdout",
    pathsFrom: "here",
    tellsPeople: true,
    load: async () => (checked) => checked.verdict,
  },
  {
    name: "json",
    help: "for programs; the same as --json",
    pathsFrom: "here",
    tellsPeople: false,
    async load() {
      const { problemsJson } = await import("./problems.ts");
      return ({ problems }) => jsonText(problemsJson(problems));
    },
  },
  {
    name: "github",
    help: "annotations of GitHub Actions, at the lines of a pull request",
    pathsFrom: "repository",
    tellsPeople: true,
    async load() {
      const { githubAnnotations } = await import("./github-annotations.ts");
      return ({ problems }) => githubAnnotations(problems);
    },
  },
  {
    name: "gitlab-codequality",
    help: "for GitLab's Code Quality (artifacts:reports:codequality)",
    pathsFrom: "repository",
    tellsPeople: true,
    async load() {
      const { gitlabCodequality } = await import("./gitlab-codequality.ts");
      return ({ problems }) => jsonText(gitlabCodequality(problems));
    },
  },
] as const satisfies readonly ProblemFormat[];
