import { suite } from "uvu";
import * as assert from "uvu/assert";
import { readInput } from "../../src/session/input-file.ts";
import { exitCode } from "../../src/core/errors/exit-code.ts";
import { DiskError, type Disk } from "../../src/core/ports.ts";
import { Failure } from "../../src/core/errors/problem.ts";
import { disk } from "../../src/system/disk.ts";

const Input = suite("files that the user names");

/** What reading a manifest throws if the disk answers with this code. */
async function thrown(code: string): Promise<unknown> {
  const failing: Disk = {
    ...disk,
    read: (path) => Promise.reject(new DiskError(code, path, `${code} at ${path}`)),
  };
  const system = { disk: failing } as unknown as Parameters<typeof readInput>[0]["system"];
  const input = {
    file: "a.yaml",
    maximumBytes: 1,
    noun: "manifest" as const,
    ifMissing: "Write one.",
  };
  return readInput({ currentFolder: "/", system }, input).catch((error: unknown) => error);
}

Input("one that cannot be what was meant is a mistake of the command line", async () => {
  for (const code of ["ENOENT", "EACCES", "NOT_A_FILE", "TOO_LARGE", "ELOOP", "ENOTDIR"]) {
    const error = await thrown(code);
    assert.is(error instanceof Failure && error.exitCode, exitCode.invalid, code);
  }
});

Input("a disk that fails is no mistake of the user's", async () => {
  for (const code of ["EIO", "EMFILE", "ESTALE"]) {
    const error = await thrown(code);
    assert.is(error instanceof DiskError && error.code, code);
  }
});

Input.run();
