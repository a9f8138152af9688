// `npm run release -- v0.1.0`: makes a tag whose commit has dist/ beside the sources, for
// action.yml. A workflow that uses the tag runs the bundled command and installs nothing. The
// branch, the index and the work tree stay as they are. The user pushes the tag.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "..");
const [tag, ...more] = process.argv.slice(2);
if (tag === undefined || more.length > 0 || !/^v\d+\.\d+\.\d+(-[0-9A-Za-z.]+)?$/.test(tag)) {
  console.error("Name the tag: npm run release -- v0.1.0");
  process.exit(3);
}

const folder = mkdtempSync(path.join(tmpdir(), "anon-sync-release-"));
const git = (...words) =>
  execFileSync("git", words, {
    cwd: root,
    encoding: "utf8",
    env: { ...process.env, GIT_INDEX_FILE: path.join(folder, "index") },
  }).trim();
try {
  const changes = execFileSync("git", ["status", "--porcelain"], { cwd: root, encoding: "utf8" });
  if (changes !== "") throw new Error(`There are changes that are not committed:\n${changes}`);
  execFileSync(process.execPath, ["scripts/build.mjs"], { cwd: root, stdio: "inherit" });
  git("read-tree", "HEAD");
  git("add", "--force", "--", "dist");
  const commit = git("commit-tree", git("write-tree"), "-p", "HEAD", "-m", `anon-sync ${tag}`);
  git("tag", "--annotate", "--message", `anon-sync ${tag}`, tag, commit);
  const major = /^v\d+/.exec(tag)?.[0];
  console.log(`Tagged ${commit.slice(0, 12)} as ${tag}. To publish it:`);
  console.log(`  git push origin ${tag} && git push --force origin ${tag}^{}:refs/tags/${major}`);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
