import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { fingerprintOf } from "../../src/core/secret-sink.ts";
import type { CliRun } from "../support/cli.ts";
import { testEmulator, type TestEmulator } from "../support/emulator.ts";
import { projectHere, type Project } from "../support/project.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

/** The secret of a service client goes to the sink that the user named, and to no other destination. */
const Sink = suite("secret sinks");

const jobs = "{ name: Jobs, description: Nightly jobs., kind: service }";
const manifestOf = (clients: string) => `version: 1\nsdkClients:\n${clients}`;
const one = manifestOf(`  jobs: ${jobs}\n`);
const two = `${one}  back-end: { name: Back end, description: It serves., kind: service }\n`;

/** The parts of a test: a project, a folder outside of git's work tree, and a folder for programs. */
interface Place {
  readonly made: Project;
  readonly emulator: TestEmulator;
  readonly outside: string;
  /** Writes a program for Node; returns its path. */
  program(name: string, script: string): string;
  /** Runs `apply --auto-approve` with more arguments and variables. */
  apply(args: readonly string[], env?: Readonly<Record<string, string>>): Promise<CliRun>;
}

const fs = 'const fs = require("node:fs"); const secret = fs.readFileSync(0, "utf8");';
/** A program that records its input, arguments and environment. */
const recorder = `${fs}
fs.writeFileSync(__dirname + "/" + process.argv[2], secret);
fs.writeFileSync(__dirname + "/given.json", JSON.stringify({ argv: process.argv, env: process.env,
  cmdline: fs.existsSync("/proc/self/cmdline") ? fs.readFileSync("/proc/self/cmdline", "utf8") : "" }));
console.log("kept " + secret);`;

function inPlace(manifest: string, test: (place: Place) => Promise<void>): () => Promise<void> {
  return async () => {
    const emulator = await testEmulator();
    const outside = temporaryFolder();
    const made = projectHere(manifest, { env: emulator.env });
    try {
      await test({
        made,
        emulator,
        outside,
        program(name, script) {
          const file = join(outside, name);
          writeFileSync(file, `#!${process.execPath}\n${script}\n`);
          chmodSync(file, 0o755);
          return file;
        },
        apply: (args, env = {}) => made.run(["apply", "--auto-approve", ...args], env),
      });
    } finally {
      await emulator.close();
    }
  };
}

function fingerprint({ made }: Place, address = "sdkClients.jobs"): unknown {
  return made.lockfile().resources[address]?.["secretFingerprint"];
}

async function refused(place: Place, run: CliRun, code: number, problem: string): Promise<void> {
  assert.is(run.code, code, run.stdout + run.stderr);
  assert.match(run.stderr, problem);
  assert.is(await place.emulator.posts(), 0, "nothing was sent");
}

Sink(
  "a command gets the secret on stdin and nowhere else, without our keys, and its output is not shown",
  inPlace(two, async (place) => {
    const file = place.program("keep", recorder);
    const run = await place.apply(["--secret-sink", `command:'${file}' {NAME}`], {
      ANON_API_KEY_OTHER: "another-key-of-ours",
    });
    assert.is(run.code, 0, run.stderr);
    const secret = readFileSync(join(place.outside, "JOBS"), "utf8");
    const other = readFileSync(join(place.outside, "BACK_END"), "utf8");
    assert.match(secret, /^anon_\S{20,}$/);
    assert.is.not(secret, other);
    const given = readFileSync(join(place.outside, "given.json"), "utf8");
    for (const text of [
      run.stdout,
      run.stderr,
      given,
      place.made.read("anon.lock.sandbox.emulator.json"),
    ])
      for (const hidden of [secret, other]) assert.not.match(text, hidden);
    assert.not.match(run.stdout + run.stderr, "kept");
    const { env } = JSON.parse(given) as { env: Record<string, string> };
    assert.equal(
      Object.keys(env).filter((name) => name.startsWith("ANON_")),
      ["ANON_BASE_URL"],
    );
    assert.match(run.stderr, `its secret is in command:${file}`);
    assert.is(fingerprint(place), fingerprintOf(secret));
    assert.is(fingerprint(place, "sdkClients.back-end"), fingerprintOf(other));
  }),
);

Sink(
  "a program that is not there, or may not be executed, stops the run before anything is sent",
  inPlace(one, async (place) => {
    for (const name of ["no-such-program-here", "./anon.config.yaml"]) {
      const run = await place.apply(["--secret-sink", `command:${name} {name}`]);
      await refused(place, run, 5, "error[secret-program]");
    }
  }),
);

Sink(
  "two secrets that a command could not tell apart are refused before anything is sent",
  inPlace(two, async (place) => {
    const file = place.program("keep", recorder);
    const run = await place.apply(["--secret-sink", `command:${file} secret`]);
    await refused(place, run, 5, "error[secrets-in-one-place]");
  }),
);

Sink(
  "a secret that an earlier run gave to the same command is not stored over",
  inPlace(one, async (place) => {
    const file = place.program("keep", recorder);
    const sink = ["--secret-sink", `command:${file} secret`];
    assert.is((await place.apply(sink)).code, 0);
    const stored = readFileSync(join(place.outside, "secret"), "utf8");
    // The client is in the manifest, or in the lockfile alone: in both cases its secret is in use.
    for (const manifest of [two, one.replaceAll(/jobs|Jobs/g, "mail")]) {
      place.made.manifest(manifest);
      const run = await place.apply(sink);
      assert.is(run.code, 5, run.stderr);
      assert.match(run.stderr, "error[secrets-in-one-place]");
      assert.match(run.stderr, "as that of sdkClients.jobs");
      assert.match(run.stderr, "Put {address}, {name} or {NAME}");
    }
    assert.is(await place.emulator.posts(), 1, "nothing was sent");
    assert.is(readFileSync(join(place.outside, "secret"), "utf8"), stored);
    // A replacement of the client, under any address, may overwrite its file.
    const moved = "moved: [{ from: sdkClients.jobs, to: sdkClients.mail }]\n";
    place.made.manifest(`${one.replace("jobs:", "mail:")}${moved}`);
    const replaced = await place.apply([...sink, "--replace", "sdkClients.mail"]);
    assert.is(replaced.code, 0, replaced.stderr);
    assert.is.not(readFileSync(join(place.outside, "secret"), "utf8"), stored);
    place.made.manifest(`${two.replace("jobs:", "mail:")}${moved}`);
    const told = await place.apply(["--secret-sink", `command:${file} {name}`]);
    assert.is(told.code, 0, told.stderr);
  }),
);

Sink(
  "a command that fails loses the secret: every later run says so, and its words are shown without it",
  inPlace(two, async (place) => {
    const script = `${fs} console.error("line 1\\nline 2\\nI was given " + secret + " and " + Buffer.from(secret).toString("base64") + "\\nquota is full"); process.exitCode = 7;
fs.writeFileSync(__dirname + "/heard", secret);`;
    const file = place.program("fail", script);
    const run = await place.apply(["--parallelism", "1", "--secret-sink", `command:${file} {id}`]);
    assert.is(run.code, 1, run.stderr);
    const secret = readFileSync(join(place.outside, "heard"), "utf8");
    assert.match(secret, /^anon_/);
    assert.not.match(run.stdout + run.stderr, secret);
    assert.not.match(run.stdout + run.stderr, Buffer.from(secret).toString("base64").slice(4, -4));
    assert.match(
      run.stderr,
      "fail ended with exit code 7; it said: line 2 / I was given [redacted] and",
    );
    assert.match(run.stderr, "quota is full");
    assert.not.match(run.stderr, "line 1");
    assert.is(await place.emulator.posts(), 1, "the next one would lose its secret too");
    assert.is(fingerprint(place, "sdkClients.back-end"), "lost");
    const warning =
      /^sdkClients\.back-end \(id \S+\) was created, but its secret may be lost: .* anon-sync plan --replace sdkClients\.back-end/m;
    for (const args of [["plan"], ["status"]])
      assert.match((await place.made.run(args)).stderr, warning);
    const next = await place.apply(["--secret-sink", `file:${place.outside}`]);
    assert.is(next.code, 0, next.stderr);
    assert.match(next.stderr, warning);
    assert.not.match(next.stderr, "sdkClients.jobs (id");
    // A person who has found the secret removes the mark from the lockfile.
    const name = "anon.lock.sandbox.emulator.json";
    place.made.write(name, place.made.read(name).replace(/,\n *"secretFingerprint": "lost"/, ""));
    const quiet = await place.made.run(["plan"]);
    assert.is(quiet.code, 0, quiet.stderr);
    assert.not.match(quiet.stderr, "may be lost");
  }),
);

Sink(
  "what a failing command says is not shown where a part of the secret is in it",
  inPlace(one, async (place) => {
    const parts = [
      "secret.slice(0, 20)",
      "secret.slice(-8)",
      'secret.replace(/.{5}/g, "$&\\n")',
      'Buffer.from(secret.slice(0, 20)).toString("base64")',
    ];
    for (const [at, part] of parts.entries()) {
      place.made.manifest(one.replaceAll(/jobs|Jobs/g, `jobs${at}`));
      const file = place.program(
        `part${at}`,
        `${fs} console.log("got", ${part}); process.exit(1);`,
      );
      const run = await place.apply(["--secret-sink", `command:${file} {name}`]);
      assert.is(run.code, 1, run.stderr);
      const ended = `part${at} ended with exit code 1; what it said holds a part of the secret`;
      assert.match(run.stderr, ended);
      assert.not.match(run.stdout + run.stderr, /anon_\w|got/);
    }
  }),
);

const sunk = (sink: string) => one.replace("kind: service", `kind: service, secretSink: "${sink}"`);

Sink(
  "a client's own folder counts from its manifest, above the variable and below the flag",
  inPlace(sunk("file:../elsewhere"), async (place) => {
    const { made, outside } = place;
    mkdirSync(join(made.folder, "below"));
    made.write(
      "below/anon.config.yaml",
      made.read("anon.config.yaml").replace("../else", "../some"),
    );
    mkdirSync(join(made.folder, "somewhere"));
    const variable = { ANON_SECRET_SINK: `file:${outside}` };
    const config = ["-c", "below/anon.config.yaml"];
    const run = await place.apply(config, variable);
    assert.is(run.code, 0, run.stderr);
    assert.equal(readdirSync(join(made.folder, "somewhere")), ["sandbox.sdkClients.jobs.secret"]);
    assert.equal(readdirSync(outside), []);
    // The sink is no field: a manifest without the sink needs no change.
    const lockfile = made.read("below/anon.lock.sandbox.emulator.json");
    assert.not.match(lockfile, "somewhere");
    made.write("below/anon.config.yaml", one);
    const plan = await made.run(["plan", "--detailed-exitcode", ...config]);
    assert.is(plan.code, 0, plan.stdout + plan.stderr);
    made.write("below/anon.config.yaml", one.replaceAll(/jobs|Jobs/g, "mail"));
    const flag = await place.apply([...config, "--secret-sink", `file:${outside}`], {
      ANON_SECRET_SINK: "file:/nowhere",
    });
    assert.is(flag.code, 0, flag.stderr);
    assert.equal(readdirSync(outside), ["sandbox.sdkClients.mail.secret"]);
  }),
);

Sink(
  "the variable alone is enough, and a mistake in it is told before anything is planned",
  inPlace(one, async (place) => {
    const wrong = await place.apply([], { ANON_SECRET_SINK: "command:keep 'it" });
    await refused(place, wrong, 3, "error[bad-secret-sink]: ANON_SECRET_SINK");
    const none = await place.apply([]);
    await refused(place, none, 5, "--secret-sink file:DIR");
    const run = await place.apply([], { ANON_SECRET_SINK: `file:${place.outside}` });
    assert.is(run.code, 0, run.stderr);
    assert.equal(readdirSync(place.outside), ["sandbox.sdkClients.jobs.secret"]);
  }),
);

Sink(
  "a command in the manifest is refused at its line: a pull request could run it",
  inPlace(one, async ({ made }) => {
    for (const sink of ["command:touch spoiled", "${vars.sink}"]) {
      const text = sunk(sink).replace(
        "version: 1",
        "version: 1\nenvironments: { sandbox: { target: sandbox, vars: { sink: 'command:touch spoiled' } } }",
      );
      made.manifest(text);
      const run = await made.run(["apply", "--auto-approve"]);
      assert.is(run.code, 3, run.stderr);
      assert.match(run.stderr, "error[command-in-manifest]: sdkClients.jobs.secretSink");
      assert.match(run.stderr, /anon\.config\.yaml:4:\d+/);
      assert.not.ok(existsSync(join(made.folder, "spoiled")));
    }
    made.manifest(sunk("file:"));
    assert.match((await made.run(["validate"])).stderr, "names no folder for secrets");
    made.manifest(
      sunk("file:secrets").replace("kind: service", "kind: { application: { userPoolId: x } }"),
    );
    assert.match(
      (await made.run(["validate"])).stderr,
      "error[no-secret]: sdkClients.jobs is no service",
    );
  }),
);

Sink(
  "a folder that the manifest names is held to the same: out of git's reach, through no symlink",
  inPlace(sunk("file:secrets"), async (place) => {
    const { made } = place;
    made.git("init", "--quiet");
    mkdirSync(join(made.folder, "secrets"));
    await refused(place, await place.apply([]), 5, "error[secrets-in-git]");
    mkdirSync(join(made.folder, ".git", "sx"));
    const inside = await place.apply(["--secret-sink", "file:.git/sx"]);
    await refused(place, inside, 5, "error[secrets-in-git]");
    // This run is in a hook of another repository.
    const { folder: other, ...another } = projectHere(one);
    another.git("init", "--quiet");
    const hook = { GIT_DIR: join(other, ".git"), GIT_WORK_TREE: other };
    await refused(place, await place.apply([], hook), 5, "error[secrets-in-git]");
    made.write(".gitignore", "secrets/\n");
    const target = join(place.outside, "target");
    symlinkSync(target, join(made.folder, "secrets", "sandbox.sdkClients.jobs.secret"));
    await refused(place, await place.apply([]), 5, "error[secret-place]");
    assert.not.ok(existsSync(target));
  }),
);

Sink(
  "with --secret-stdout, stdout holds a line of JSON for each secret and nothing else",
  inPlace(two, async (place) => {
    for (const [args, env, code, problem] of [
      [["--secret-stdout"], { CI: "true" }, 5, "error[secret-stdout-in-ci]"],
      [["--secret-stdout"], { CI: "1" }, 5, "error[secret-stdout-in-ci]"],
      [["--secret-stdout"], { TF_BUILD: "True" }, 5, "(the variable TF_BUILD is set)"],
      [["--secret-stdout"], { GITHUB_ACTIONS: "true" }, 5, "GITHUB_ACTIONS is set"],
      [["--secret-stdout"], { JENKINS_URL: "https://ci" }, 5, "JENKINS_URL is set"],
      [["--secret-stdout", "--json"], { CI: "" }, 3, "error[one-secret-sink]"],
      [["--secret-stdout", "--secret-sink", "file:x"], { CI: "" }, 3, "error[one-secret-sink]"],
      [["--secrets-dir", "x"], {}, 3, "--secrets-dir is gone."],
    ] as const)
      await refused(place, await place.apply(args, env), code, problem);
    const run = await place.apply(["--secret-stdout"], { CI: "false", TF_BUILD: "False" });
    assert.is(run.code, 0, run.stderr);
    const lines = run.stdout.trimEnd().split("\n");
    const told = lines.map((line) => JSON.parse(line) as Record<string, string>);
    assert.is(told.length, 2, run.stdout);
    for (const { address = "", id, secret = "" } of told) {
      assert.is(place.made.lockfile().resources[address]?.id, id);
      assert.is(fingerprint(place, address), fingerprintOf(secret));
      assert.not.match(run.stderr, secret);
    }
    assert.match(run.stderr, "sdkClients.back-end");
  }),
);

Sink(
  "--mask has GitHub's runner hide each secret before it is delivered, and is refused elsewhere",
  inPlace(two, async (place) => {
    const sink = ["--mask", "--secret-sink", `file:${place.outside}`];
    for (const GITHUB_ACTIONS of ["", "false"]) {
      const run = await place.apply(sink, { GITHUB_ACTIONS });
      await refused(place, run, 5, "error[mask-outside-actions]");
    }
    const inActions = { GITHUB_ACTIONS: "true", CI: "true" };
    const json = await place.apply([...sink, "--json"], inActions);
    assert.is(json.code, 0, json.stderr);
    JSON.parse(json.stdout);
    for (const key of ["jobs", "back-end"]) {
      const file = join(place.outside, `sandbox.sdkClients.${key}.secret`);
      const secret = readFileSync(file, "utf8").trim();
      assert.ok(json.stderr.split("\n").includes(`::add-mask::${secret}`), json.stderr);
      assert.not.match(json.stderr.replaceAll(`::add-mask::${secret}`, ""), secret);
      assert.not.match(json.stdout, secret);
    }
    place.made.manifest(one.replaceAll(/jobs|Jobs/g, "mail"));
    // The shown part of the output begins inside the secret: no part of the secret may remain.
    const script = `${fs} process.exitCode = 1; console.log(secret + ".".repeat(590));`;
    const file = place.program("late", script);
    const masked = await place.apply(
      ["--mask", "--secret-sink", `command:${file} {name}`],
      inActions,
    );
    assert.is(masked.code, 1);
    const [, secret = ""] = /^::add-mask::(anon_\S+)$/m.exec(masked.stdout) ?? [];
    assert.match(masked.stderr, "it said: [redacted]...");
    assert.not.match(masked.stderr, secret.slice(-9));
  }),
);

Sink(
  "a client that comes by import or settle has no secret here, and that is said",
  inPlace(two, async ({ made, emulator, outside }) => {
    const answer = await fetch(`${emulator.url}/org/sdkClient`, {
      method: "POST",
      headers: { authorization: `Bearer ${emulator.apiKey}`, connection: "close" },
      body: JSON.stringify({ name: "Jobs", description: "Nightly jobs.", kind: "service" }),
    });
    const { id } = (await answer.json()) as { id: string };
    const imported = await made.run(["import", "sdkClients.jobs", id, "--yes"]);
    assert.is(imported.code, 0, imported.stderr);
    assert.match(imported.stdout, "Its secret does not come with it");
    await emulator.fault("post:1:reset-after");
    const sink = `file:${outside}`;
    assert.is((await made.run(["apply", "--auto-approve", "--secret-sink", sink])).code, 4);
    assert.equal(readdirSync(outside), [], "a file that was not used is removed");
    const { id: made2 } = await emulator.named("Back end");
    const settled = await made.run(["settle", "sdkClients.back-end", "--id", made2]);
    assert.is(settled.code, 0, settled.stderr);
    assert.match(settled.stdout, "Its secret was in the lost answer and cannot be had again");
    const { stderr } = await made.run(["plan"]);
    assert.match(stderr, "sdkClients.back-end (id");
    assert.not.match(stderr, "sdkClients.jobs (id");
  }),
);

Sink.run();
