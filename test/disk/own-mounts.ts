import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/**
 * Runs the calling test file (with its `import.meta.url`) once more, in its own name space of
 * mounts. All mounts end with its last process, however that process ends. Returns only in that
 * name space, or, with the reason, if the machine does not allow mounts.
 */
export function insideOwnMounts(testFile: string): { readonly unavailable?: string } {
  if (process.env["OWN_MOUNTS"] === "yes") return {};
  const isRoot = process.getuid?.() === 0;
  const unshare = ["--mount", ...(isRoot ? [] : ["--map-root-user"])];
  const probe = spawnSync("unshare", [...unshare, "mount", "-t", "tmpfs", "none", "/mnt"]);
  if (probe.status !== 0) {
    const said = probe.error?.message ?? probe.stderr.toString().trim();
    return { unavailable: `this machine lets nobody mount a file system (${said})` };
  }
  const again = spawnSync(
    "unshare",
    [...unshare, process.execPath, "--enable-source-maps", fileURLToPath(testFile)],
    { stdio: "inherit", env: { ...process.env, OWN_MOUNTS: "yes" } },
  );
  process.exit(again.status ?? 1);
}
