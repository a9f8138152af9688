import { spawnSync } from "node:child_process";
import { appendFileSync, chmodSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { stateOf, type IdFact } from "../../src/core/state/state.ts";
import { formatLockfile, parseLockfile, type Lockfile } from "../../src/store/lockfile.ts";
import { mergeLockfiles } from "../../src/store/merge-lockfiles.ts";
import { cliEnvironment, cliFile } from "../support/cli.ts";
import { runCliHere } from "../support/run-here.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { held, pool } from "../support/world.ts";
import { lineageNumber } from "../support/lineage.ts";

/** Tests with real git, which starts the built command as its merge driver. */
const Driver = suite("lockfiles that git merges");
const Refused = suite("lockfiles that git is told not to merge");
const Markers = suite("conflict markers that are there already");

const usual = "anon.lock.sandbox.json";
const driver = `"${process.execPath}" "${cliFile}" merge-driver %O %A %B %P`;

// Both keys come after the first one: a merge of lines cannot find their order.
const [members, staff, people] = ["members", "staff", "people"].map((key) => held(pool(key)));
const base = lockfile([members!]);
const ours = lockfile([members!, staff!]);
const theirs = lockfile([members!, people!]);
const both = textOf(mergeLockfiles(ours, theirs, usual, base).bytes);

function lockfile(ids: readonly IdFact[], more: Partial<Lockfile> = {}): Uint8Array {
  const environment = { name: "sandbox", baseUrl: "https://svc.sandbox.anon.com" };
  return formatLockfile({ lineage: lineageNumber(1), environment, state: stateOf(ids), ...more });
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

function withCrlf(bytes: Uint8Array): Uint8Array {
  return new TextEncoder().encode(textOf(bytes).replaceAll("\n", "\r\n"));
}

/** The result of a run of git. */
interface GitRun {
  readonly code: number | null;
  readonly output: string;
  readonly error: string;
}

/** A repository with two branches of one lockfile, `main` and `side`; `main` is checked out. */
interface Branches {
  readonly folder: string;
  /** Runs git. Returns its result for any exit code. */
  run(...words: readonly string[]): GitRun;
  /** Runs git. Throws if the exit code is not 0. */
  git(...words: readonly string[]): GitRun;
  /** The lockfile in the work tree. */
  read(): string;
  write(content: string | Uint8Array): void;
  /** Returns git's status of the lockfile: `UU` for a conflict, empty if it is as in HEAD. */
  status(): string;
}

/** The beginning of the two branches. Each option may be left out. */
interface BranchOptions {
  /** What both come from; undefined if both add the file. */
  readonly from?: Uint8Array | undefined;
  readonly path?: string;
  /** More of git's configuration; the merge driver is configured if this text is left out. */
  readonly config?: string;
  readonly attributes?: string;
}

const driverConfig = `[merge "anon-sync"]\ndriver = ${JSON.stringify(driver)}\n`;

function branches(left: Uint8Array, right: Uint8Array, options: BranchOptions = {}): Branches {
  const { path = usual, config = driverConfig } = options;
  const { attributes = "anon.lock.*.json merge=anon-sync\n" } = options;
  const from = "from" in options ? options.from : base;
  const folder = temporaryFolder();
  const env = { ...cliEnvironment(), GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1" };
  const start = (words: readonly string[], input?: Uint8Array): GitRun => {
    const ran = spawnSync("git", words, { cwd: folder, env, input });
    return { code: ran.status, output: `${ran.stdout}`, error: `${ran.stderr}` };
  };
  const made: Branches = {
    folder,
    run: (...words) => start(words),
    git(...words) {
      const ran = start(words);
      assert.is(ran.code, 0, `git ${words.join(" ")}: ${ran.output}${ran.error}`);
      return ran;
    },
    read: () => readFileSync(join(folder, path), "utf8"),
    write: (content) => writeFileSync(join(folder, path), content),
    status: () => made.git("status", "--short", "--", path).output.slice(0, 2),
  };
  made.git("init", "--quiet", "--initial-branch", "main");
  const person = "[user]\nname = Test\nemail = test@example.com\n";
  appendFileSync(join(folder, ".git", "config"), `${person}${config}`);
  const first = { ".gitattributes": attributes, ...(from !== undefined && { [path]: from }) };
  const history = [
    commitOf("main", "base", first),
    commitOf("side", "theirs", { [path]: right }, "main"),
    commitOf("main", "ours", { [path]: left }),
  ];
  assert.is(start(["fast-import", "--quiet"], Buffer.concat(history.flat())).code, 0);
  made.git("reset", "--quiet", "--hard");
  return made;
}

/** Returns a commit on a branch in the format of git fast-import; a new branch begins at `from`. */
function commitOf(
  branch: string,
  message: string,
  files: Readonly<Record<string, string | Uint8Array>>,
  from?: string,
): Buffer[] {
  return [
    Buffer.from(`commit refs/heads/${branch}\ncommitter Test <test@example.com> 0 +0000\n`),
    ...data(message),
    Buffer.from(from === undefined ? "" : `from refs/heads/${from}\n`),
    ...Object.entries(files).flatMap(([path, content]) => [
      Buffer.from(`M 100644 inline ${path}\n`),
      ...data(content),
    ]),
  ];
}

function data(content: string | Uint8Array): Buffer[] {
  const bytes = Buffer.from(content);
  return [Buffer.from(`data ${bytes.length}\n`), bytes, Buffer.from("\n")];
}

Driver("hold what both branches created, whichever of them is merged into the other", () => {
  const made = branches(ours, theirs);
  assert.is(made.git("merge", "side").error, "");
  assert.is(made.read(), both);
  made.git("checkout", "--quiet", "side");
  made.git("merge", "main~1");
  assert.is(made.read(), both);
});

Driver("are merged alike by rebase and cherry-pick", () => {
  const made = branches(ours, theirs);
  made.git("checkout", "--quiet", "-b", "other");
  made.git("cherry-pick", "side");
  assert.is(made.read(), both);
  made.git("checkout", "--quiet", "side");
  made.git("rebase", "main");
  assert.equal([made.read(), made.status()], [both, ""]);
});

Driver("need no common version: both branches may have added the file", () => {
  const made = branches(ours, theirs, { from: undefined });
  made.git("merge", "side");
  assert.is(made.read(), both);
});

Driver("keep what one branch relocked, which the facts alone do not tell", () => {
  for (const description of ["Anew.", "Zero."]) {
    const relocked = { ...members!, applied: { name: "members", description } };
    const made = branches(lockfile([relocked]), theirs);
    made.git("merge", "side");
    assert.is(made.read(), textOf(lockfile([relocked, people!])));
  }
});

Driver("may have crossed before: what git takes for the base is merged, too", () => {
  const made = branches(ours, theirs);
  made.git("branch", "before");
  made.git("merge", "side");
  made.git("checkout", "--quiet", "side");
  made.git("merge", "before");
  const [left, right] = ["left", "right"].map((key) =>
    lockfile([members!, staff!, people!, held(pool(key))]),
  );
  made.write(left!);
  made.git("commit", "--quiet", "--all", "--message", "apply");
  made.git("checkout", "--quiet", "main");
  made.write(right!);
  made.git("commit", "--quiet", "--all", "--message", "apply");
  made.git("merge", "side");
  const { state } = parseLockfile(new TextEncoder().encode(made.read()), usual);
  assert.equal([...state.ids.keys()].toSorted(), [
    "id-left",
    "id-members",
    "id-people",
    "id-right",
    "id-staff",
  ]);
});

Driver("keep both ids that two branches created for one address, and say how to choose", () => {
  const path = "orgs/a team/anon.lock.production.json";
  const environment = { name: "production", baseUrl: "https://svc.prod.anon.com" };
  const [left, right] = ["id-1", "id-2"].map((id) =>
    lockfile([held(pool("staff"), { id })], { environment }),
  );
  const made = branches(left!, right!, { path, from: lockfile([], { environment }) });
  const { error } = made.git("merge", "side");
  const flags = "-c 'orgs/a team/anon.config.yaml' -e production";
  assert.is(
    error,
    [
      `Both sides of the merge of "${path}" had an id of their own for 1 address:`,
      "  userPools.staff has two ids: id-1 holds it from now on, and id-2 is kept as retired (duplicate).",
      `    If it is the one to keep: anon-sync settle userPools.staff --id id-2 ${flags}`,
      `Remove what is not used in Anon's console: Anon has no delete. To see all ids: anon-sync status ${flags}`,
      "",
    ].join("\n"),
  );
  const { resources, retired } = JSON.parse(made.read());
  assert.is(resources["userPools.staff"].id, "id-1");
  assert.is(retired["id-2"].reason, "duplicate");
});

Driver("have CRLF on one side, or in every work tree", () => {
  const odd = branches(withCrlf(ours), theirs);
  odd.git("merge", "side");
  assert.is(odd.read(), both);
  const windows = branches(ours, theirs, { config: `${driverConfig}[core]\nautocrlf = true\n` });
  assert.is(windows.read(), textOf(withCrlf(ours)));
  windows.git("merge", "side");
  assert.is(windows.read(), both.replaceAll("\n", "\r\n"));
  assert.is(windows.status(), "");
});

Driver("are merged by the commands that init prints, typed as they are printed", async () => {
  const made = branches(ours, theirs, { config: "", attributes: "*.png binary\n" });
  const { code, stdout, stderr } = await runCliHere(["init", "--separate"], { cwd: made.folder });
  assert.is(code, 0, stderr);
  const [line = ""] = /git config merge.*/.exec(stdout) ?? [];
  assert.is(spawnSync("sh", ["-c", line], { cwd: made.folder }).status, 0);
  const programs = temporaryFolder();
  const program = join(programs, "anon-sync");
  writeFileSync(program, `#!/bin/sh\nexec "${process.execPath}" "${cliFile}" "$@"\n`);
  chmodSync(program, 0o755);
  const merge = ["-c", `PATH="${programs}:$PATH" git merge side`];
  const merged = spawnSync("sh", merge, { cwd: made.folder, env: cliEnvironment() });
  assert.is(merged.status, 0, `${merged.stdout}${merged.stderr}`);
  assert.is(made.read(), both);
});

Refused("two lockfiles are left whole between markers, until one of them is chosen", async () => {
  const made = branches(ours, lockfile([people!], { lineage: lineageNumber(2) }), {
    from: undefined,
  });
  const merge = made.run("merge", "side");
  assert.equal([merge.code, made.status()], [1, "AA"]);
  assert.match(merge.error, "error[merge-of-two-lockfiles]");
  assert.match(merge.error, `git checkout --ours -- ${usual}`);
  const refused = await runCliHere(["merge-driver", usual], { cwd: made.folder });
  assert.is(refused.code, 5);
  assert.match(refused.stderr, `the lineage (${lineageNumber(1)} and ${lineageNumber(2)})`);
  made.git("checkout", "--ours", "--", usual);
  assert.is(made.read(), textOf(ours));
});

Refused("one that cannot be read is named, and repaired or left out", async () => {
  const broken = textOf(theirs).replace(/\}\n$/, "");
  const made = branches(ours, new TextEncoder().encode(broken));
  const merge = made.run("merge", "side");
  assert.equal([merge.code, made.status()], [1, "UU"]);
  assert.match(merge.error, "error[lockfile-damaged]: One side of the merge (theirs)");
  assert.match(merge.error, `git checkout --ours -- ${usual}`);
  made.write(made.read().replace(broken, textOf(theirs)));
  assert.is((await runCliHere(["merge-driver", usual], { cwd: made.folder })).code, 0);
  assert.equal(Object.keys(JSON.parse(made.read()).resources).length, 3);
});

Refused("where git cannot start the driver, both sides come back once it can", async () => {
  const config = '[merge "anon-sync"]\ndriver = anon-sync-is-not-here %O %A %B\n';
  const made = branches(ours, theirs, { config });
  const merge = made.run("merge", "side");
  assert.equal([merge.code, made.status(), made.read()], [1, "UU", textOf(ours)]);
  const refused = await runCliHere(["merge-driver", usual], { cwd: made.folder });
  assert.match(refused.stderr, "error[no-conflict]");
  const [, command = ""] = /(git checkout --merge -- .*)/.exec(refused.stderr) ?? [];
  made.git("config", "merge.anon-sync.driver", driver);
  made.git(...command.split(" ").slice(1));
  assert.is(made.read(), both);
});

Markers("are what a clone without the driver gets, as without the attribute", () => {
  const made = branches(ours, theirs, { config: "" });
  assert.equal([made.run("merge", "side").code, made.status()], [1, "UU"]);
  assert.match(made.read(), /^<<<<<<< HEAD$/m);
  // Git merges separate lines without the driver.
  const crew = held(pool("crew"));
  const apart = branches(lockfile([crew, members!]), theirs, { config: "" });
  apart.git("merge", "side");
  assert.is(apart.read(), textOf(lockfile([crew, members!, people!])));
});

for (const style of ["merge", "diff3", "zdiff3"])
  Markers(`of the style ${style} are merged to what the driver would have made`, async () => {
    const made = branches(ours, theirs, { config: `[merge]\nconflictStyle = ${style}\n` });
    assert.is(made.run("merge", "side").code, 1);
    if (style !== "merge") assert.match(made.read(), /^\|{7}/m);
    const { code, stdout, stderr } = await runCliHere(["merge-driver", usual], {
      cwd: made.folder,
    });
    assert.equal([code, stderr], [0, ""]);
    assert.is(
      stdout,
      `Merged both sides of ${usual}: 3 ids in use, 0 retired. Now: git add ${usual}\n`,
    );
    made.git("add", usual);
    made.git("commit", "--no-edit");
    assert.equal([made.read(), made.status()], [both, ""]);
  });

Driver.run();
Refused.run();
Markers.run();
