import type { PlanRecord } from "../../core/plan/plan-document.ts";
import type { Style } from "../style.ts";
import { jsonText } from "../text.ts";

/** Options of a format of a plan. */
export interface PlanWriting {
  readonly style: Style;
  /** Whether the plan comes from --refresh-only. */
  readonly isDriftOnly: boolean;
}

/** A format of `plan` and `show`. A new format needs a file, and an entry in planFormats. */
export interface PlanFormat {
  /** The name that --format takes. */
  readonly name: string;
  /** The purpose of the format, for --help. */
  readonly help: string;
  /** Loads what writes it: every command reads this list, for --help. */
  load(): Promise<(view: PlanRecord, writing: PlanWriting) => string>;
}

/** Every format of a plan, the default first. */
export const planFormats = [
  {
    name: "human",
    help: "for people, in a terminal or a log",
    async load() {
      const [{ renderPlan }, { renderDrift }] = await Promise.all([
        import("./human-plan.ts"),
        import("./drift.ts"),
      ]);
      return (view, { style, isDriftOnly }) =>
        (isDriftOnly ? renderDrift : renderPlan)(view, style);
    },
  },
  {
    name: "json",
    help: "for programs; the same as --json",
    async load() {
      const { planDocument } = await import("./json-plan.ts");
      return (view) => jsonText(planDocument(view));
    },
  },
  {
    name: "markdown",
    help: "for a comment in a pull request; cut at 60,000 characters, and then without the digest",
    async load() {
      const { renderMarkdown } = await import("./markdown-plan.ts");
      return (view, { isDriftOnly }) => renderMarkdown(view, { isDriftOnly }).text;
    },
  },
  {
    name: "gitlab-terraform",
    help: "for the widget of GitLab's merge requests (artifacts:reports:terraform)",
    async load() {
      const { gitlabTerraform } = await import("./gitlab-terraform.ts");
      return ({ plan }) => jsonText(gitlabTerraform(plan));
    },
  },
] as const satisfies readonly PlanFormat[];
