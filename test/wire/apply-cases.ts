import { once } from "node:events";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { ChildProcess } from "node:child_process";
import { project, type LockfileContents, type Project } from "../support/project.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { certificate } from "../system/certificate.ts";
import { apiKey } from "./echo-cases.ts";
import { harmlessKey, serveHostile, type HostileServer } from "./hostile-server.ts";
import type { WireCase } from "./wire-case.ts";

/** The results of a run of the command. */
export interface AppliedCases {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly lockfile: LockfileContents;
  /** Everything in the project's folder, as one text. */
  readonly files: string;
  /** The peak of the process's memory, in bytes. */
  readonly peakBytes: number;
  /** Returns the count of POSTs that reached the server for a pool. */
  posts(key: string): number;
  readonly strays: readonly string[];
  readonly witnessed: number;
  /** The pools that a second run sent again, with the server as hostile as before. */
  readonly laterPosts: readonly string[];
  readonly laterSaid: string;
}

/** Resolves once the process has printed this on stderr; never if the process ends without it. */
type Said = (pattern: RegExp) => Promise<void>;

/** A second run is worth its time if the first run left creates that it could repeat by mistake. */
interface Options {
  readonly again?: boolean;
}

/** Runs `anon-sync apply` as a process, against a server that plays these cases. */
export async function applyCases(
  cases: ReadonlyMap<string, WireCase>,
  options: Options = {},
): Promise<AppliedCases> {
  const server = await serveHostile(cases, true);
  const folder = temporaryFolder();
  const peakFile = join(folder, "peak");
  try {
    const made = project(manifestOf([harmlessKey, ...cases.keys()]), {
      env: {
        ...watching(folder),
        // We trust the certificate only if needed, because then each process reads all of Node's
        // authorities, too.
        ...([...cases.values()].some(({ secure }) => secure === true) && trusting(folder)),
        ANON_BASE_URL: server.url,
        ANON_API_KEY: apiKey,
      },
    });
    const ran = await run(made, (child, said) => interrupt(cases, server, child, said));
    const lockfile = made.lockfile();
    const files = everything(made.folder);
    const keys = [harmlessKey, ...cases.keys()];
    const counts = new Map(keys.map((key) => [key, server.posts(key)]));
    const peakBytes = Number(readFileSync(peakFile, "utf8")) * 1024;
    const later = options.again === true ? await run(made, () => Promise.resolve()) : undefined;
    return {
      ...ran,
      lockfile,
      files,
      peakBytes,
      posts: (key) => counts.get(key) ?? 0,
      strays: server.strays,
      witnessed: server.witnessed(),
      laterPosts: keys.filter((key) => server.posts(key) > (counts.get(key) ?? 0)),
      laterSaid: `${later?.stdout}${later?.stderr}`,
    };
  } finally {
    await server.close();
  }
}

function manifestOf(keys: readonly string[]): string {
  const pools = keys.map((key) => `  ${key}: { name: ${key}, description: A pool. }\n`);
  return `version: 1\nuserPools:\n${pools.join("")}`;
}

/** Returns variables that make the process trust the tests' certificate. */
function trusting(folder: string): Record<string, string> {
  const authorities = join(folder, "authorities.pem");
  writeFileSync(authorities, certificate);
  return { NODE_EXTRA_CA_CERTS: authorities };
}

/** Returns variables that make the process record its peak of memory at its end. */
function watching(folder: string): Record<string, string> {
  const watcher = join(folder, "watcher.cjs");
  writeFileSync(
    watcher,
    `process.on("exit", () => {
      const { readFileSync, writeFileSync } = require("node:fs");
      // On Linux maxRSS starts with that of whoever started the process; VmHWM is its own.
      const own = process.platform === "linux" && readFileSync("/proc/self/status", "utf8");
      const peak = own ? /VmHWM:\\s*(\\d+) kB/.exec(own)[1] : process.resourceUsage().maxRSS;
      writeFileSync(${JSON.stringify(join(folder, "peak"))}, String(peak));
    });`,
  );
  return { NODE_OPTIONS: `--require=${JSON.stringify(watcher)}` };
}

async function run(
  made: Project,
  meanwhile: (child: ChildProcess, said: Said) => Promise<void>,
): Promise<Pick<AppliedCases, "code" | "stdout" | "stderr">> {
  const child = made.start(["apply", "--auto-approve", "--max-creates", "1000"]);
  let stdout = "";
  let stderr = "";
  child.stdout?.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr?.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const said: Said = (pattern) =>
    new Promise((resolve) => {
      child.stderr?.on("data", () => void (pattern.test(stderr) && resolve()));
    });
  const closed = once(child, "close") as Promise<[number | null]>;
  await Promise.race([meanwhile(child, said), closed]);
  const [code] = await closed;
  return { code, stdout, stderr };
}

/**
 * Ends runs that would take minutes: at a hanging request, and at the wait before another try.
 * Interrupts once if the command waits, and twice if a request is under way.
 */
async function interrupt(
  cases: ReadonlyMap<string, WireCase>,
  server: HostileServer,
  child: ChildProcess,
  said: Said,
): Promise<void> {
  const [only, ...more] = cases.values();
  // Among many cases, one may find its connection closed by the case before, and recovers by
  // itself.
  if (more.length > 0 || only?.command === "created") return;
  if (only?.hangs !== true) {
    await said(/^retry /m);
    child.kill("SIGINT");
    return;
  }
  const stopping = said(/stopping/);
  await server.struck;
  // The wait lets the command read the answer first; if it has not, nothing is lost either.
  await sleep(300);
  child.kill("SIGINT");
  await stopping;
  child.kill("SIGINT");
}

function everything(folder: string): string {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), "latin1"))
    .join("\n");
}
