import { dirname, join, resolve } from "node:path";
import { exitCode } from "../core/exit-code.ts";
import type { Disk } from "../core/ports.ts";
import { Failure } from "../core/problem.ts";
import { writeFully } from "../files/atomic-write.ts";
import { maximumManifestBytes } from "../files/manifest/limits.ts";
import type { Manifest } from "../files/manifest/manifest.ts";
import { parseManifest } from "../files/manifest/parse.ts";
import { resolveManifest } from "../files/manifest/resolve.ts";
import { manifestTemplate } from "../files/manifest/template.ts";
import { kinds } from "../kinds/index.ts";
import { commandLine, keyVariables } from "../report/command-words.ts";
import { bare } from "../report/text.ts";
import type { Context } from "./context.ts";
import { missingIgnoreLines } from "./git-ignore.ts";
import { prepareLockfile, type PreparedLockfile } from "./init-lockfile.ts";
import { requireManifest } from "./manifest-file.ts";
import type { Options, RunCommand } from "./options.ts";
import { shownPath } from "./session.ts";

/**
 * `anon-sync init`: a commented manifest, the .gitignore lines, and an empty lockfile for one
 * environment. What is there is kept. Everything that can refuse is asked before anything is
 * written, so that a refusal leaves the folder as it was.
 */
export const run: RunCommand = async (context, options) => {
  const { disk } = context.system;
  const path = resolve(context.currentFolder, options.config);
  const template = (await isThere(disk, path)) ? undefined : manifestTemplate(options.env);
  const manifest = await manifestOf(context, options, template);
  const environment = manifest.environments.get(options.env);
  if (environment === undefined)
    throw new Failure(exitCode.invalid, resolveManifest(manifest, options.env, kinds).problems);
  const ignoreFile = join(dirname(path), ".gitignore");
  const ignore = await disk.read(ignoreFile, maximumManifestBytes);
  const lockfile = await prepareLockfile(context, options, environment);

  const said: string[] = [];
  if (template === undefined) said.push(`Kept ${bare(options.config)}, which is there already.`);
  else {
    await writeNew(disk, path, template);
    said.push(`Wrote ${bare(options.config)}.`);
  }
  said.push(await writeIgnoreLines(context, ignoreFile, ignore), await lockfile.write());
  const next = nextSteps(options, lockfile);
  context.out.write(`${[...said, "", "What to do next:", ...next].join("\n")}\n`);
  return exitCode.done;
};

/** The manifest that is there, or the one that the template makes. Throws a Failure. */
async function manifestOf(
  context: Context,
  { config, env }: Options,
  template: string | undefined,
): Promise<Manifest> {
  if (template === undefined) return (await requireManifest(context, config)).manifest;
  const { manifest, problems } = parseManifest(new TextEncoder().encode(template), config, kinds);
  if (manifest !== undefined) return manifest;
  // Nothing in the template can be wrong but the name it was made for.
  throw new Failure(
    exitCode.invalid,
    problems.slice(0, 1).map(({ code, severity, message }) => ({
      code,
      severity,
      message: `${JSON.stringify(env)} cannot name an environment: ${message}.`,
      next: "Choose a name of letters, digits, - and _ that begins with a letter: -e staging",
    })),
  );
}

/** A name that is taken, by whatever it is, is never written to. */
async function isThere(disk: Disk, path: string): Promise<boolean> {
  const names = await disk.list(dirname(path));
  return names.some((name) => join(dirname(path), name) === path);
}

async function writeIgnoreLines(
  context: Context,
  path: string,
  present: Uint8Array | undefined,
): Promise<string> {
  const { disk } = context.system;
  const shown = bare(shownPath(context, path));
  const lines = missingIgnoreLines(new TextDecoder().decode(present ?? new Uint8Array()));
  if (lines === "") return `Kept ${shown}, which has its lines already.`;
  if (present === undefined) await writeNew(disk, path, lines);
  else await append(disk, path, lines);
  return `${present === undefined ? "Wrote" : "Added what was missing to"} ${shown}.`;
}

async function writeNew(disk: Disk, path: string, text: string): Promise<void> {
  const file = await disk.create(path, 0o644);
  try {
    await writeFully(file, new TextEncoder().encode(text), 0);
    await file.sync();
  } finally {
    await file.close();
  }
  await disk.syncDirectory(dirname(path));
}

/** At its end and in place: the file is the user's, with its mode and its owner. */
async function append(disk: Disk, path: string, text: string): Promise<void> {
  const file = await disk.open(path);
  try {
    await writeFully(file, new TextEncoder().encode(text), await file.size());
  } finally {
    await file.close();
  }
}

function nextSteps(options: Options, lockfile: PreparedLockfile): string[] {
  const environment = { name: options.env };
  const config = options.config === "anon.config.yaml" ? [] : ["-c", options.config];
  const command = (name: string) => commandLine(environment, [name, ...config]);
  const steps = [
    `Edit ${bare(options.config)}: what should exist in your Anon organization.`,
    `Check it: ${["anon-sync validate", ...config].join(" ")}`,
    ...(lockfile.isEmulator
      ? [
          "Start a local Anon API in another terminal, and set what it prints: anon-sync emulator start",
        ]
      : [`Set the API key: ${keyVariables(environment)} (never in a file).`]),
    `See what would be created: ${command("plan")}`,
    `Create it: ${command("apply")}`,
    ...(lockfile.isEmulator
      ? []
      : [`Commit ${bare(lockfile.shown)} after every apply: it is the only inventory of the ids.`]),
  ];
  return steps.map((step, index) => `  ${index + 1}. ${step}`);
}
