import { exitCode } from "../core/errors/exit-code.ts";
import { keyVariables } from "../report/suggested-command.ts";
import { renderTable } from "../report/table.ts";
import { bare } from "../report/text.ts";
import { environmentsHere } from "../session/key-conflicts.ts";
import type { RunCommand, WorkspaceCommandOptions } from "../session/options.ts";
import { checkApart, findManifests } from "../workspace/manifests.ts";
import { select, shardsOf } from "../workspace/selection.ts";

/**
 * `anon-sync workspace PATTERN`: the manifests that --workspace takes, with the variables of their keys;
 * or, for the matrix of a job in GitHub Actions, the shards that hold any of them. Offline.
 */
export const run: RunCommand<WorkspaceCommandOptions> = async (
  context,
  options,
  [pattern = "**/anon.config.yaml"],
) => {
  const all = await findManifests(context, pattern);
  checkApart(all, await environmentsHere(context));
  const { manifests, sentence } = await select(context, all, options);
  const { githubMatrix } = options;
  if (githubMatrix !== undefined) {
    // In one line, for that is what GITHUB_OUTPUT takes.
    const shard = await shardsOf(context, manifests, githubMatrix);
    context.out.write(`${JSON.stringify({ shard })}\n`);
    return exitCode.done;
  }
  const rows = manifests.map(({ file, keyOf }) => {
    return [bare(file), keyVariables({ name: "ENVIRONMENT", keyOf })];
  });
  const table = renderTable(["manifest", "key"], rows, context.out.style);
  context.out.write(table.map((line) => `${line}\n`).join(""));
  context.err.write(`Workspace: ${sentence}\n`);
  return exitCode.done;
};
