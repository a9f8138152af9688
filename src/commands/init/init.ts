import { dirname, resolve } from "node:path";
import { exitCode } from "../../core/errors/exit-code.ts";
import { Failure, failure } from "../../core/errors/problem.ts";
import { kinds } from "../../kinds/index.ts";
import { resolveManifest } from "../../manifest/resolve.ts";
import { manifestTemplate } from "../../manifest/template.ts";
import { suggestedCommand, keyVariables } from "../../report/suggested-command.ts";
import { bare, shellWord } from "../../report/text.ts";
import { requireManifest } from "../../session/manifest-file.ts";
import type { InitOptions, RunCommand } from "../../session/options.ts";
import { commandContext, configFlag } from "../../session/typed-flags.ts";
import { isThere, writeNew } from "../../store/new-file.ts";
import { driverStep } from "./git-files.ts";
import { manifestOfText, prepareGitFiles } from "./init-files.ts";
import { initFromIds } from "./init-from-ids.ts";
import { prepareLockfile, type PreparedLockfile } from "./init-lockfile.ts";

/**
 * `anon-sync init`: a commented manifest, the lines of .gitignore and .gitattributes, and an empty
 * lockfile for one environment. What is there is kept. Everything that can refuse is asked before anything is
 * written, so that a refusal leaves the folder as it was.
 */
export const run: RunCommand<InitOptions> = async (context, options) => {
  if (options.fromIds !== undefined) return initFromIds(context, options, options.fromIds);
  if (options.skipMissing === true)
    throw failure(
      exitCode.invalid,
      "missing-value",
      "--skip-missing is for --from-ids: nothing else is looked up.",
      suggestedCommand(commandContext(options), ["init", "--from-ids", "FILE", "--skip-missing"]),
    );
  const { disk } = context.system;
  const path = resolve(context.currentFolder, options.config);
  const template = (await isThere(disk, path)) ? undefined : manifestTemplate(options.env);
  const manifest =
    template === undefined
      ? (await requireManifest(context, options.config)).manifest
      : manifestOfText(options, template);
  const environment = manifest.environments.get(options.env);
  if (environment === undefined)
    throw new Failure(exitCode.invalid, resolveManifest(manifest, options.env, kinds).problems);
  const writeGitFiles = await prepareGitFiles(context, dirname(path));
  const lockfile = await prepareLockfile(context, options, environment);

  const lines: string[] = [];
  if (template === undefined) lines.push(`Kept ${bare(options.config)}, which is there already.`);
  else {
    await writeNew(disk, path, template);
    lines.push(`Wrote ${bare(options.config)}.`);
  }
  lines.push(...(await writeGitFiles()), await lockfile.write());
  const next = nextSteps(options, lockfile);
  context.out.write(`${[...lines, "", "What to do next:", ...next].join("\n")}\n`);
  return exitCode.done;
};

function nextSteps(options: InitOptions, lockfile: PreparedLockfile): string[] {
  const environment = commandContext(options);
  const command = (name: string) => suggestedCommand(environment, [name]);
  // It takes no other flag, and checks every environment.
  const validate = ["anon-sync", "validate", ...configFlag(options)].map(shellWord).join(" ");
  const steps = [
    `Edit ${bare(options.config)}: what should exist in your Anon organization.`,
    `Check it: ${validate}`,
    ...(lockfile.isEmulator
      ? [
          "Start a local Anon API in another terminal, and set what it prints: anon-sync emulator start",
        ]
      : [`Set the API key: ${keyVariables(environment)} (never in a file).`]),
    `See what would be created: ${command("plan")}`,
    `Create it: ${command("apply")}`,
    ...(lockfile.isEmulator
      ? []
      : [
          `Commit ${bare(lockfile.shown)} after every apply: it is the only inventory of the ids.`,
          driverStep,
        ]),
  ];
  return steps.map((step, index) => `  ${index + 1}. ${step}`);
}
