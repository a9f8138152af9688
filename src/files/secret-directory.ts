import { dirname, join } from "node:path";
import { exitCode } from "../core/exit-code.ts";
import { DiskError, type Disk, type Git } from "../core/ports.ts";
import { failure, type Failure } from "../core/problem.ts";
import type { SecretSinks } from "../core/secret-sink.ts";
import { writeFully } from "./atomic-write.ts";

/**
 * Puts each secret into a new file of its own, mode 0600, in an existing folder that git does not
 * reach: outside every work tree, or ignored. The file is opened before the create is sent.
 */
export function secretDirectory(
  { disk, git }: { disk: Disk; git: Git },
  folder: string,
  environment: string,
): SecretSinks {
  return {
    async open(address) {
      const place = join(folder, `${environment}.${address}.secret`);
      await refuseGitsReach(git, folder, place);
      const file = await disk.create(place, 0o600).catch(async (error: unknown) => {
        throw notOpened(place, error, await isEmpty(disk, place));
      });
      return {
        place,
        async write(secret) {
          await writeFully(file, new TextEncoder().encode(`${secret}\n`), 0);
          await file.sync();
          await file.close();
          await disk.syncDirectory(dirname(place));
        },
        async discard() {
          await file.close();
          await disk.remove(place);
        },
      };
    },
  };
}

async function refuseGitsReach(git: Git, folder: string, place: string): Promise<void> {
  const workTree = await git.workTree(folder);
  if (workTree === undefined || (await git.ignores(workTree.root, place))) return;
  throw failure(
    exitCode.refused,
    "secrets-in-git",
    `${folder} is inside a git work tree and not ignored: a secret there would be committed.`,
    "Name a folder outside the repository, or one that .gitignore covers.",
  );
}

/** Whether a file holds nothing. Where that cannot be known it may hold a secret. */
async function isEmpty(disk: Disk, place: string): Promise<boolean> {
  const bytes = await disk.read(place, 0).catch(() => undefined);
  return bytes?.length === 0;
}

/**
 * An empty file is not simply taken: it may be of a run that was cut off, but also of one that
 * waits for its answer at this moment, and would lose its secret.
 */
function notOpened(place: string, error: unknown, empty: boolean): Failure {
  const code = error instanceof DiskError ? error.code : "";
  const there = empty
    ? `That file is empty: a run that was cut off left it. If no other run is under way: rm ${place}`
    : "A secret is never overwritten. Move that file to where it belongs, then run again.";
  const next =
    code === "EEXIST" ? there : "Name an existing folder that you may write to: --secrets-dir DIR";
  const why = error instanceof Error ? error.message : String(error);
  return failure(
    exitCode.refused,
    "secret-place",
    `The file ${place} for a secret cannot be made (${why}). Nothing was sent.`,
    next,
  );
}
