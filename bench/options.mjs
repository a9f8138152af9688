// The functions that the benchmarks' command lines share.
import { spawnSync } from "node:child_process";
import { join } from "node:path";

/** Whole numbers, set apart by commas: `0,20`. Throws if one is none. */
export function numbersOf(name, text) {
  return text.split(",").map((word) => numberOf(name, word));
}

/** One whole number. Throws if it is none. */
export function numberOf(name, word) {
  if (!/^\d+$/.test(word)) throw new Error(`--${name} ${word}: a whole number is wanted`);
  return Number(word);
}

/** Builds dist/, since a benchmark must not measure an older build. Throws an Error on failure. */
export function build() {
  const script = join(import.meta.dirname, "..", "scripts", "build.mjs");
  const { status, stderr } = spawnSync(process.execPath, [script], { encoding: "utf8" });
  if (status !== 0) throw new Error(`the build failed:\n${stderr}`);
}
