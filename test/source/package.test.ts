import { execFile, execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { promisify } from "node:util";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { version } from "../../src/core/version.ts";
import { cliEnvironment } from "../support/cli.ts";
import { testEmulator } from "../support/emulator.ts";
import { repositoryFolder } from "../support/repository.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const Package = suite("package");

const require = createRequire(import.meta.url);
const semver: { satisfies(version: string, range: string): boolean } = require("semver");

/** A package as in package-lock.json. */
interface LockedPackage {
  readonly version?: string;
  readonly dev?: boolean;
  readonly hasInstallScript?: boolean;
  readonly resolved?: string;
  readonly engines?: { readonly node?: string };
}

const manifest = json("package.json") as {
  readonly version: string;
  readonly engines: { readonly node: string };
};
const locked = (json("package-lock.json") as { packages: Record<string, LockedPackage> }).packages;
const oldestNode = "20.19.0";

function json(path: string): unknown {
  return JSON.parse(readFileSync(join(repositoryFolder, path), "utf8"));
}

/** Returns the packages that an install of ours would bring and should not, in sentences. */
function shippedProblems(packages: Record<string, LockedPackage>): string[] {
  return Object.entries(packages).flatMap(([path, { dev, hasInstallScript, engines }]) => {
    if (path === "" || dev === true) return [];
    const range = engines?.node ?? "*";
    return [
      ...(hasInstallScript === true ? [`${path} has an install script`] : []),
      ...(semver.satisfies(oldestNode, range) ? [] : [`${path} wants Node ${range}`]),
    ];
  });
}

Package("the version that the tool tells is the one that is published", () => {
  assert.is(version, manifest.version);
  assert.is(locked[""]?.version, manifest.version);
});

Package("the oldest Node that is promised is the one that is checked", () => {
  assert.ok(semver.satisfies(oldestNode, manifest.engines.node));
  assert.not(semver.satisfies("20.18.9", manifest.engines.node));
});

Package("nothing that is installed with it runs a script or wants a newer Node", () => {
  assert.equal(shippedProblems(locked), []);
  assert.equal(
    shippedProblems({
      "": { hasInstallScript: true },
      "node_modules/a": { hasInstallScript: true },
      "node_modules/b": { engines: { node: ">=22" } },
      "node_modules/c": { engines: { node: "^20.19.0 || >=22.12.0" } },
      "node_modules/d": { dev: true, hasInstallScript: true },
    }),
    ["node_modules/a has an install script", "node_modules/b wants Node >=22"],
  );
});

/** A separate build for all tests here. */
const folder = join(temporaryFolder(), "dist");
let said = "";

Package.before(() => {
  const build = join(repositoryFolder, "scripts", "build.mjs");
  // We start it in another folder, as npm may.
  said = execFileSync(process.execPath, [build, "--out", folder], {
    cwd: temporaryFolder(),
    encoding: "utf8",
  });
});

/** Returns the text of a chunk and of all chunks that load with it. */
function loadedWith(name: string, seen = new Set<string>()): string {
  if (seen.has(name)) return "";
  seen.add(name);
  const text = readFileSync(join(folder, name), "utf8");
  // A function contains each later load: `then(()=>require(…))`.
  const required = text.matchAll(/(=>)?require\("\.\/([^"]+)"\)/g);
  const now = Array.from(required, ([, later, next = ""]) => (later === undefined ? next : ""));
  return [text, ...now.filter(Boolean).map((next) => loadedWith(next, seen))].join("\n");
}

Package("plan and apply load what tells a CI only where there is one to be told", () => {
  const chunks = readdirSync(folder).filter((name) => name.endsWith(".js"));
  const all = chunks.map((name) => readFileSync(join(folder, name), "utf8")).join("\n");
  const entries = /=>require\("\.\/((?:plan|apply)-[\w-]{8}\.js)"\)/g;
  const names = ["main.js", ...new Set(Array.from(all.matchAll(entries), ([, name = ""]) => name))];
  assert.is(names.length, 3, names.join(" "));
  const apart = {
    comments: "x-github-api-version",
    "the files of GitHub's runner": "GITHUB_STEP_SUMMARY",
    "events of GitHub": "GITHUB_EVENT_PATH",
    markdown: "flowchart LR",
    "the plan that was reviewed": "no-reviewed-plan",
    annotations: "function githubAnnotations(",
  };
  for (const name of names) {
    const loaded = loadedWith(name);
    assert.ok(loaded.includes("new Command("), `${name} loads what every command does`);
    for (const [what, sign] of Object.entries(apart)) {
      assert.ok(all.includes(sign), `${what} is somewhere`);
      assert.not.ok(loaded.includes(sign), `${name} loads ${what}`);
    }
  }
});

/** The files and kibibytes that a command may load, and those of all of dist/: raise them for a reason. */
const budgets = {
  "--version": [1, 1],
  // The gate takes encodings off what servers say.
  "--help": [4, 156],
  validate: [6, 460],
  "plan --refresh=false": [12, 720],
  plan: [16, 750],
  "apply --auto-approve": [20, 800],
} as const;
const wholeKibibytes = 1300;

Package("a command loads few files and few bytes, and the package is small", async () => {
  const emulator = await testEmulator();
  const project = temporaryFolder();
  const preload = join(project, "count.cjs");
  writeFileSync(
    preload,
    `process.on("exit", () => require("node:fs").writeFileSync("loaded.json", JSON.stringify(Object.keys(require.cache))));`,
  );
  try {
    for (const line of ["init", ...Object.keys(budgets)]) {
      const words = ["--require", preload, join(folder, "cli.js"), ...line.split(" ")];
      const env = { ...cliEnvironment(), ...emulator.env };
      await promisify(execFile)(process.execPath, words, { cwd: project, env });
      const files = JSON.parse(readFileSync(join(project, "loaded.json"), "utf8")) as string[];
      const own = files.filter((file) => file.startsWith(join(folder, "/")));
      assert.equal(
        files.filter((file) => file.includes("node_modules")),
        [],
        line,
      );
      const [most, kibibytes] = budgets[line as keyof typeof budgets] ?? [99, wholeKibibytes];
      assert.ok(own.length <= most, `${line} loads ${own.length} files`);
      const bytes = own.reduce((sum, file) => sum + statSync(file).size, 0);
      assert.ok(bytes <= kibibytes * 1024, `${line} loads ${bytes} bytes`);
    }
  } finally {
    await emulator.close();
  }
  const sizes = readdirSync(folder).map((name) => statSync(join(folder, name)).size);
  const whole = sizes.reduce((sum, size) => sum + size, 0);
  assert.ok(whole <= wholeKibibytes * 1024, `dist/ is ${whole} bytes`);
});

Package("what is bundled runs on the oldest Node, and its license comes along", () => {
  assert.ok(statSync(join(folder, "cli.js")).mode & 0o100, "cli.js is executable");
  assert.ok(readFileSync(join(folder, "cli.js"), "utf8").startsWith("#!/usr/bin/env node\n"));
  const licenses = readFileSync(join(folder, "THIRD_PARTY_LICENSES.txt"), "utf8");
  const bundled = /^Bundled packages: (.+)$/m.exec(said)?.[1]?.split(", ") ?? [];
  for (const name of ["commander", "yaml"])
    assert.ok(
      bundled.some((one) => one.startsWith(`${name} `)),
      `${name} is bundled`,
    );
  for (const one of bundled) {
    assert.ok(licenses.includes(`\n${one} (`), `the license of ${one}`);
    const path = `node_modules/${one.slice(0, one.lastIndexOf(" "))}`;
    assert.ok(existsSync(join(repositoryFolder, path)));
    const { node } = locked[path]?.engines ?? {};
    assert.ok(semver.satisfies(oldestNode, node ?? "*"), `${one} wants Node ${node}`);
  }
});

Package("what is installed comes from the public registry, whoever made the lockfile", () => {
  const others = Object.values(locked).flatMap(({ resolved }) =>
    resolved === undefined || resolved.startsWith("https://registry.npmjs.org/") ? [] : [resolved],
  );
  assert.equal(others, []);
});

Package.run();
