import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/**
 * Runs the test file that calls it (with its `import.meta.url`) once more, in a name space of
 * mounts that is its own: whatever it mounts is gone with its last process, however that ends.
 * Returns in there only, or where the machine lets nobody mount: then with the reason.
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
