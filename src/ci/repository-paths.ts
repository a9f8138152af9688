import { resolve } from "node:path";
import { Failure, type Problem } from "../core/errors/problem.ts";
import { checkoutFolder } from "../session/checkout.ts";
import type { Context } from "../session/context.ts";
import { insideOf } from "../session/inside-of.ts";

type Place = Pick<Context, "currentFolder" | "variables" | "system">;

/**
 * How a host of repositories names a path, as the user typed it: from the top folder, with slashes;
 * what is outside keeps its name.
 */
export async function namerFromTop(context: Place): Promise<(path: string) => string> {
  const top = await topFolder(context);
  return (path) => insideOf(top, resolve(context.currentFolder, path)) ?? path;
}

/** Problems with files so named. What has no file is the problem of `file`. */
export async function fromRepositoryTop(
  context: Place,
  problems: readonly Problem[],
  file: string,
): Promise<readonly Problem[]> {
  if (problems.length === 0) return [];
  const nameOf = await namerFromTop(context);
  return problems.map((problem) => ({ ...problem, file: nameOf(problem.file ?? file) }));
}

async function topFolder({ currentFolder, variables, system }: Place): Promise<string> {
  const checkout = checkoutFolder(variables) ?? currentFolder;
  try {
    return (await system.git.workTree(currentFolder))?.root ?? checkout;
  } catch (error) {
    // No git in the job's image, or one that mistrusts the owner of the folder.
    if (error instanceof Failure) return checkout;
    throw error;
  }
}
