// The part of a server's limit that --parallelism auto reaches, with a fixed 10 beside it:
//
//   node bench/parallelism.mjs [--requests N] [--virtual | --real] [--json]
//
// Runs the sweep of test/engine/parallelism.test.ts in virtual time (with --requests: runs of N
// requests and no longer). Then runs four of its points against a real server on loopback, with
// real timers. Compiles src/ and test/ first, and measures the shipped limiter.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { tmpdir } from "node:os";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { realPoints } from "./parallelism-real.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { values } = parseArgs({
  options: {
    requests: { type: "string" },
    virtual: { type: "boolean", default: false },
    real: { type: "boolean", default: false },
    json: { type: "boolean", default: false },
  },
});

const folder = mkdtempSync(join(tmpdir(), "anon-sync-bench-"));
try {
  compile();
  const rows = {
    virtual: values.real ? [] : await virtualRows(),
    real: values.virtual ? [] : await realPoints(load),
  };
  if (values.json) console.log(JSON.stringify(rows, null, 2));
  else {
    print("In virtual time", rows.virtual);
    print("On loopback", rows.real);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function compile() {
  const typescript = join(root, "node_modules", "typescript", "bin", "tsc");
  const words = [typescript, "--project", root, "--outDir", folder];
  const { status, stdout } = spawnSync(process.execPath, words, { encoding: "utf8" });
  if (status !== 0) throw new Error(stdout);
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  writeFileSync(join(folder, "package.json"), '{"type":"module"}');
}

function load(path) {
  return import(pathToFileURL(join(folder, path)).href);
}

async function virtualRows() {
  const { sweep } = await load("test/support/parallelism-sweep.js");
  const { runVirtually } = await load("test/support/virtual-server.js");
  const length =
    values.requests === undefined ? {} : { requests: Number(values.requests), seconds: 0 };
  return sweep.map((cell) => {
    const [auto, ten] = ["auto", 10].map((parallelism) =>
      runVirtually({ ...cell, ...length, parallelism }),
    );
    return { name: cell.name, auto, ten };
  });
}

function print(title, rows) {
  if (rows.length === 0) return;
  const heads = [title, "auto: of what is allowed", "429", "fixed 10", "429"];
  const table = rows.map(({ name, auto, ten }) => [name, ...shares(auto), ...shares(ten)]);
  const widths = heads.map((head, column) =>
    Math.max(head.length, ...table.map((row) => row[column].length)),
  );
  const line = (cells) => `| ${cells.map((cell, i) => cell.padEnd(widths[i])).join(" | ")} |`;
  console.log([line(heads), line(widths.map((width) => "-".repeat(width)))].join("\n"));
  console.log(`${table.map(line).join("\n")}\n`);
}

function shares({ reached, refused, sent }) {
  return [`${(100 * reached).toFixed(1)} %`, `${((100 * refused) / sent).toFixed(2)} %`];
}
