import { once } from "node:events";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { JsonObject } from "../../src/core/json.ts";
import { runCli, type CliRun } from "../support/cli.ts";
import { withEmulator, type TestEmulator } from "../support/emulator.ts";
import { projectHere, smallManifest, type Project } from "../support/project.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { lineageNumber } from "../support/lineage.ts";

/** Tests of the lockfile's own git history as the substitute for a list endpoint. */
const Recover = suite("recover --from-git");

const lockfileName = "anon.lock.sandbox.emulator.json";
const withoutStaff = smallManifest.replace(/ {2}staff:[^]*(?=sdkClients)/, "");

/** Returns a repository with a committed lockfile of the whole small manifest. */
async function repository(emulator: TestEmulator, manifest = smallManifest): Promise<Project> {
  const made = projectHere(manifest, { env: emulator.env, git: true });
  await made.applied();
  commit(made, "applied");
  return made;
}

/** Commits the lockfile. Returns the commit. */
function commit(made: Project, message: string): string {
  made.git("add", "--all");
  made.git("commit", "--quiet", "--message", message);
  return head(made);
}

function head(made: Project): string {
  return made.git("rev-parse", "HEAD").trim();
}

/** Removes journal and ledger: another machine, or a fresh clone, has neither. */
function forget(made: Project): void {
  rmSync(join(made.folder, ".git", "anon-sync"), { recursive: true, force: true });
}

/** Changes the lockfile as an editor, or a merge, does. */
function edit(made: Project, change: (lockfile: Editable) => void): void {
  const lockfile = JSON.parse(made.read(lockfileName)) as Editable;
  change(lockfile);
  made.write(lockfileName, `${JSON.stringify(lockfile, null, 2)}\n`);
}

interface Editable {
  lockfileVersion: number;
  lineage: string;
  environment: Record<string, string>;
  resources: Record<string, JsonObject & { id: string; generation: number }>;
  unsettled: Record<string, Record<string, JsonObject>>;
  settled?: Record<string, JsonObject>;
  retired: Record<string, JsonObject>;
}

function idAt(made: Project, address: string): string {
  return made.lockfile().resources[address]?.id ?? "";
}

function recover(made: Project, ...args: readonly string[]): Promise<CliRun> {
  // The command needs no key and no API, because it sends no request.
  const env = { ANON_API_KEY: "", ANON_BASE_URL: "http://127.0.0.1:9" };
  return made.run(["recover", "--from-git", ...args], env);
}

/** Checks that the lockfile is complete again: a plan changes nothing, and an apply creates nothing. */
async function isWhole(made: Project, emulator: TestEmulator): Promise<void> {
  const posts = await emulator.posts();
  const plan = await made.run(["plan"]);
  assert.match(plan.stdout, "No changes.", plan.stdout + plan.stderr);
  await made.applied();
  assert.is(await emulator.posts(), posts);
}

Recover(
  "what a bad merge dropped comes back whole: plan has no changes and apply sends nothing",
  withEmulator(async (emulator) => {
    const made = await repository(emulator, withoutStaff);
    made.git("checkout", "--quiet", "-b", "side");
    made.manifest(smallManifest);
    await made.applied();
    const staff = idAt(made, "userPools.staff");
    const knowing = commit(made, "staff");
    made.git("checkout", "--quiet", "-");
    made.write("other", "work");
    commit(made, "work");
    // The merge drops the side's lockfile, and we keep the side's manifest.
    made.git("merge", "--quiet", "--strategy", "ours", "--no-edit", "side");
    made.manifest(smallManifest);
    commit(made, "manifest");
    made.git("branch", "--quiet", "--delete", "--force", "side");
    const refused = await made.run(["apply", "--auto-approve"]);
    assert.is(refused.code, 5);
    assert.match(refused.stderr, "error[lost-ids]");
    assert.match(refused.stderr, "anon-sync recover --from-git");
    forget(made);

    const ran = await recover(made, "--yes");
    assert.equal([ran.code, ran.stderr], [0, ""], ran.stdout);
    assert.match(
      ran.stdout,
      `The lockfile ${lockfileName} lacks 1 id that git's history, or this machine, knows:`,
    );
    assert.match(
      ran.stdout,
      new RegExp(`userPools\\.staff +${staff} +active "Staff" +commit ${knowing.slice(0, 12)}\n`),
    );
    assert.match(ran.stdout, `Brought back into ${lockfileName}: 1 id.`);
    assert.is(idAt(made, "userPools.staff"), staff);
    await isWhole(made, emulator);
    const again = await recover(made);
    assert.equal([again.code, again.stderr], [0, ""]);
    assert.match(again.stdout, "Nothing to bring back");
  }),
);

Recover(
  "a deleted lockfile comes back with its lineage, what is retired, and what is unsettled",
  withEmulator(async (emulator) => {
    const made = await repository(emulator);
    made.manifest(withoutStaff);
    await made.applied();
    edit(made, ({ unsettled }) => {
      unsettled["userPools.open"] = {
        "a-1": {
          fields: { name: "Open" },
          generation: 1,
          sentAt: "2026-01-02T03:04:05.678Z",
        },
      };
    });
    commit(made, "retired");
    const before = made.read(lockfileName);
    made.git("rm", "--quiet", lockfileName);
    commit(made, "gone");
    forget(made);

    const asked = await recover(made);
    assert.is(asked.code, 5);
    assert.match(asked.stdout, `There is no lockfile ${lockfileName}. It comes back (lineage `);
    assert.match(asked.stdout, /userPools\.staff +\S+ +retired \(removed\) "Staff"/);
    assert.match(asked.stdout, /userPools\.open +a-1 +attempt, unsettled/);
    assert.match(asked.stderr, "error[no-terminal]");
    assert.match(asked.stderr, "then add --yes.");
    assert.not(made.has(lockfileName), "nothing is written before a yes");

    assert.is((await recover(made, "--yes")).code, 0);
    assert.is(made.read(lockfileName), before);
    assert.is((await made.run(["status"])).code, 4);
  }),
);

Recover("off loopback a lockfile that is gone is refused with the command that helps", async () => {
  const made = projectHere(smallManifest, { git: true, env: { ANON_API_KEY: "" } });
  const first = await made.run(["recover", "--from-git"]);
  assert.match(first.stderr, "error[nothing-to-recover]");
  assert.match(first.stderr, "If this is the first time: anon-sync init");
  assert.is((await made.run(["init"])).code, 0);
  commit(made, "init");
  const before = made.read("anon.lock.sandbox.json");
  rmSync(join(made.folder, "anon.lock.sandbox.json"));
  for (const command of [["plan"], ["init"]]) {
    const { stderr } = await made.run(command);
    assert.match(
      stderr,
      "Bring back what git's history knows: anon-sync recover --from-git",
      command[0],
    );
  }
  const ran = await made.run(["recover", "--from-git", "--yes"]);
  assert.is(ran.code, 0, ran.stderr);
  assert.is(made.read("anon.lock.sandbox.json"), before);
});

Recover(
  "an id counts wherever a commit holds it: another branch, a remote, a tag, a stash, a reset",
  withEmulator(async (emulator) => {
    const made = await repository(emulator);
    const base = head(made);
    const add = (key: string) =>
      edit(made, ({ resources }) => {
        const { id: _id, attempt: _attempt, ...rest } = resources["userPools.staff"]!;
        resources[`userPools.${key}`] = { ...rest, id: `id-${key}`, generation: 1 };
      });
    for (const [key, ref] of [
      ["branch", "refs/heads/other"],
      ["remote", "refs/remotes/origin/other"],
      ["tag", "refs/tags/other"],
      ["reset", ""],
    ] as const) {
      add(key);
      const made_ = commit(made, key);
      if (ref !== "") made.git("update-ref", ref, made_);
      made.git("reset", "--quiet", "--hard", base);
    }
    add("stash");
    made.git("stash", "--quiet");
    forget(made);

    const ran = await recover(made, "--yes");
    assert.is(ran.code, 0, ran.stderr);
    for (const key of ["branch", "remote", "tag", "reset", "stash"])
      assert.is(idAt(made, `userPools.${key}`), `id-${key}`);
  }),
);

Recover(
  "versions that cannot be read, and those of other lockfiles, are named and left out",
  withEmulator(async (emulator) => {
    const made = await repository(emulator);
    const whole = made.read(lockfileName);
    made.write(lockfileName, whole.slice(1));
    const broken = commit(made, "broken");
    made.write(lockfileName, whole);
    const change = (message: string, by: (lockfile: Editable) => void) => {
      edit(made, by);
      const made_ = commit(made, message);
      made.write(lockfileName, whole);
      return made_;
    };
    const newer = change("newer", (lockfile) => (lockfile.lockfileVersion = 2));
    const lineage = change("lineage", (lockfile) => {
      lockfile.lineage = lineageNumber(2);
      lockfile.resources["userPools.foreign"] = {
        ...lockfile.resources["userPools.staff"]!,
        id: "id-foreign",
      };
    });
    const elsewhere = change("elsewhere", ({ environment, resources }) => {
      environment["name"] = "production";
      resources["userPools.production"] = { ...resources["userPools.staff"]!, id: "id-production" };
    });
    edit(made, ({ resources }) => delete resources["sdkClients.web"]);
    commit(made, "lost");
    forget(made);

    const ran = await recover(made, "--yes", "--json");
    assert.is(ran.code, 0, ran.stderr);
    assert.match(ran.stderr, "2 versions of the lockfile could not be read and are left out:\n");
    assert.match(ran.stderr, `commit ${broken.slice(0, 12)}: `);
    assert.match(ran.stderr, `commit ${newer.slice(0, 12)}: `);
    assert.match(ran.stderr, `another lockfile (lineage ${lineageNumber(2)}, sandbox at emulator:`);
    assert.match(ran.stderr, `, commit ${lineage.slice(0, 12)}.`);
    assert.match(ran.stderr, /production at emulator:\S+, commit /);
    const document = JSON.parse(ran.stdout) as {
      written: boolean;
      ids: { address: string }[];
      others: { commit: string; ids: { id: string }[] }[];
      skipped: { commit: string }[];
    };
    assert.is(document.written, true);
    assert.equal(
      document.ids.map(({ address }) => address),
      ["sdkClients.web"],
    );
    assert.equal(
      document.others.map((other) => other.commit).toSorted(),
      [elsewhere, lineage].toSorted(),
    );
    assert.equal(document.others.flatMap(({ ids }) => ids.map(({ id }) => id)).toSorted(), [
      "id-foreign",
      "id-production",
    ]);
    assert.is(document.skipped.length, 2);
    assert.is(made.read(lockfileName), whole);
    await isWhole(made, emulator);
    const again = await recover(made);
    assert.match(again.stdout, "as far as it could be read: 2 versions could not.");
    assert.match(again.stdout, `lineage ${lineageNumber(2)} knows 1 id that this one does not.`);
    assert.match(again.stdout, "\n  anon-sync import userPools.foreign id-foreign\n");
    assert.not.match(again.stdout, "import userPools.production", "it is of another environment");
    const shows = [...again.stdout.matchAll(/To see it: git (show \S+)\n/g)].map(([, show = ""]) =>
      made.git(...show.split(" ")),
    );
    assert.is(shows.length, 2);
    assert.match(shows.join(""), "id-production");
  }),
);

Recover(
  "what a lockfile knew before it was moved comes back, and nothing of one that was copied",
  withEmulator(async (emulator) => {
    const made = await repository(emulator);
    const knowing = head(made);
    const whole = made.read(lockfileName);
    for (const folder of ["infra", "copy"]) mkdirSync(join(made.folder, folder));
    made.write("copy/anon.config.yaml", smallManifest);
    edit(made, ({ resources }) => {
      resources["userPools.copied"] = { ...resources["userPools.staff"]!, id: "id-copied" };
    });
    made.write(`copy/${lockfileName}`, made.read(lockfileName));
    made.write(lockfileName, whole);
    edit(made, ({ resources }) => delete resources["sdkClients.web"]);
    made.git("mv", "anon.config.yaml", lockfileName, "infra");
    commit(made, "moved");
    forget(made);
    const ran = await recover(made, "--yes", "-c", "infra/anon.config.yaml");
    assert.equal([ran.code, ran.stderr], [0, ""], ran.stdout);
    assert.match(ran.stdout, `commit ${knowing.slice(0, 12)} (${lockfileName})\n`);
    assert.is(made.read(`infra/${lockfileName}`), whole);
  }),
);

Recover(
  "an id of a colleague's branch is said to retire here, and which branch has it",
  withEmulator(async (emulator) => {
    const made = await repository(emulator, withoutStaff);
    made.git("checkout", "--quiet", "-b", "feature");
    made.manifest(smallManifest);
    await made.applied();
    const knowing = commit(made, "staff");
    made.git("checkout", "--quiet", "-");
    const ran = await recover(made, "--json");
    assert.match(
      ran.stderr,
      "Your manifest does not have userPools.staff: the next apply would retire it.\n",
    );
    const [, command = ""] =
      /merge that branch instead. Which have it: git (.+)/.exec(ran.stderr) ?? [];
    assert.match(command, knowing.slice(0, 12));
    assert.match(made.git(...command.split(" ")), "feature");
    const { ids } = JSON.parse(ran.stdout) as { ids: { wouldRetire: boolean }[] };
    assert.equal(
      ids.map(({ wouldRetire }) => wouldRetire),
      [true],
    );
    // The branch's manifest, or a moved entry, decides the fate of the id.
    made.git("merge", "--quiet", "feature");
    made.git("checkout", "--quiet", "HEAD~1", "--", lockfileName);
    assert.not.match((await recover(made)).stdout, "would retire");
    const moved = "moved: [{ from: userPools.staff, to: userPools.team }]\n";
    made.manifest(smallManifest.replace("  staff:", "  team:") + moved);
    assert.not.match((await recover(made)).stdout, "would retire");
  }),
);

Recover(
  "of a committed conflict both sides come back",
  withEmulator(async (emulator) => {
    const made = await repository(emulator);
    const whole = made.read(lockfileName);
    const side = (key: string) => {
      edit(made, ({ resources }) => {
        resources[`userPools.${key}`] = { ...resources["userPools.staff"]!, id: `id-${key}` };
      });
      commit(made, key);
    };
    const base = head(made);
    side("ours");
    made.git("checkout", "--quiet", "-b", "side", base);
    side("theirs");
    made.git("checkout", "--quiet", "-");
    made.git("config", "merge.conflictStyle", "diff3");
    assert.throws(() => made.git("merge", "--quiet", "side"));
    assert.match(made.read(lockfileName), "|||||||");
    commit(made, "conflict");
    // The branch is squashed, and the clone is another one: only the conflict lists its ids.
    const tree = made.git("rev-parse", "HEAD^{tree}").trim();
    const root = made.git("commit-tree", tree, "-m", "squashed").trim();
    made.git("reset", "--quiet", "--hard", root);
    made.git("branch", "--delete", "--force", "side");
    made.git("reflog", "expire", "--expire=all", "--all");
    forget(made);
    made.write(lockfileName, whole);
    const ran = await recover(made, "--yes");
    assert.equal([ran.code, ran.stderr], [0, ""], ran.stdout);
    for (const key of ["ours", "theirs"]) assert.is(idAt(made, `userPools.${key}`), `id-${key}`);
  }),
);

Recover(
  "what was relocked or settled since stays so; an attempt that was lost while open comes back",
  withEmulator(async (emulator) => {
    const made = await repository(emulator);
    const attempt = { generation: 1, fields: { name: "Open" } };
    edit(made, ({ unsettled, resources }) => {
      unsettled["userPools.a"] = { "a-settled": attempt, "a-lost": attempt };
      // Another version of the lockfile lists the id from this attempt.
      unsettled["userPools.staff"] = {
        [String(resources["userPools.staff"]?.["attempt"])]: attempt,
      };
      delete resources["userPools.staff"];
    });
    commit(made, "open");
    made.git("checkout", "--quiet", "HEAD~1", "--", lockfileName);
    commit(made, "lost");
    const { id } = await emulator.named("Members");
    await emulator.edit("userPools", id, { description: "AAA: sorts before what it was." });
    made.manifest(smallManifest.replace("People who sign in.", '"AAA: sorts before what it was."'));
    await made.applied();
    edit(made, (lockfile) => {
      lockfile.settled = { "a-settled": { address: "userPools.a", generation: 1 } };
    });
    commit(made, "relocked");
    forget(made);

    const ran = await recover(made, "--yes");
    assert.is(ran.code, 0, ran.stderr);
    assert.match(ran.stdout, "lacks 1 attempt that");
    const lockfile = made.lockfile();
    const { sentAt, ...lost } = lockfile.unsettled["userPools.a"]?.["a-lost"] ?? {};
    assert.equal([Object.keys(lockfile.unsettled), lost], [["userPools.a"], attempt]);
    assert.type(sentAt, "string", "the time to wait before settling counts from now");
    const members = lockfile.resources["userPools.members"]?.["applied"] as JsonObject;
    assert.is(members["description"], "AAA: sorts before what it was.");
    assert.match((await made.run(["plan", "--json"])).stdout, '"create": 0');
  }),
);

Recover(
  "of two ids that meet at one address one stays active, and the other is kept as a duplicate",
  withEmulator(async (emulator) => {
    const made = await repository(emulator);
    edit(made, ({ resources }) => (resources["userPools.staff"]!.id = "zzz-the-lost-one"));
    commit(made, "another id");
    made.git("checkout", "--quiet", "HEAD~1", "--", lockfileName);
    commit(made, "and back");
    const staff = idAt(made, "userPools.staff");
    const ran = await recover(made, "--yes");
    assert.is(ran.code, 0, ran.stderr);
    assert.match(
      ran.stdout,
      `userPools.staff has two ids: ${staff} stays active, and zzz-the-lost-one is kept as retired (duplicate).`,
    );
    assert.match(ran.stdout, "anon-sync settle userPools.staff --id zzz-the-lost-one");
    assert.is(idAt(made, "userPools.staff"), staff);
    assert.is(made.lockfile().retired["zzz-the-lost-one"]?.["reason"], "duplicate");
  }),
);

Recover(
  "a shallow clone says that it knows only a part, and how to get the rest",
  withEmulator(async (emulator) => {
    const made = await repository(emulator);
    edit(made, ({ resources }) => delete resources["sdkClients.web"]);
    commit(made, "lost");
    const clone = temporaryFolder();
    made.git("clone", "--quiet", "--depth", "1", `file://${made.folder}`, clone);
    const run = () =>
      runCli(["recover", "--from-git", "--yes"], {
        cwd: clone,
        env: { ANON_BASE_URL: "http://127.0.0.1:9" },
      });
    const shallow = await run();
    assert.is(shallow.code, 0, shallow.stderr);
    assert.match(shallow.stdout, "Nothing to bring back");
    assert.match(shallow.stderr, "This clone is shallow");
    made.git("-C", clone, "fetch", "--quiet", "--unshallow");
    const whole = await run();
    assert.is(whole.stderr, "");
    assert.match(whole.stdout, "sdkClients.web");
  }),
);

Recover(
  "this machine's ledger is asked too: what was never committed comes back, and is not made again",
  withEmulator(async (emulator) => {
    const made = await repository(emulator, withoutStaff);
    made.manifest(smallManifest);
    await made.applied();
    const staff = idAt(made, "userPools.staff");
    made.git("checkout", "--quiet", "--", lockfileName);
    const ran = await recover(made, "--yes");
    assert.match(
      ran.stdout,
      new RegExp(`userPools\\.staff +${staff} +active +this machine's ledger`),
    );
    const posts = await emulator.posts();
    await made.applied();
    await isWhole(made, emulator);
    assert.is(await emulator.posts(), posts);
    assert.is(idAt(made, "userPools.staff"), staff);
  }),
);

Recover(
  "what a run told the lockfile and not the ledger any more, the next run tells it",
  withEmulator(async (emulator) => {
    const made = await repository(emulator, withoutStaff);
    const ledgerFile = join(made.folder, ".git/anon-sync", made.lockfile().lineage, "ledger");
    const ledger = readFileSync(ledgerFile);
    made.manifest(smallManifest);
    await made.applied();
    const staff = idAt(made, "userPools.staff");
    // A power cut between the two files leaves this state.
    writeFileSync(ledgerFile, ledger);
    await made.applied();
    made.git("checkout", "--quiet", "--", lockfileName);
    const refused = await made.run(["plan"]);
    assert.is(refused.code, 5);
    assert.match(refused.stderr, `this machine's ledger knows: userPools.staff (${staff})`);
    // A committed id needs no second copy in the ledger.
    await recover(made, "--yes");
    await made.applied();
    commit(made, "staff");
    writeFileSync(ledgerFile, ledger);
    await made.applied();
    assert.ok(readFileSync(ledgerFile).equals(ledger));
  }),
);

Recover(
  "what the journal of a killed run knows is folded into the lockfile that comes back",
  withEmulator(async (emulator) => {
    const made = await repository(emulator, withoutStaff);
    made.manifest(smallManifest);
    await emulator.fault("post:1:stall-after");
    const posts = await emulator.posts();
    const child = made.start(["apply", "--auto-approve"]);
    while ((await emulator.posts()) === posts) await new Promise(setImmediate);
    child.kill("SIGKILL");
    await once(child, "close");
    rmSync(join(made.folder, lockfileName));
    const ran = await recover(made, "--yes");
    assert.is(ran.code, 0, ran.stderr);
    assert.match(ran.stdout, /userPools\.staff +\S+ +attempt, unsettled/);
    assert.match(ran.stderr, "An earlier run was cut off.");
    assert.equal(Object.keys(made.lockfile().unsettled), ["userPools.staff"]);
    assert.match((await made.run(["status"])).stdout, "Journal: none left over");
  }),
);

Recover(
  "an emulator's lockfile is not made anew where git or this machine knows the ids of that emulator",
  withEmulator(async (emulator) => {
    for (const isCommitted of [true, false]) {
      const made = projectHere(smallManifest, { env: emulator.env, git: true });
      await made.applied();
      if (isCommitted) {
        commit(made, "applied");
        forget(made);
      }
      const before = made.read(lockfileName);
      rmSync(join(made.folder, lockfileName));
      for (const command of [["plan"], ["apply", "--auto-approve"]]) {
        const ran = await made.run(command);
        assert.is(ran.code, 5, ran.stdout);
        assert.match(ran.stderr, `error[no-lockfile]: The lockfile ${lockfileName} is gone: `);
        assert.not(made.has(lockfileName), "a new one would hide what is lost");
      }
      if (isCommitted) {
        assert.is((await recover(made, "--yes")).code, 0);
        assert.is(made.read(lockfileName), before);
      } else made.write(lockfileName, before);
      await isWhole(made, emulator);
    }
  }),
);

Recover("without a history, or without saying that it is meant, nothing is done", async () => {
  const made = projectHere(smallManifest, { env: { ANON_BASE_URL: "http://127.0.0.1:9" } });
  const nowhere = await made.run(["recover", "--from-git", "--yes"]);
  assert.is(nowhere.code, 5);
  assert.match(nowhere.stderr, "error[no-git-history]");
  const unsaid = await made.run(["recover"]);
  assert.is(unsaid.code, 3);
  assert.match(unsaid.stderr, "anon-sync recover --from-git");
  assert.not(made.has(lockfileName));
});

Recover.run();
