import { exitCode } from "../core/errors/exit-code.ts";
import { failure } from "../core/errors/problem.ts";
import { keyConflict } from "../core/names/key-variables.ts";
import { bare } from "../report/text.ts";
import type { Context } from "./context.ts";
import { withoutFlags } from "./options.ts";

/**
 * Refuses an organization whose key would be an environment's: a folder `orgs/production` must not get
 * the key of everybody's production. `environments` are those that are known beside the built-in ones;
 * `source` says where the name comes from. Throws a Failure that names both readings.
 */
export function refuseKeyConflict(
  keyOf: string,
  environments: Iterable<string>,
  source: string,
): void {
  const conflict = keyConflict(keyOf, environments);
  if (conflict === undefined) return;
  const { variable, environment } = conflict;
  throw failure(
    exitCode.invalid,
    "organization-is-an-environment",
    `${variable} has two readings: the key of the organization ${bare(keyOf)} (${source}), and the key of the environment ${environment}. Nothing was done.`,
    "Rename the folder, or name the organization otherwise with --key-of, so that its name is no environment's.",
  );
}

/**
 * The environments of the manifest in the folder where a run of several starts: their variables may be
 * set beside those of the organizations. Empty if there is none, or if it is not valid: then no run of
 * its own takes a key either.
 */
export async function environmentsHere(
  context: Pick<Context, "currentFolder" | "system">,
): Promise<readonly string[]> {
  const { config } = withoutFlags;
  const names = await context.system.disk.list(context.currentFolder);
  if (!names.includes(config)) return [];
  const { loadManifest } = await import("./manifest-file.ts");
  const { manifest } = await loadManifest(context, config);
  return [...(manifest?.environments.keys() ?? [])];
}
