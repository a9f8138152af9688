import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { repositoryFolder } from "../support/repository.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const Runner = suite("test runner");

const uvu = pathToFileURL(join(repositoryFolder, "node_modules", "uvu", "dist", "index.mjs")).href;

const passing = `const A = suite("a"); A("one", () => {}); A("two", () => {}); A.run();`;
const failing = `const B = suite("b"); B("good", () => {});
  B("bad", () => { throw new Error("it is bad"); }); B.run();`;

/** Runs the runner on a folder with these test files. */
function run(files: Record<string, string>, ...more: string[]) {
  const folder = temporaryFolder();
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, name, ".."), { recursive: true });
    writeFileSync(join(folder, name), `import { suite } from ${JSON.stringify(uvu)};\n${text}`);
  }
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  const script = join(repositoryFolder, "scripts", "test.mjs");
  const { status, stdout } = spawnSync(process.execPath, [script, "--folder", folder, ...more], {
    encoding: "utf8",
    env: { ...process.env, ANON_API_KEY: "leak", GIT_DIR: "leak", NO_COLOR: "1", HOME: "/leak" },
  });
  return { status, stdout, last: stdout.trimEnd().split("\n").at(-1) };
}

Runner("passing files are counted by the tests in them, in folders too", () => {
  const { status, stdout, last } = run({ "a.test.js": passing, "deep/b.test.js": passing });
  assert.is(last, "4 passed, 0 failed");
  assert.is(status, 0);
  assert.match(stdout, /^ok {4}deep\/b\.test\.js {2}2 passed/m);
});

Runner("a long file runs only if it is named, or everything is asked for", () => {
  const files = { "a.test.js": passing, "b.long.test.js": passing };
  assert.is(run(files).last, "2 passed, 0 failed");
  assert.is(run(files, "b.long").last, "2 passed, 0 failed");
  assert.is(run(files, "--whole").last, "4 passed, 0 failed");
});

Runner("a failing test fails the run and shows why", () => {
  const { status, stdout, last } = run({ "a.test.js": passing, "b.test.js": failing });
  assert.is(last, "3 passed, 1 failed");
  assert.is(status, 1);
  assert.match(stdout, "FAIL  b.test.js  1 of 2 failed");
  assert.match(stdout, "it is bad");
});

Runner("a suite whose run() was forgotten fails, since uvu would pass it in silence", () => {
  const { status, stdout, last } = run({
    "a.test.js": passing,
    "b.test.js": `const B = suite("b"); B("never run", () => {});`,
  });
  assert.is(last, "2 passed, 1 failed");
  assert.is(status, 1);
  assert.match(stdout, "is run() called");
});

Runner("a suite with no test fails", () => {
  const { last } = run({ "a.test.js": `suite("a").run();` });
  assert.is(last, "0 passed, 1 failed");
});

Runner("a file that breaks before, between or after its tests fails", () => {
  const after = `process.on("exit", () => { process.exitCode = 3; });`;
  assert.is(run({ "a.test.js": `throw new Error("no");` }).last, "0 passed, 1 failed");
  assert.is(run({ "a.test.js": `${passing} ${after}` }).last, "2 passed, 1 failed");
  const between = `const A = suite("a"); A("one", () => process.exit(0)); A.run();`;
  assert.is(run({ "a.test.js": between }).last, "0 passed, 1 failed");
});

Runner("no file to run is a failure, not a success", () => {
  assert.is(run({}).last, "0 passed, 1 failed");
  assert.is(run({ "a.test.js": passing }, "nothing-like-that").last, "0 passed, 1 failed");
  assert.is(run({}).status, 1);
});

Runner("a word chooses the files whose path contains it", () => {
  const { last } = run({ "a.test.js": passing, "b.test.js": failing }, "a.te");
  assert.is(last, "2 passed, 0 failed");
});

Runner("skipped tests are told", () => {
  const { last } = run({
    "a.test.js": `const A = suite("a"); A("one", () => {});
    A.skip("two", () => {}); A.run();`,
  });
  assert.is(last, "1 passed, 0 failed, 1 skipped");
});

Runner("a file that hangs is ended with all that it started", () => {
  const { status, stdout, last } = run(
    { "a.test.js": `await new Promise(() => setInterval(() => {}, 1000));` },
    "--timeout-ms",
    "300",
  );
  assert.match(stdout, "not done after 0.3 s");
  assert.is(last, "0 passed, 1 failed");
  assert.is(status, 1);
});

Runner("a process that a test forgets does not hold up the run", () => {
  const { last } = run({
    "a.test.js": `import { spawn } from "node:child_process";
      spawn("sleep", ["600"], { stdio: "inherit" }).unref(); ${passing}`,
  });
  assert.is(last, "2 passed, 0 failed");
});

Runner("tests see an empty home and none of the user's keys, repositories and colours", () => {
  const { stdout, last } = run({
    "a.test.js": `
      import { readdirSync } from "node:fs";
      const { ANON_API_KEY, GIT_DIR, NO_COLOR, HOME, GIT_CONFIG_GLOBAL } = process.env;
      const A = suite("a");
      A("clean", () => {
        const seen = [ANON_API_KEY, GIT_DIR, NO_COLOR, GIT_CONFIG_GLOBAL, ...readdirSync(HOME)];
        if (String(seen) !== ",,,/dev/null") throw new Error(String(seen));
      });
      A.run();`,
  });
  assert.is(last, "1 passed, 0 failed", stdout);
});

Runner("property tests take their seed from one place, so that none fails by chance", () => {
  const folder = join(repositoryFolder, "test");
  const importers = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .filter((name) =>
      /^(im|ex)port .*"fast-check"/m.test(readFileSync(join(folder, name), "utf8")),
    );
  assert.equal(importers, [join("support", "properties.ts")]);
});

Runner.run();
