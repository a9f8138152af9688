import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { Failure } from "../../src/core/errors/problem.ts";
import { refuseStrayState } from "../../src/store/places.ts";
import { disk } from "../../src/system/disk.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { lineageOf } from "../../src/core/names/lineage.ts";

const Stray = suite("state beside a lockfile that is in a repository now");

const lineage = lineageOf("6a7c2f3e-1111-4222-8333-444455556666");

/** The problem of a folder whose `.anon-sync/<lineage>` holds these files; undefined if none. */
async function problemWith(names: readonly string[], stateDirectory?: string) {
  const folder = temporaryFolder();
  const stray = join(folder, ".anon-sync", lineage);
  mkdirSync(stray, { recursive: true });
  for (const name of names) writeFileSync(join(stray, name), "");
  const places = {
    lockfile: join(folder, "anon.lock.sandbox.json"),
    stateDirectory: stateDirectory ?? join(folder, ".anon-sync"),
    name: "anon.lock.sandbox.json",
  };
  try {
    await refuseStrayState(disk, places, lineage);
    return undefined;
  } catch (error) {
    return error instanceof Failure ? error.problems[0] : undefined;
  }
}

Stray("a journal or a ledger there is refused: it would not be seen", async () => {
  for (const name of ["journal", "ledger"]) {
    // A user types the printed text into a shell: a folder's name must not be a part of the
    // command.
    const directory = join(temporaryFolder(), "a b'$(touch c)", "anon-sync");
    const problem = await problemWith([name], directory);
    assert.is(problem?.code, "stray-state", name);
    const [, command = ""] = /now: (.*)$/s.exec(problem?.next ?? "") ?? [];
    execFileSync("sh", ["-c", command], { cwd: dirname(dirname(directory)) });
    assert.ok(existsSync(join(directory, lineage, name)), command);
    assert.not(existsSync(join(dirname(dirname(directory)), "c")));
  }
});

Stray("a note of who held the lock is no state", async () => {
  assert.is(await problemWith(["holder.json"], "/repository/.git/anon-sync"), undefined);
  assert.is(await problemWith([], "/repository/.git/anon-sync"), undefined);
});

Stray("where that is the place to look, nothing is stray", async () => {
  assert.is(await problemWith(["journal", "ledger"]), undefined);
});

Stray.run();
