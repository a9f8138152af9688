// `npm run bench:checks`: the cost of checking the largest manifest that anon-sync reads, for each
// kind of content (manifest-cases.mjs), beside reading it as YAML. Also the growth of the cost if
// the length doubles.
//
//   node bench/manifest-checks.mjs [--mebibytes N] [--only WORD] [--no-build] [--json]
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { table } from "./figures.mjs";
import { machine, machineLine } from "./machine.mjs";
import { cases } from "./manifest-cases.mjs";
import { numberOf } from "./options.mjs";

const root = join(import.meta.dirname, "..");
/** The compiled modules of src/. Running the command would measure the start of a process, too. */
const compiled = join(root, ".build-bench");
const { values } = parseArgs({
  options: {
    mebibytes: { type: "string", default: "2" },
    only: { type: "string", default: "" },
    one: { type: "string" },
    bytes: { type: "string" },
    "no-build": { type: "boolean", default: false },
    json: { type: "boolean", default: false },
  },
});
const length = numberOf("mebibytes", values.mebibytes) * 1024 * 1024;

if (values.one === undefined) compareAll();
else
  console.log(
    JSON.stringify(await measureCase(cases[values.one], numberOf("bytes", values.bytes))),
  );

function compareAll() {
  if (!values["no-build"]) {
    const typescript = join(root, "node_modules", "typescript", "bin", "tsc");
    spawnSync(process.execPath, [typescript, "--project", root, "--outDir", compiled]);
  }
  const results = Object.keys(cases)
    .filter((name) => name.includes(values.only))
    .map((name) => ({ name, ...measured(name, length), half: measured(name, length / 2) }));
  const measuredOn = machine(process.execPath);
  if (values.json) console.log(JSON.stringify({ machine: measuredOn, results }, null, 2));
  else {
    const rows = results.map(({ name, problems, readMs, checkMs, half }) => [
      name,
      problems ?? "–",
      seconds(readMs),
      seconds(checkMs),
      checkMs === undefined ? "–" : (checkMs / half.checkMs).toFixed(1),
    ]);
    console.log(`${machineLine(measuredOn)}; ${values.mebibytes} MiB; CPU seconds\n`);
    console.log(table(["manifest", "problems", "read", "check", "× half"], rows));
  }
}

/** Measures a case in a process of its own: no case collects the garbage of an earlier case. */
function measured(name, bytes) {
  process.stderr.write(`${name}\n`);
  const script = fileURLToPath(import.meta.url);
  const words = [script, "--one", name, "--bytes", String(bytes)];
  const { status, stdout } = spawnSync(process.execPath, words, { encoding: "utf8" });
  return status === 0 ? JSON.parse(stdout) : {};
}

function load(path) {
  return import(join(compiled, "src", path));
}

async function measureCase(make, most) {
  const { parseManifest } = await load("manifest/parse.js");
  const { decodeManifest } = await load("manifest/decode.js");
  const { readDocument } = await load("manifest/document.js");
  const { renderProblems } = await load("report/problems/problems.js");
  const { plainStyle } = await load("report/style.js");
  const { kinds } = await load("kinds/index.js");
  const bytes = longest(make, most);
  const readMs = cpuMs(() => {
    const { source, parsable } = decodeManifest(bytes, "m", () => {});
    if (parsable !== undefined) readDocument(source, parsable, () => {});
  });
  let problems = 0;
  const wholeMs = cpuMs(() => {
    const parsed = parseManifest(bytes, "m", kinds);
    problems = parsed.problems.length;
    renderProblems(parsed.problems, new Map([["m", parsed.text]]), plainStyle);
  });
  return { problems, readMs, checkMs: Math.max(wholeMs - readMs, 0) };
}

/** A manifest of nearly `most` bytes, and no more. Tries counts, since cases differ in length. */
function longest(make, most) {
  let count = 1_000;
  for (;;) {
    const bytes = Buffer.from(make(count));
    if (bytes.length <= most && bytes.length > most * 0.95) return bytes;
    count = Math.max(1, Math.floor((count * most * 0.98) / bytes.length));
  }
}

function cpuMs(run) {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

function seconds(ms) {
  return ms === undefined ? "fails" : (ms / 1000).toFixed(2);
}
