import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { feedChild, pipePrograms, type FedEnd } from "../../src/system/fed-child.ts";
import { findProgram } from "../../src/system/program.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const Fed = suite("a program that is given a text");

const text = "canary 'quoted' $HOME\n\u{1f511}";

interface Feeding {
  readonly folder?: string;
  readonly limitMs?: number;
  readonly more?: readonly string[];
}

/** Runs a Node script with the text on its stdin. */
async function feed(script: string, { folder, limitMs = 30_000, more = [] }: Feeding = {}) {
  const currentFolder = folder ?? temporaryFolder();
  const pipe = await Promise.all(
    pipePrograms.map(async (name) => (await findProgram(name, process.env, currentFolder)) ?? ""),
  );
  return feedChild({
    program: process.execPath,
    arguments: ["-e", script, ...more],
    variables: process.env,
    currentFolder,
    input: text,
    limitMs,
    pipe,
  });
}

const readAll = 'require("node:fs").readFileSync(0, "utf8")';
const copyTo = (name: string, what: string) =>
  `require("node:fs").writeFileSync(${JSON.stringify(name)}, ${what})`;

Fed("it gets exactly these characters, and its arguments as they are", async () => {
  const folder = temporaryFolder();
  const more = ["--", "$(touch spoiled)", "; touch spoiled", "a b", "", "`touch spoiled`"];
  const script = `${copyTo("input", readAll)}; ${copyTo("words", "JSON.stringify(process.argv.slice(1))")}`;
  assert.equal(await feed(script, { folder, more }), { output: "", code: 0 });
  assert.is(readFileSync(join(folder, "input"), "utf8"), text);
  assert.equal(JSON.parse(readFileSync(join(folder, "words"), "utf8")), more.slice(1));
  assert.not.ok(existsSync(join(folder, "spoiled")));
});

Fed("it may open /dev/stdin as a file, as aws and kubectl do", async () => {
  if (!existsSync("/dev/stdin")) return console.log("  skipped: there is no /dev/stdin here");
  const folder = temporaryFolder();
  const script = copyTo("input", 'require("node:fs").readFileSync("/dev/stdin", "utf8")');
  assert.equal(await feed(script, { folder }), { output: "", code: 0 });
  assert.is(readFileSync(join(folder, "input"), "utf8"), text);
  return undefined;
});

Fed("its exit code and all that it said are told", async () => {
  const script = 'console.log("out"); console.error("err"); process.exitCode = 3';
  const { output, ...end } = await feed(script);
  assert.equal(end, { code: 3 });
  assert.match(output, "out\n");
  assert.match(output, "err\n");
});

Fed("one that does not end is killed with what it has started, and that is told", async () => {
  const folder = temporaryFolder();
  // The grandchild would write long after the limit: by then it must be dead.
  const later = `setTimeout(() => ${copyTo("late", '""')}, 1500)`;
  const script = `require("node:child_process").spawn(process.execPath, ["-e", ${JSON.stringify(later)}], { stdio: "inherit" }); setInterval(() => 0, 1000)`;
  assert.equal(await feed(script, { folder, limitMs: 400 }), { output: "", timedOut: true });
  await new Promise((resolve) => setTimeout(resolve, 1_700));
  assert.not.ok(existsSync(join(folder, "late")));
});

Fed("one that leaves something running with its output open is over when it ends", async () => {
  const idle = "setTimeout(() => 0, 4000)";
  const script = `require("node:child_process").spawn(process.execPath, ["-e", ${JSON.stringify(idle)}], { stdio: "inherit", detached: true }).unref()`;
  const end: FedEnd = await feed(script, { limitMs: 3_000 });
  assert.equal(end, { output: "", code: 0 });
});

Fed(
  "a program is found on the absolute entries of the PATH, and only where it may be executed",
  async () => {
    const folder = temporaryFolder();
    const bin = join(folder, "bin");
    mkdirSync(join(bin, "folder"), { recursive: true });
    for (const name of ["keep", "plain"]) writeFileSync(join(bin, name), "#!/bin/sh\n");
    chmodSync(join(bin, "keep"), 0o755);
    const find = (name: string, PATH: string) => findProgram(name, { PATH }, folder);
    assert.is(await find("keep", `/nowhere:${bin}`), join(bin, "keep"));
    assert.is(await find("./bin/keep", ""), join(bin, "keep"));
    assert.is(await find("bin/keep", bin), join(bin, "keep"));
    // A pull request may have filled the target folder of such an entry.
    for (const entry of ["bin", "./bin", ".", ""])
      assert.is(
        await findProgram("keep", { PATH: entry }, entry === "bin" ? folder : bin),
        undefined,
      );
    assert.is(await find("keep", "/nowhere"), undefined);
    assert.is(await find("plain", bin), undefined);
    assert.is(await find("folder", bin), undefined);
  },
);

Fed.run();
