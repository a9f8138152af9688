import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { version } from "../../src/core/version.ts";
import { repositoryFolder } from "../support/repository.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

/** The package that a user gets from the registry: the packed tarball, installed in an empty folder. */
const pack = suite("the package");

/** One file of the tarball in the output of `npm pack --json`. */
interface PackedFile {
  readonly path: string;
  readonly size: number;
  readonly mode: number;
}

interface Packed {
  readonly filename: string;
  readonly size: number;
  readonly unpackedSize: number;
  readonly files: readonly PackedFile[];
}

const home = temporaryFolder();
const folder = temporaryFolder();
let packed: Packed | undefined;

/** Runs a program of the tests' Node with an empty home, no registry, and no variables of this tool. */
function run(command: string, args: readonly string[], cwd: string) {
  const kept = Object.entries(process.env).filter(([name]) => !/^(ANON_|npm_)/i.test(name));
  const bin = join(folder, "node_modules", ".bin");
  const path = [bin, dirname(process.execPath), process.env["PATH"] ?? ""].join(delimiter);
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd,
    encoding: "utf8",
    env: { ...Object.fromEntries(kept), HOME: home, PATH: path, npm_config_offline: "true" },
  });
  return { status, stdout, stderr, said: `${stdout}\n${stderr}` };
}

function kibibytes(bytes = 0): string {
  return `${Math.round(bytes / 1024)} KiB`;
}

pack.before(() => {
  // We skip the scripts: `npm test` has just built dist/, and other tests run dist/ at this moment.
  const packing = ["pack", "--json", "--ignore-scripts", "--pack-destination", folder];
  const made = run("npm", packing, repositoryFolder);
  assert.is(made.status, 0, made.said);
  [packed] = JSON.parse(made.stdout) as Packed[];
  const installed = run("npm", ["install", join(folder, packed?.filename ?? "")], folder);
  assert.is(installed.status, 0, installed.said);
});

pack("holds what runs and what documents it, and nothing else", () => {
  const files = packed?.files ?? [];
  for (const { path } of files)
    assert.ok(
      /^(dist\/([\w.-]+\.(js|txt)|package\.json|index\.mjs|index\.d\.mts)|schemas\/[\w.-]+\.json|(README|CHANGELOG|SECURITY)\.md|package\.json)$/.test(
        path,
      ),
      path,
    );
  for (const needed of ["dist/cli.js", "dist/THIRD_PARTY_LICENSES.txt", "README.md"])
    assert.ok(
      files.some(({ path }) => path === needed),
      needed,
    );
  console.log(
    `${files.length} files, ${kibibytes(packed?.size)} packed, ${kibibytes(packed?.unpackedSize)} unpacked`,
  );
});

pack("names no path of the machine that built it, and no source map", () => {
  const root = join(folder, "node_modules", "anon-sync");
  for (const { path } of packed?.files ?? []) {
    const text = readFileSync(join(root, path), "utf8");
    for (const place of [repositoryFolder, tmpdir(), homedir(), folder, "sourceMappingURL"])
      if (place.length > 5) assert.not.ok(text.includes(place), `${path} holds ${place}`);
    assert.not.match(text, /\bfile:\/\/\/(?!\s|["'`$])\w/, path);
  }
});

pack("installs nothing but itself, runs no script at that, and accepts the oldest Node", () => {
  const modules = join(folder, "node_modules");
  const names = readdirSync(modules).filter((name) => !name.startsWith("."));
  assert.equal(names, ["anon-sync"]);
  const manifest = JSON.parse(readFileSync(join(modules, "anon-sync", "package.json"), "utf8")) as {
    scripts?: Record<string, string>;
    engines: { node: string };
    dependencies?: object;
  };
  for (const script of ["preinstall", "install", "postinstall", "prepare"])
    assert.is(manifest.scripts?.[script], undefined, script);
  assert.is(manifest.engines.node, ">=20.19");
  assert.equal(manifest.dependencies ?? {}, {});
});

pack("gives a command that runs from its folder, by its name and through npx", () => {
  const command = join(folder, "node_modules", ".bin", "anon-sync");
  if (process.platform !== "win32")
    assert.is(statSync(command).mode & 0o111, 0o111, "it is executable");
  for (const [program, ...args] of [
    [command],
    ["anon-sync"],
    ["npx", "--no-install", "anon-sync"],
  ] as const) {
    const { stdout, said, status } = run(program, [...args, "--version"], folder);
    assert.is(stdout, `${version}\n`, said);
    assert.is(status, 0);
  }
});

const consumer = `import { apply, Failure, loadManifest, plan, type PlanDocument } from "anon-sync";
const manifest = await loadManifest("anon.config.yaml", { environment: "sandbox" });
const addresses: readonly string[] = manifest.resources.map(({ address }) => address);
try {
  const planned: PlanDocument = await plan({ apiKey: "key-0123456789", baseUrl: "http://127.0.0.1:9" });
  const done = await apply({ expect: planned.planDigest ?? "" });
  const ids = done.format === "anon-sync-applied" ? done.ids : {};
  throw new Error(Object.keys(ids).join());
} catch (error) {
  if (!(error instanceof Failure)) throw error;
  const [problem] = error.problems;
  process.stdout.write([...addresses, problem?.code].join(" "));
}
declare const process: { readonly stdout: { write(text: string): void } };
`;

pack("is a library with types that stand alone, and that work as they say", () => {
  const project = join(folder, "consumer");
  mkdirSync(project);
  writeFileSync(join(project, "consumer.mts"), consumer);
  writeFileSync(
    join(project, "anon.config.yaml"),
    "version: 1\nuserPools:\n  members: { name: Members, description: All. }\n",
  );
  const typescript = join(repositoryFolder, "node_modules", "typescript", "bin", "tsc");
  const flags = "--strict --exactOptionalPropertyTypes --module nodenext --target es2023";
  const words = [typescript, ...flags.split(" ")];
  const compiled = run(process.execPath, [...words, "consumer.mts"], project);
  assert.is(compiled.status, 0, compiled.said);
  const ran = run(process.execPath, ["consumer.mjs"], project);
  assert.is(ran.stdout, "userPools.members emulator-unreachable", ran.said);
});

pack("tells a whole story: init, validate, plan, apply against its own emulator", () => {
  const project = temporaryFolder();
  const steps: readonly (readonly [readonly string[], RegExp])[] = [
    [["init"], /Wrote anon\.config\.yaml/],
    [["validate"], /anon\.config\.yaml/],
    [["plan"], /Plan: \d+ to create/],
    [["schema", "manifest"], /"\$id"/],
    [
      ["emulator", "exec", "--", "anon-sync", "apply", "--auto-approve"],
      /Apply complete! [1-9]\d* created/,
    ],
  ];
  for (const [args, expected] of steps) {
    const { status, said } = run("anon-sync", args, project);
    assert.match(said, expected);
    assert.is(status, 0, said);
  }
  assert.ok(readdirSync(project).includes("anon.lock.sandbox.emulator.json"));
});

pack.run();
