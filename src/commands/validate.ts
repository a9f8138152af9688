import { exitCode } from "../core/errors/exit-code.ts";
import { Failure, type Problem } from "../core/errors/problem.ts";
import type { Manifest } from "../manifest/manifest.ts";
import { resolveManifest } from "../manifest/resolve.ts";
import { kinds } from "../kinds/index.ts";
import { problemFormats } from "../report/problems/problem-formats.ts";
import { countProblems, renderProblems } from "../report/problems/problems.ts";
import { bare, counted } from "../report/text.ts";
import type { Context } from "../session/context.ts";
import { chosenFormat } from "../session/format.ts";
import { loadManifest } from "../session/manifest-file.ts";
import type { RunCommand, ValidateOptions } from "../session/options.ts";
import { fromRepositoryTop } from "../ci/repository-paths.ts";

/**
 * `anon-sync validate`: every problem of the manifest, offline. What a format is goes to stdout, and
 * the problems for people to stderr; with --json the diagnostics are all there is.
 */
export const run: RunCommand<ValidateOptions> = async (context, options) => {
  const { config: file } = options;
  const env = options.isEnvTyped === true ? options.env : undefined;
  const { err, out } = context;
  const format = chosenFormat(problemFormats, options);
  const { manifest, problems, text } = await problemsOf(context, file, env);
  context.summarize?.(countProblems(problems));
  if (format.tellsPeople) err.write(renderProblems(problems, new Map([[file, text]]), err.style));
  const write = await format.load();
  const placed =
    format.pathsFrom === "repository" ? await fromRepositoryTop(context, problems, file) : problems;
  out.write(write({ problems: placed, verdict: verdict(file, manifest, problems) }));
  return manifest === undefined ? exitCode.invalid : exitCode.done;
};

interface Validated {
  readonly manifest?: Manifest;
  readonly problems: readonly Problem[];
  readonly text: string;
}

/** A file that cannot be read is a problem of the manifest too. */
async function problemsOf(
  context: Context,
  file: string,
  environment: string | undefined,
): Promise<Validated> {
  try {
    const { manifest, problems, text } = await loadManifest(context, file);
    // All environments are checked in any case; one that is named must also be there.
    const missing =
      manifest === undefined || environment === undefined
        ? []
        : resolveManifest(manifest, environment, kinds).problems;
    return {
      ...(manifest !== undefined && missing.length === 0 && { manifest }),
      problems: [...problems, ...missing],
      text,
    };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { problems: error.problems, text: "" };
  }
}

function verdict(
  file: string,
  manifest: Manifest | undefined,
  problems: readonly Problem[],
): string {
  const count = countProblems(problems);
  if (manifest === undefined) return `${bare(file)} is not valid: ${count}.\n`;
  const held = [
    ...kinds.map(({ collection, label }) =>
      counted(manifest.resources.filter((each) => each.collection === collection).length, label),
    ),
    counted(manifest.environments.size, "environment"),
  ];
  const warnings = count === "" ? "" : ` (${count})`;
  return `${bare(file)} is valid: ${held.join(", ")}${warnings}.\n`;
}
