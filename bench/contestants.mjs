// The contestants. Each can "plan" (one GET for each resource) and "apply" (one POST), and perhaps
// "offline", which sends nothing. `prepare` readies an empty folder. The benchmark runs Node with
// `words` there. A cell is { baseUrl, parallelism, resources, manifest, createsFile, readsFile }.
import { spawnSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
/** The built command. */
export const cli = join(root, "dist", "cli.js");
/** A key for the benchmark's own API, and for no other API. */
export const benchmarkKey = "anon_benchmark_key";

/** The floor (bench/floor.mjs). */
export const floor = {
  name: "floor",
  commands: ["plan", "apply"],
  prepare() {},
  words: (command, cell) => [
    join(import.meta.dirname, "floor.mjs"),
    cell.baseUrl,
    String(cell.parallelism),
    command === "plan" ? cell.readsFile : cell.createsFile,
  ],
};

/** This tool as npm ships it, in a git work tree, as nearly all users run it. */
export const tool = {
  name: "anon-sync",
  commands: ["plan", "apply", "offline"],
  prepare(folder, cell) {
    writeFileSync(join(folder, "anon.config.yaml"), cell.manifest);
    git(folder, "init", "--quiet");
    node(folder, cli, "init");
    git(folder, "add", "--all");
    git(folder, ...author, "commit", "--quiet", "--message", "Manifest");
  },
  words(command, { baseUrl, parallelism, resources }) {
    if (command === "validate") return [cli, "validate"];
    const api = ["--base-url", baseUrl, "--state", "local", "--parallelism", String(parallelism)];
    if (command === "offline") return [cli, "plan", ...api, "--refresh=false"];
    if (command.endsWith("plan")) return [cli, "plan", ...api];
    return [cli, "apply", ...api, "--auto-approve", "--max-creates", String(resources)];
  },
};

/** Alchemy, where `directory` holds it; undefined if it does not. */
export function alchemyIn(directory) {
  if (directory === undefined) return undefined;
  if (!existsSync(join(directory, "node_modules", "alchemy", "package.json"))) return undefined;
  return {
    name: "alchemy",
    commands: ["plan", "apply", "offline"],
    prepare() {},
    words: (command, { baseUrl, parallelism, createsFile }) => [
      join(import.meta.dirname, "alchemy", "program.mjs"),
      directory,
      baseUrl,
      String(parallelism),
      createsFile,
      ...(command === "plan" ? ["look-up"] : []),
    ],
  };
}

const author = ["-c", "user.name=Benchmark", "-c", "user.email=benchmark@example.com"];

function git(cwd, ...words) {
  run("git", words, cwd);
}

function node(cwd, ...words) {
  run(process.execPath, words, cwd);
}

function run(command, words, cwd) {
  const { status, stdout, stderr } = spawnSync(command, words, { cwd, encoding: "utf8" });
  if (status !== 0)
    throw new Error(`${command} ${words.join(" ")}:\n${stdout ?? ""}${stderr ?? ""}`);
}
