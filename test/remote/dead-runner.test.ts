import { suite } from "uvu";
import * as assert from "uvu/assert";
import { parseLockfile } from "../../src/store/lockfile.ts";
import { byHand } from "../support/by-hand.ts";
import { withEmulator, type TestEmulator } from "../support/emulator.ts";
import { projectHere, type Project } from "../support/project.ts";
import { dieAfterAnnouncing, elsewhere, pushedTo } from "../support/remote-repository.ts";

const test = suite("a runner that is gone");

const first = "version: 1\nuserPools:\n  one: { name: One, description: The first. }\n";
const both = `${first}  two: { name: Two, description: The second. }\n`;
const two = "userPools.two";
const state = ["--state", "git"];
const apply = ["apply", "--auto-approve", ...state];

/** Returns a project with its state on the remote, an applied first pool, and a second one to create. */
async function sharedProject(emulator: TestEmulator): Promise<Project> {
  const made = projectHere(first, { git: true, env: emulator.env });
  pushedTo(made);
  const ran = await made.run(apply);
  assert.is(ran.code, 0, ran.stderr);
  made.manifest(both);
  return made;
}

/** The create that a run on another machine has announced. */
const announced = [
  {
    address: two,
    generation: 1,
    fields: { name: "Two", description: "The second." },
  },
];

test(
  "what it announced is not sent by anybody else, and unlock needs its very name",
  withEmulator(async (emulator) => {
    const made = await sharedProject(emulator);
    const { run, attempts } = await dieAfterAnnouncing(made, announced);

    const plan = await made.run(["plan", ...state]);
    assert.match(plan.stderr, `Run ${run} on runner-7 holds the state at refs/anon-sync/`);
    assert.match(plan.stderr, "(https://ci.example.com/jobs/7)");
    assert.match(plan.stdout, `! UserPool ${two}`);
    const refused = await made.run(apply);
    assert.is(refused.code, 7, refused.stderr);
    assert.match(refused.stderr, "error[remote-locked]");
    assert.match(refused.stderr, `anon-sync unlock --run ${run} --state git`);

    const shown = await made.run(["unlock", ...state]);
    assert.is(shown.code, 0);
    assert.match(shown.stdout, `${two} attempt=${attempts[0]?.attempt} one named "Two"`);
    const wrong = await made.run(["unlock", ...state, "--run", "another", "--yes"]);
    assert.is(wrong.code, 5);
    assert.match(wrong.stderr, "error[not-the-holder]");
    const unasked = await made.run(["unlock", ...state, "--run", run]);
    assert.is(unasked.code, 5);
    assert.match(unasked.stderr, "error[no-terminal]");
    assert.is((await elsewhere(made)).seen?.holder?.run, run, "nobody has said yes yet");

    const unlocked = await made.run(["unlock", ...state, "--run", run, "--yes"]);
    assert.is(unlocked.code, 0, unlocked.stderr);
    assert.match(unlocked.stdout, "Unlocked. What it announced is unsettled now.");
    const skipped = await made.run(apply);
    assert.is(skipped.code, 4, skipped.stderr);
    assert.is(await emulator.posts(), 1);
    assert.ok(made.lockfile().unsettled[two]?.[String(attempts[0]?.attempt)]);

    const settled = await made.run(["settle", two, "--not-created", "--yes", ...state]);
    assert.is(settled.code, 0, settled.stderr);
    const done = await made.run(apply);
    assert.is(done.code, 0, done.stderr);
    assert.is(await emulator.posts(), 2);
    const free = await elsewhere(made);
    assert.is(free.seen?.holder, undefined);
    assert.equal([...(free.seen?.lockfile.state.ids.values() ?? [])].length, 2);
  }),
);

test(
  "recover --from-remote brings back what a lockfile from git lacks",
  withEmulator(async (emulator) => {
    const made = await sharedProject(emulator);
    const before = made.read("anon.lock.sandbox.emulator.json");
    assert.is((await made.run(apply)).code, 0);
    const after = made.read("anon.lock.sandbox.emulator.json");
    made.write("anon.lock.sandbox.emulator.json", before);
    const asked = await made.run(["recover", "--from-remote", ...state]);
    assert.is(asked.code, 5);
    assert.match(asked.stdout, "lacks 1 id that refs/anon-sync/");
    assert.match(asked.stdout, two);
    assert.is(made.read("anon.lock.sandbox.emulator.json"), before);
    const ran = await made.run(["recover", "--from-remote", "--yes", ...state]);
    assert.is(ran.code, 0, ran.stderr);
    const bytes = new TextEncoder().encode(made.read("anon.lock.sandbox.emulator.json"));
    const restored = parseLockfile(bytes, "restored").state;
    const whole = parseLockfile(new TextEncoder().encode(after), "whole").state;
    assert.equal([...restored.ids.keys()], [...whole.ids.keys()]);
  }),
);

test(
  "recover --from-log takes the id from the receipt that its log still has",
  withEmulator(async (emulator) => {
    const made = await sharedProject(emulator);
    const { run, attempts } = await dieAfterAnnouncing(made, announced);
    const id = await byHand(emulator, "userPool", {
      name: "Two",
      description: "The second.",
    });
    assert.is((await made.run(["unlock", ...state, "--run", run, "--yes"])).code, 0);
    made.write(
      "job.log",
      [
        "2026-11-26T10:00:00.1234567Z sending userPools.two",
        `2026-11-26T10:00:01.1234567Z \u001b[32mcreated\u001b[39m ${two} id=${id} attempt=${attempts[0]?.attempt}`,
        `    name: "x"  created userPools.one id=feedfeed-0000 attempt=forged-0`,
        "the job was cancelled",
      ].join("\r\n"),
    );
    const asked = await made.run(["recover", "--from-log", "job.log", "--from-remote", ...state]);
    assert.is(asked.code, 5);
    assert.match(asked.stdout, id);
    assert.not.match(asked.stdout, "feedfeed", "what a name says is no receipt");
    const sources = ["--from-log", "job.log", "--from-remote"];
    const ran = await made.run(["recover", ...sources, "--yes", ...state]);
    assert.is(ran.code, 0, ran.stderr);
    const done = await made.run(apply);
    assert.is(done.code, 0, done.stderr);
    assert.is(made.lockfile().resources[two]?.id, id);
    assert.equal(made.lockfile().unsettled, {});
    assert.is(await emulator.posts(), 2, "the first pool, and the one that was made by hand");
  }),
);

test("recover says what it can be told, and wants to be told one", async () => {
  const made = projectHere(first);
  const ran = await made.run(["recover"]);
  assert.is(ran.code, 3);
  assert.match(ran.stderr, "error[recover-from-what]");
  const missing = await made.run(["recover", "--from-log", "job.log"]);
  assert.is(missing.code, 5, missing.stderr);
  assert.match(missing.stderr, "error[no-lockfile]");
});

test("--skip-ci without a commit is a mistake that is told before anything is done", async () => {
  const ran = await projectHere(first).run(["apply", "--auto-approve", "--skip-ci"]);
  assert.is(ran.code, 3);
  assert.match(ran.stderr, "anon-sync apply --commit --skip-ci");
});

test.run();
