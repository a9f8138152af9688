import { execFile } from "node:child_process";
import { join } from "node:path";
import { repositoryFolder } from "../support/repository.ts";

/** Runs scripts/simulate.mjs to its end. */
export function simulate(...words: string[]): Promise<{ code: number; stdout: string }> {
  const script = join(repositoryFolder, "scripts", "simulate.mjs");
  return new Promise((resolve) => {
    execFile(process.execPath, [script, ...words], { maxBuffer: 1e9 }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code ?? 1), stdout: stdout + stderr }),
    );
  });
}
