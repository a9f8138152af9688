import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { repositoryFolder } from "../support/repository.ts";
import { earlyReleases } from "../support/source-code.ts";
import { circles, violations } from "../support/source-rules.ts";

const Rooms = suite("rooms of src/");

const source = join(repositoryFolder, "src");
const paths = readdirSync(source, { recursive: true, encoding: "utf8" })
  .map((path) => path.replaceAll("\\", "/"))
  .filter((path) => /\.\w+$/.test(path));

Rooms("every file imports only downward, and leaves machine, clock and chance to system/", () => {
  assert.ok(paths.length > 10, "the files were found");
  const found = paths
    .filter((path) => path.endsWith(".ts"))
    .flatMap((path) => violations(path, readFileSync(join(source, path), "utf8")));
  assert.equal(found, []);
});

Rooms("no files import each other in a circle, types counted", () => {
  const files = paths.filter((path) => path.endsWith(".ts"));
  const texts = new Map(files.map((path) => [path, readFileSync(join(source, path), "utf8")]));
  assert.equal(circles(texts), []);
});

Rooms("a planted circle is found, of types alone and of several files", () => {
  const two = { "core/a.ts": 'import type { B } from "./b.ts";', "core/b.ts": 'import "./a.ts";' };
  assert.equal(circles(new Map(Object.entries(two))), [["core/a.ts", "core/b.ts"]]);
  const three = {
    "core/a.ts": 'import "./plan/b.ts";',
    "core/plan/b.ts": 'export * from "../c.ts";',
    "core/c.ts": 'type A = import("./a.ts").A;',
    "core/d.ts": 'import "./a.ts";',
  };
  assert.equal(circles(new Map(Object.entries(three))), [
    ["core/a.ts", "core/c.ts", "core/plan/b.ts"],
  ]);
});

Rooms("no folder holds more than 28 files side by side", () => {
  const counts = new Map<string, number>();
  for (const path of paths) counts.set(dirname(path), (counts.get(dirname(path)) ?? 0) + 1);
  assert.equal(
    [...counts].filter(([, count]) => count > 28),
    [],
  );
});

/** A table of schemas or of commands, which is read by its entries and not from top to bottom. */
const tables = ["cli/table.ts"];

Rooms("no file is longer than 250 lines, but for tables, schemas and generated code", () => {
  const long = paths
    .filter((path) => !path.includes("generated/") && !/(^|[/-])schemas?\.ts$/.test(path))
    .filter((path) => readFileSync(join(source, path), "utf8").split("\n").length > 251);
  assert.equal(long.toSorted(), tables.toSorted());
});

/** A function that holds something, with a last line. */
const held = (end: string) => `async function a() {\n  await using b = c();\n  ${end}\n}`;

Rooms("a function that holds something awaits what it returns", () => {
  const early = paths.flatMap((path) =>
    earlyReleases(readFileSync(join(source, path), "utf8")).map((line) => `${path}:${line}`),
  );
  assert.equal(early, []);
  for (const end of ["return d();", "if (e) return f ? 1 : g();", "return h ?? i.j();"])
    assert.equal(earlyReleases(held(end)), [3], end);
  for (const end of ["return await d();", "return { e: f() };", "g.map(() => { return h(); });"])
    assert.equal(earlyReleases(held(end)), [], end);
});

Rooms("src/ holds TypeScript alone, so that no file escapes the rule above", () => {
  assert.equal(
    paths.filter((path) => !path.endsWith(".ts")),
    [],
  );
});

const planted: readonly (readonly [string, string])[] = [
  ["core/a.ts", 'import { x } from "../kinds/index.ts";'],
  ["core/a.ts", 'import type { X } from "../store/x.ts";'],
  ["core/plan/a.ts", 'import "../../engine/x.ts";'],
  ["core/deep/a.ts", 'import "../../engine/x.ts";'],
  ["core/a.ts", 'import "./plan/x.ts";'],
  ["core/a.ts", 'import type { X } from "./state/x.ts";'],
  ["core/state/a.ts", 'import "../plan/x.ts";'],
  ["core/errors/a.ts", 'import "../json.ts";'],
  ["core/plan/a.ts", 'import "../../kinds/x.ts";'],
  ["report/plan/a.ts", 'import "../../manifest/x.ts";'],
  ["store/a.ts", 'import "../manifest/x.ts";'],
  ["emulator/a.ts", 'import "../system/x.ts";'],
  ["session/a.ts", 'import "../run/x.ts";'],
  ["guards/a.ts", 'import "../remote/x.ts";'],
  ["workspace/a.ts", 'import "../cli/x.ts";'],
  ["run/a.ts", 'import "../commands/plan.ts";'],
  ["commands/plan.ts", 'import "./apply/apply.ts";'],
  ["commands/apply/a.ts", 'import "../plan.ts";'],
  ["commands/import/a.ts", 'import "../init/x.ts";'],
  ["commands/a.ts", 'import "../cli/table.ts";'],
  ["kinds/a.ts", 'export * from "../report/x.ts";'],
  ["report/a.ts", 'export { x } from "../engine/x.ts";'],
  ["engine/a.ts", 'const { x } = await import("../store/x.ts");'],
  ["engine/a.ts", "await import(path);"],
  ["store/a.ts", 'type X = import("../system/x.ts").X;'],
  ["store/a.ts", 'import x = require("../api/x.ts");'],
  ["system/a.ts", 'import { x } from "../store/x.ts";'],
  ["api/a.ts", 'import { x } from "../system/x.ts";'],
  ["emulator/a.ts", 'import { x } from "../api/x.ts";'],
  ["commands/a.ts", 'import "../cli.ts";'],
  ["library/a.ts", 'import "../cli.ts";'],
  ["core/a.ts", 'import "../../scripts/x.ts";'],
  ["core/a.ts", 'import "./x.js";'],
  ["attic/a.ts", ""],
  ["a.ts", ""],
  ["store/a.ts", 'import { readFile } from "node:fs/promises";'],
  ["store/a.ts", 'import { readFile } from "fs";'],
  ["api/a.ts", 'import { request } from "node:https";'],
  ["engine/a.ts", 'import { setTimeout } from "node:timers/promises";'],
  ["commands/a.ts", 'import { spawn } from "node:child_process";'],
  ["commands/a.ts", 'import process from "node:process";'],
  ["core/a.ts", 'import { randomUUID } from "node:crypto";'],
  ["core/a.ts", 'import * as all from "node:crypto";'],
  ["core/a.ts", 'import "https://example.com/x.ts";'],
  ["core/a.ts", "export const now = () => Date.now();"],
  ["core/a.ts", "export const now = new Date();"],
  ["engine/a.ts", "export const now = performance.now();"],
  ["engine/a.ts", "export const wait = (done: () => void) => setTimeout(done, 1);"],
  ["kinds/a.ts", "export const chance = Math.random();"],
  ["store/a.ts", "export const id = crypto.randomUUID();"],
  ["report/a.ts", "export const wide = process.stdout.columns;"],
  ["report/a.ts", 'export const wide = globalThis["process"];'],
  ["report/a.ts", "export const wide = globalThis.process;"],
  ["report/a.ts", "export const all = { process };"],
  ["core/a.ts", "export const platform = process.platform;"],
  ["commands/a.ts", 'console.log("text");'],
  ["emulator/a.ts", "export const env = { ...process.env };"],
  ["api/a.ts", 'export const answer = fetch("https://example.com");'],
];

Rooms("the rule catches each of these planted violations", () => {
  for (const [path, text] of planted)
    assert.not.equal(violations(path, text), [], `${path}: ${text}`);
});

const innocent: readonly (readonly [string, string])[] = [
  ["core/a.ts", "// process.exit, Date.now(), import '../store/x.ts'"],
  ["core/a.ts", 'export const text = "Date.now() and console.log";'],
  ["core/a.ts", "export const parts = { process: 1 }; export const one = parts.process;"],
  ["core/a.ts", "export const text = (ms: number) => new Date(ms).toISOString();"],
  ["core/a.ts", "export const quote = /[\"']/; export const plus = `${1 + 1} process.env`;"],
  ["store/a.ts", 'import { dirname, join } from "node:path"; import { parse } from "yaml";'],
  ["store/a.ts", 'import { createHash } from "node:crypto";'],
  ["store/deep/a.ts", 'import { x } from "../../core/x.ts"; import { y } from "../y.ts";'],
  ["system/a.ts", 'import { readFile } from "node:fs/promises"; console.log(Date.now());'],
  ["emulator/a.ts", 'export const windows = process.platform === "win32";'],
  ["emulator/a.ts", 'import { createServer } from "node:http"; setTimeout(() => {}, 1);'],
  ["commands/a.ts", 'import "../engine/x.ts"; import "../system/x.ts"; import "../api/x.ts";'],
  ["cli.ts", 'import "./commands/x.ts"; console.log(process.argv);'],
  ["commands/init/a.ts", 'import "../import/x.ts"; import "./y.ts";'],
  ["commands/plan.ts", 'import "../run/x.ts"; import "../session/x.ts";'],
  ["core/plan/a.ts", 'import "../state/x.ts"; import "../json.ts"; import "../errors/x.ts";'],
  ["kinds/a.ts", 'import "../core/plan/x.ts";'],
  ["manifest/a.ts", 'import "../kinds/x.ts"; import "../core/names/x.ts";'],
];

Rooms("the rule leaves these alone", () => {
  for (const [path, text] of innocent) assert.equal(violations(path, text), [], text);
});

Rooms.run();
