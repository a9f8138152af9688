// The machine of a measurement.
import { spawnSync } from "node:child_process";
import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { median } from "./figures.mjs";

/** { node, cpu, cpus, syncMs }: syncMs is the median time of an fdatasync in tmpdir(). */
export function machine(node) {
  const { stdout } = spawnSync(node, ["--version"], { encoding: "utf8" });
  const all = cpus();
  const cpu = all[0]?.model ?? "unknown";
  return { node: stdout.trim(), cpu, cpus: all.length, syncMs: syncMs() };
}

/** The result of `machine` as a line. */
export function machineLine({ node, cpu, cpus: count, syncMs: ms }) {
  return `Node ${node}, ${count} × ${cpu}, ${ms.toFixed(2)} ms a sync`;
}

function syncMs() {
  const folder = mkdtempSync(join(tmpdir(), "anon-sync-bench-"));
  const file = openSync(join(folder, "synced"), "w");
  const slot = Buffer.alloc(512);
  const times = Array.from({ length: 50 }, (_, index) => {
    writeSync(file, slot, 0, slot.length, index * slot.length);
    const startedMs = performance.now();
    fdatasyncSync(file);
    return performance.now() - startedMs;
  });
  closeSync(file);
  rmSync(folder, { recursive: true });
  return median(times);
}
