import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { commands } from "../../src/cli/table.ts";
import { many, longName } from "../../src/workspace/flags.ts";
import { testEmulator, withEmulator } from "../support/emulator.ts";
import { runCliHere } from "../support/run-here.ts";
import { testSecret } from "../support/secrets.ts";
import { fileOf, onePool, pattern, workspace } from "../support/workspace.ts";

const Workspace = suite("--workspace");

const over = ["--workspace", pattern];
const apply = ["apply", ...over, "--auto-approve"];

/** Returns the files of the headers, in order. */
function headers(stdout: string): string[] {
  return [...stdout.matchAll(/^==> (.+) <==$/gm)].map(([, file = ""]) => file);
}

/** Returns the table's rows: manifest, verdict, counts, exit. */
function rows(text: string): string[][] {
  const table = /^manifest +verdict.*\n((?:.+\n)+)/m.exec(text)?.[1] ?? "";
  return table
    .trim()
    .split("\n")
    .map((line) => line.split(/ {2,}/));
}

Workspace(
  "applies each manifest as -c does, tells of them in order, and has nothing to do again",
  withEmulator(
    async (emulator) => {
      const names = ["acme", "acme-labs", "globex", "initech", "umbrella"];
      const made = workspace(names, { env: emulator.env });
      const ran = await made.run(apply);
      assert.is(ran.code, 0, ran.stderr);
      assert.equal(headers(ran.stdout), names.map(fileOf));
      assert.match(ran.stderr, /^Workspace: 5 manifests\.\n/);
      assert.match(ran.stdout, /\n5 manifests: 5 done\.\n$/);
      for (const name of names) {
        const { id } = await emulator.named(name);
        assert.is(made.lockfileOf(name).resources["userPools.members"]?.id, id);
        const block = ran.stdout.split(`==> ${fileOf(name)} <==\n`)[1]?.split("\n==> ")[0] ?? "";
        assert.match(block, `\nuserPools.members = ${id}\n`, "what it printed stands whole");
        assert.match(ran.stderr, `${fileOf(name)}: created userPools.members id=${id} attempt=`);
      }
      const again = await made.run(apply);
      assert.equal([again.code, await emulator.posts()], [0, 5]);
      assert.equal(
        rows(again.stdout),
        names.map((name) => [fileOf(name), "done", "0 created, 0 failed, 0 unsettled", "0"]),
      );
    },
    // Answers overlap: concurrent runs would mix their output if they wrote it at once.
    { latencyMs: 5 },
  ),
);

Workspace(
  "one that fails stops no other, and is named with the command for it alone",
  withEmulator(async (emulator) => {
    const made = workspace(["acme", "globex", "initech"], { env: emulator.env });
    made.add("globex", "version: 1\nuserPool: {}\n");
    const ran = await made.run(["plan", ...over, "--skip-jwks-check"]);
    assert.is(ran.code, 3);
    const planned = "1 to create, 0 to retire, 0 unchanged";
    assert.equal(rows(ran.stdout), [
      [fileOf("acme"), "done", planned, "0"],
      [fileOf("globex"), "invalid", "unknown-key", "3"],
      [fileOf("initech"), "done", planned, "0"],
    ]);
    const alone = `plan --skip-jwks-check -c ${fileOf("globex")}`;
    assert.match(
      ran.stdout,
      `\n3 manifests: 2 done, 1 invalid.\nOne of them alone:\n  anon-sync ${alone}\n`,
    );
    const again = await made.run(alone.split(" "));
    assert.is(again.code, 3);
    assert.ok(ran.stderr.includes(again.stderr), "it says the same alone");
  }),
);

Workspace(
  "the exit code is 1 where one failed, else the one that counts most",
  withEmulator(async (emulator) => {
    const made = workspace(["acme", "globex"], { env: emulator.env });
    await emulator.fault("post:1:refuse");
    const failed = await made.run([...apply, "--workspace-parallelism", "1"]);
    assert.equal(
      rows(failed.stdout).map((row) => row.slice(1)),
      [
        ["failed", "0 created, 1 failed, 0 unsettled", "1"],
        ["done", "1 created, 0 failed, 0 unsettled", "0"],
      ],
    );
    assert.is(failed.code, 1);
    made.add("globex", onePool("renamed"));
    const refused = await made.run(["plan", ...over, "--detailed-exitcode"]);
    assert.equal(
      rows(refused.stdout).map((row) => row.at(-1)),
      ["2", "5"],
    );
    assert.is(refused.code, 5);
  }),
);

Workspace(
  "--json is one document: each manifest's own, with its file and exit code",
  withEmulator(async (emulator) => {
    const made = workspace(["acme", "globex"], { env: emulator.env });
    made.add("globex", "version: 2\n");
    for (const [words, format] of [
      [["plan", ...over], "anon-sync-plan"],
      [apply, "anon-sync-applied"],
    ] as const) {
      const { code, stdout, stderr } = await made.run([...words, "--json"]);
      const { exitCode, manifests, ...rest } = JSON.parse(stdout);
      assert.equal(rest, { format: "anon-sync-workspace", formatVersion: 1 });
      assert.equal([code, exitCode], [3, 3]);
      const [acme, globex] = manifests;
      assert.equal([acme.file, acme.exitCode, acme.format], [fileOf("acme"), 0, format]);
      assert.equal([globex.file, globex.exitCode], [fileOf("globex"), 3]);
      assert.is(globex.diagnostics[0].code, "unsupported-version");
      assert.match(stderr, /\n2 manifests: 1 done, 1 invalid\.\n/);
    }
    const { manifests } = JSON.parse((await made.run(["validate", ...over, "--json"])).stdout);
    assert.equal(manifests[0], { diagnostics: [], exitCode: 0, file: fileOf("acme") });
    assert.is(manifests[1].diagnostics[0].code, "unsupported-version");
  }),
);

Workspace("a key is taken from the variables of its own organization only", async () => {
  const made = workspace(["acme", "eu-labs"]);
  for (const name of ["acme", "eu-labs"])
    assert.is((await made.run(["init", "-c", fileOf(name)])).code, 0);
  const others = {
    ANON_API_KEY: testSecret("somebody"),
    ANON_API_KEY_SANDBOX: testSecret("somebody"),
    ANON_API_KEY_ACME__PRODUCTION: testSecret("somebody"),
    ANON_API_KEY_EU: testSecret("somebody"),
  };
  // There is neither a key nor a request: nothing reaches Anon's server.
  const { code, stdout, stderr } = await made.run(apply, others);
  assert.is(code, 6);
  assert.match(stderr, "Set ANON_API_KEY_ACME__SANDBOX or ANON_API_KEY_ACME. One without its name");
  assert.match(stderr, "Set ANON_API_KEY_EU_LABS__SANDBOX or ANON_API_KEY_EU_LABS. ");
  assert.equal(
    rows(stdout).map((row) => row.slice(1)),
    [
      ["unauthorized", "no-api-key", "6"],
      ["unauthorized", "no-api-key", "6"],
    ],
  );
  const alone = `  anon-sync apply --auto-approve -c ${fileOf("acme")} --key-of ACME\n`;
  assert.ok(stdout.includes(alone), stdout);
});

Workspace(
  "--key-of chooses the variable, and the commands that are printed say it again",
  withEmulator(async (emulator) => {
    const made = workspace(["acme"], { env: { ANON_BASE_URL: emulator.url } });
    const run = (env: Readonly<Record<string, string>>, ...words: string[]) =>
      made.run([...words, "-c", fileOf("acme"), "--key-of", "Acme"], env);
    const wrong = testSecret("wrong");
    const own = { ANON_API_KEY_ACME__SANDBOX: emulator.apiKey, ANON_API_KEY_ACME: wrong };
    const plan = await run({ ...own, ANON_API_KEY: wrong }, "plan");
    assert.is(plan.code, 0, plan.stderr);
    assert.match(plan.stdout, `-c ${fileOf("acme")} --key-of Acme\n`);
    const fallback = await run({ ANON_API_KEY_ACME: emulator.apiKey }, "apply", "--auto-approve");
    assert.is(fallback.code, 0, fallback.stderr);
    const refused = await run(
      { ANON_API_KEY_ACME: wrong, ANON_API_KEY: emulator.apiKey },
      "verify",
    );
    assert.is(refused.code, 6);
    assert.match(refused.stderr, "ANON_API_KEY_ACME__SANDBOX or ANON_API_KEY_ACME");
    assert.is((await run(own, "status")).code, 0);
    const nameless = await made.run(["plan", "-c", fileOf("acme"), "--key-of", "日本"], own);
    assert.equal([nameless.code, nameless.stderr.slice(0, 18)], [3, "error[bad-value]: "]);
  }),
);

Workspace(
  "manifests that would share a lockfile or a key are refused, validate aside",
  async () => {
    const cases: readonly (readonly [names: readonly string[], files: string, code: string])[] = [
      [["acme-labs", "acme_labs"], pattern, "shared-key-name"],
      [["日本"], pattern, "no-key-name"],
      [["acme"], "**/acme/*.yaml", "manifests-in-one-folder"],
    ];
    for (const [names, files, code] of cases) {
      const made = workspace(names);
      made.write(`orgs/${names[0]}/other.yaml`, onePool("other"));
      for (const words of [
        ["plan", "--workspace", files],
        ["apply", "--workspace", files, "--auto-approve"],
        ["workspace", files],
      ]) {
        const refused = await made.run(words);
        assert.equal([refused.code, refused.stdout], [3, ""]);
        assert.match(refused.stderr, `error[${code}]: `);
      }
      assert.is((await made.run(["validate", "--workspace", files])).code, 0);
    }
  },
);

Workspace(
  "what is about one manifest does not go with a pattern, nor a pattern that is none",
  async () => {
    const made = workspace(["acme"]);
    mkdirSync(join(made.folder, "empty"));
    const both = "flags-exclude-each-other";
    const cases: readonly (readonly [line: string, code: string])[] = [
      ["plan WORKSPACE --out p.plan", both],
      ["plan WORKSPACE -c anon.config.yaml", both],
      ["plan WORKSPACE --lockfile x.json", both],
      ["plan WORKSPACE --key-of acme", both],
      ["plan WORKSPACE --target userPools.members", both],
      ["plan WORKSPACE --exclude userPools.members", both],
      ["plan WORKSPACE --replace userPools.members", both],
      ["plan WORKSPACE --recreate userPools.members", both],
      ["plan WORKSPACE --not-renamed userPools.members", both],
      ["apply WORKSPACE --auto-approve p.plan", both],
      ["apply WORKSPACE --expect 0123", both],
      ["apply WORKSPACE --auto-approve --secret-stdout", both],
      ["apply WORKSPACE --auto-approve --secret-sink file:/tmp", "secrets-in-one-place"],
      ["plan --shard 1/2", "missing-value"],
      ["plan --changed-since main", "missing-value"],
      ["validate --workspace-parallelism 2", "missing-value"],
      ["plan --workspace orgs/acme/anon.config.yaml", "bad-pattern"],
      ["plan --workspace ../*/anon.config.yaml", "bad-pattern"],
      ["plan --workspace /orgs/*/anon.config.yaml", "bad-pattern"],
      ["plan --workspace orgs//*.yaml", "bad-pattern"],
      ["plan --workspace empty/*/anon.config.yaml", "no-manifests"],
      ["plan WORKSPACE --shard 3/2", "bad-shard"],
      ["plan WORKSPACE --shard auto", "bad-shard"],
      ["plan WORKSPACE --changed-since main", "no-work-tree"],
      ["workspace empty/**/*.yaml", "no-manifests"],
      ["workspace --github-matrix 257", "bad-value"],
    ];
    for (const [line, code] of cases) {
      const words = line.split(" ").flatMap((word) => (word === "WORKSPACE" ? over : [word]));
      const refused = await made.run(words);
      assert.equal([refused.code, refused.stdout], [3, ""], line);
      assert.match(refused.stderr, `error[${code}]: `, line);
    }
  },
);

Workspace("the secrets of all go through one command only where each gets its own id", async () => {
  const made = workspace(["acme"]);
  for (const [sink, code] of [
    ["command:true {name}", 3],
    ["command:true {id}", 5],
  ] as const) {
    const ran = await made.run(apply, { ANON_SECRET_SINK: sink });
    assert.is(ran.code, code, ran.stderr);
  }
});

Workspace(
  "a flag is refused beside a pattern unless it means the same for each manifest",
  async () => {
    const made = workspace(["acme"]);
    const taken = new Set<string>();
    for (const { name, flags } of commands.filter((spec) => spec.flags.includes(many[0]!)))
      for (const flag of flags.filter((one) => !many.includes(one))) {
        const { value } = flag;
        const text = typeof value === "object" ? (value.choices[0] ?? "") : "1";
        const words = /</.test(flag.flags) ? [longName(flag), text] : [longName(flag)];
        const { stderr } = await made.run([name, ...over, ...words]);
        if (!stderr.includes("--workspace do not go together")) taken.add(longName(flag));
      }
    // These commands refuse a new flag until its meaning for several manifests is decided.
    assert.equal([...taken].toSorted(), [
      "--allow-event",
      "--allow-private-jwks",
      "--auto-approve",
      "--base-url",
      "--comment",
      "--commit",
      "--commit-branch",
      "--detailed-exitcode",
      "--env",
      "--json",
      "--lock-timeout",
      "--mask",
      "--max-creates",
      "--max-parallelism",
      "--parallelism",
      "--refresh",
      "--refresh-only",
      "--secret-sink",
      "--skip-ci",
      "--skip-jwks-check",
      "--state",
    ]);
  },
);

Workspace("without a terminal apply wants --auto-approve at once, and not for each", async () => {
  const made = workspace(["acme", "globex"]);
  const { code, stdout, stderr } = await made.run(["apply", ...over, "-e", "production"]);
  assert.equal([code, stdout], [5, ""]);
  assert.match(stderr, "error[no-terminal]: ");
  assert.match(stderr, `anon-sync plan --workspace '${pattern}' -e production`);
});

Workspace(
  "a person is asked for each, with its plan before the question and nothing under way",
  withEmulator(async (emulator) => {
    const made = workspace(["acme", "globex", "initech"], { env: emulator.env });
    const posts: number[] = [];
    const answers = ["yes", "no", "yes"];
    const ran = await runCliHere(["apply", ...over], {
      cwd: made.folder,
      env: emulator.env,
      async ask() {
        posts.push(await emulator.posts());
        return answers[posts.length - 1] ?? "";
      },
    });
    assert.equal(posts, [0, 1, 1]);
    assert.equal(
      rows(ran.stdout).map((row) => row.at(-1)),
      ["0", "1", "0"],
    );
    assert.is(ran.code, 1);
    await emulator.named("initech");
  }),
);

Workspace(
  "after a signal none is begun any more, and those that were not run are named",
  withEmulator(async (emulator) => {
    const made = workspace(["acme", "globex", "initech"], { env: emulator.env });
    const stop = new AbortController();
    const ran = await runCliHere(["apply", ...over], {
      cwd: made.folder,
      env: emulator.env,
      interrupt: { stop: stop.signal, abandon: new AbortController().signal },
      async ask() {
        stop.abort();
        return "";
      },
    });
    assert.is(ran.code, 130);
    assert.equal(
      rows(ran.stdout).map(([, verdict]) => verdict),
      ["interrupted", "not run", "not run"],
    );
    assert.equal(headers(ran.stdout), [fileOf("acme")]);
    assert.match(ran.stdout, `anon-sync apply -c ${fileOf("initech")}\n`);
    assert.is(await emulator.posts(), 0);
  }),
);

Workspace("--changed-since takes manifest, lockfile and schema, and what is new", async () => {
  const names = ["committed", "kept", "lockfile", "schema", "theirs", "url", "uncommitted"];
  const made = workspace(names);
  const schema = "# yaml-language-server: $schema=../../schemas/manifest.schema.json\n";
  mkdirSync(join(made.folder, "schemas"));
  made.write("schemas/manifest.schema.json", "{}\n");
  made.add("schema", `${schema}${onePool("schema")}`);
  made.add("url", `# yaml-language-server: $schema=https://example.com/a.json\n${onePool("url")}`);
  const commit = () => {
    made.git("add", "--all");
    made.git("commit", "--quiet", "--message", "manifests");
  };
  made.git("init", "--quiet", "--initial-branch=main");
  commit();
  made.git("checkout", "--quiet", "-b", "branch");
  made.add("committed", onePool("other"));
  commit();
  made.git("checkout", "--quiet", "main");
  made.add("theirs", onePool("other"));
  commit();
  made.git("checkout", "--quiet", "branch");
  made.write("schemas/manifest.schema.json", "{ }\n");
  made.write("orgs/lockfile/anon.lock.production.json", "{}\n");
  made.add("uncommitted", onePool("other"));
  made.add("new");
  const changed = ["committed", "lockfile", "new", "schema", "uncommitted"];
  const since = ["--changed-since", "main"];
  const ran = await made.run(["validate", ...over, ...since]);
  assert.equal(headers(ran.stdout), changed.map(fileOf));
  assert.match(ran.stderr, "Workspace: 5 of 8 manifests (changed since main).\n");
  const listed = await made.run(["workspace", pattern, ...since]);
  assert.equal(
    listed.stdout
      .split("\n")
      .slice(1, -1)
      .map((line) => line.split(" ")[0]),
    changed.map(fileOf),
  );
  const none = await made.run(["validate", ...over, "--changed-since", "HEAD", "--shard", "1/1"]);
  assert.is(none.code, 0);
});

Workspace("nothing that changed is no mistake: the run ends well and says so", async () => {
  const made = workspace(["acme"], { git: true });
  const ran = await made.run(["plan", ...over, "--changed-since", "HEAD"]);
  assert.equal(ran, {
    code: 0,
    stdout: "0 manifests: nothing to do.\n",
    stderr: "Workspace: 0 of 1 manifest (changed since HEAD).\n",
  });
  const matrix = await made.run(["workspace", "--changed-since", "HEAD", "--github-matrix", "8"]);
  assert.is(matrix.stdout, '{"shard":[]}\n');
});

Workspace(
  "the matrix has the shards that hold something, which together hold all of it",
  async () => {
    const names = ["acme", "globex", "initech", "umbrella", "wayne"];
    const made = workspace(names, { git: true });
    const { stdout } = await made.run(["workspace", "--github-matrix", "8"]);
    assert.not.match(stdout.trim(), "\n", "GITHUB_OUTPUT takes one line");
    const { shard } = JSON.parse(stdout) as { shard: string[] };
    const taken: string[] = [];
    for (const one of Array.from({ length: 8 }, (_, index) => `${index + 1}/8`)) {
      const { stdout: said } = await made.run(["validate", ...over, "--shard", one]);
      assert.is(headers(said).length > 0, shard.includes(one));
      taken.push(...headers(said));
    }
    assert.equal(taken.toSorted(), names.map(fileOf));
    // The path from the root of the repository counts, whatever folder the run starts in.
    const env = { CI_NODE_INDEX: shard[0]?.split("/")[0] ?? "", CI_NODE_TOTAL: "8" };
    const inside = await runCliHere(["validate", "--workspace", "*/*.yaml", "--shard", "auto"], {
      cwd: join(made.folder, "orgs"),
      env,
    });
    const outside = await made.run(["validate", ...over, "--shard", "auto"], env);
    assert.equal(
      headers(inside.stdout).map((file) => `orgs/${file}`),
      headers(outside.stdout),
    );
  },
);

Workspace("the list says in which variables each organization's key belongs", async () => {
  const { stdout } = await workspace(["acme", "eu-labs"]).run(["workspace", pattern]);
  assert.is(
    stdout,
    [
      "manifest                       key",
      "orgs/acme/anon.config.yaml     ANON_API_KEY_ACME__ENVIRONMENT or ANON_API_KEY_ACME",
      "orgs/eu-labs/anon.config.yaml  ANON_API_KEY_EU_LABS__ENVIRONMENT or ANON_API_KEY_EU_LABS",
      "",
    ].join("\n"),
  );
});

Workspace(
  "a folder whose name would steer a terminal or a runner is shown as what it is",
  async () => {
    const made = workspace(["a\n::error::b\u001B[31m"]);
    const { stdout, stderr } = await made.run(["validate", ...over]);
    assert.not.ok(`${stdout}${stderr}`.includes("\u001B"));
    assert.not.match(`${stdout}${stderr}`, /^::/m);
    assert.match(stdout, '==> "orgs/a\\n::error::b\\u001b[31m/anon.config.yaml" <==');
  },
);

Workspace("an emulator that is gone leaves each manifest its own failure", async () => {
  const emulator = await testEmulator();
  await emulator.close();
  const made = workspace(["acme", "globex"], { env: emulator.env });
  const ran = await made.run(["plan", ...over]);
  assert.is(ran.code, 1);
  assert.equal(
    rows(ran.stdout).map((row) => row[2]),
    ["emulator-unreachable", "emulator-unreachable"],
  );
});

Workspace.run();
