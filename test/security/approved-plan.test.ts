import { kinds } from "../../src/kinds/index.ts";
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { planRecordOf } from "../../src/core/plan/plan-document.ts";
import { planDigest } from "../../src/core/plan/digest.ts";
import { formatSavedPlan } from "../../src/store/saved-plan.ts";
import type { CliRun } from "../support/cli.ts";
import { withEmulator, type TestEmulator } from "../support/emulator.ts";
import { hostedManifest, project, projectHere, type Project } from "../support/project.ts";
import { hasRemote, withRemote } from "../support/remote.ts";

/** An approval covers the destinations of requests and secrets. Attacks from reports run as processes. */
const Approved = suite("what is approved with a plan");

const lockfileName = "anon.lock.staging.emulator.json";
const staging = ["-e", "staging"];

const manifest = `version: 1
environments:
  staging: { target: sandbox }
${hostedManifest.replace("version: 1\n", "")}  jobs:
    name: Jobs
    description: Nightly jobs.
    kind: service
    secretSink: file:safe
`;

/** Returns a repository that ignores its folders `safe` and `public`. */
function repository(
  env: Readonly<Record<string, string>>,
  text = manifest,
  make: typeof project = projectHere,
): Project {
  const made = make(text, { env, git: true });
  made.write(".gitignore", "/safe\n/public\n*.emulator.json\n");
  for (const name of ["safe", "public"]) mkdirSync(join(made.folder, name));
  return made;
}

/** Returns the digest that plan prints, and its text. Throws if there is no digest. */
async function planned(made: Project, ...flags: readonly string[]) {
  const { stdout, stderr } = await made.run(["plan", ...staging, ...flags]);
  const digest = /^Digest: (v2:[0-9a-f]{64})$/m.exec(stdout)?.[1];
  if (digest === undefined) throw new Error(`no digest in ${stdout}${stderr}`);
  return { digest, stdout };
}

function apply(made: Project, digest: string, ...flags: readonly string[]): Promise<CliRun> {
  return made.run(["apply", ...staging, "--expect", digest, ...flags]);
}

async function refused(ran: CliRun, emulator: TestEmulator, posts = 0): Promise<void> {
  assert.is(ran.code, 5, ran.stdout + ran.stderr);
  assert.match(ran.stderr, "error[plan-not-as-expected]");
  assert.is(await emulator.posts(), posts, "nothing was sent");
}

Approved(
  "a secret goes where the plan showed, and to no other folder that the manifest names later",
  withEmulator(async (emulator) => {
    const made = repository(emulator.env, manifest, project);
    const { digest, stdout } = await planned(made);
    assert.match(stdout, "    Its secret goes to file:safe, as the manifest says.\n");
    made.manifest(manifest.replace("file:safe", "file:public"));
    await refused(await apply(made, digest), emulator);
    made.manifest(manifest.replace("    secretSink: file:safe\n", ""));
    await refused(await apply(made, digest, "--secret-sink", "file:public"), emulator);
    assert.equal(readdirSync(join(made.folder, "public")), []);
    made.manifest(manifest);
    assert.is((await apply(made, digest)).code, 0);
    assert.equal(readdirSync(join(made.folder, "safe")), ["staging.sdkClients.jobs.secret"]);
  }),
);

Approved(
  "a committed symlink leads no secret elsewhere, whoever named its folder",
  withEmulator(async (emulator) => {
    const made = repository(emulator.env, manifest.replace("file:safe", "file:link/inside"));
    mkdirSync(join(made.folder, "public", "inside"));
    made.write(".gitignore", "/public\n*.emulator.json\n");
    symlinkSync("public", join(made.folder, "link"));
    const { digest } = await planned(made);
    for (const flags of [[], ["--secret-sink", "file:link/inside"]]) {
      const untracked = await apply(made, digest, ...flags);
      assert.is(untracked.code, 5, untracked.stdout);
      assert.match(untracked.stderr, "error[secrets-in-git]");
    }
    // Git ignores this link, but the link is committed all the same.
    made.write(".gitignore", "/public\n/link\n*.emulator.json\n");
    made.git("add", "--force", "link", ".gitignore");
    made.git("commit", "--quiet", "--message", "link");
    assert.match((await apply(made, digest)).stderr, "error[secrets-in-git]");
    assert.is(await emulator.posts(), 0);
    // A link that does not come from git is the job's own.
    made.git("rm", "--quiet", "--cached", "link");
    assert.is((await apply(made, digest)).code, 0);
    assert.is(readdirSync(join(made.folder, "public", "inside")).length, 1);
  }),
);

const elsewhere: Readonly<Record<string, string>> = {
  "another target": "staging: { target: production }",
  "an emulator as target": "staging: { target: emulator }",
  "an organization that is sent": "staging: { target: sandbox, organizationId: org-2 }",
};

for (const [what, written] of Object.entries(elsewhere))
  Approved(
    `a plan is not approved for ${what}`,
    withEmulator(async (emulator) => {
      const made = repository(emulator.env);
      const { digest } = await planned(made);
      made.manifest(manifest.replace("staging: { target: sandbox }", written));
      await refused(await apply(made, digest), emulator);
    }),
  );

Approved(
  "one shown for sandbox creates nothing at production, though the lockfile is edited with the target",
  async () => {
    const made = repository({ ANON_API_KEY: "anon_no-key-of-any-server" }, manifest, project);
    await made.initialized(...staging);
    const { digest, stdout } = await planned(made);
    assert.match(stdout, "Environment staging at https://svc.sandbox.anon.com, target sandbox\n");
    made.manifest(manifest.replace("target: sandbox", "target: production"));
    const name = "anon.lock.staging.json";
    const moved = made.read(name).replace("svc.sandbox.anon.com", "svc.prod.anon.com");
    const half = await apply(made, digest);
    assert.match(half.stderr, "error[lockfile-of-another-environment]");
    made.write(name, moved);
    const ran = await apply(made, digest);
    assert.is(ran.code, 5, ran.stderr);
    assert.match(ran.stdout, "at https://svc.prod.anon.com, target production\n");
    assert.match(ran.stderr, "error[plan-not-as-expected]");
    assert.is(made.read(name), moved);
    // The lockfile alone cannot decide the destination.
    made.manifest(manifest);
    const { code, stderr } = await apply(made, digest);
    assert.is(code, 5);
    assert.match(stderr, "error[lockfile-of-another-environment]");
  },
);

/** Returns a project with its first resources at Anon, and one more client in its manifest. */
async function withOneMore(emulator: TestEmulator): Promise<Project> {
  const made = repository(emulator.env, manifest.replace(/ {2}jobs:[^]*/, ""));
  await made.apply(...staging);
  made.manifest(manifest);
  return made;
}

Approved(
  "drift that ignoreDrift hides is shown, and is another plan",
  withEmulator(async (emulator) => {
    const made = await withOneMore(emulator);
    const { id } = await emulator.named("Staff");
    await emulator.edit("userPools", id, { description: "Changed by hand." });
    const { digest, stdout } = await planned(made);
    assert.match(stdout, "Changed by hand.");
    const silenced = manifest.replace("name: Staff", "name: Staff\n    ignoreDrift: [description]");
    made.manifest(silenced);
    await refused(await apply(made, digest), emulator, 3);
    const hidden = await planned(made);
    assert.match(hidden.stdout, "ignoreDrift hides drift: userPools.staff (description).\n");
    for (const flags of [["--format", "markdown"], ["--refresh-only"]])
      assert.match(
        (await made.run(["plan", ...staging, ...flags])).stdout,
        "ignoreDrift hides drift: userPools.staff (description).\n",
      );
    assert.is((await apply(made, hidden.digest)).code, 0);
  }),
);

Approved(
  "the id that a new client refers to is that of the lockfile which was read",
  withEmulator(async (emulator) => {
    const client =
      "{ name: Phone, description: The app., kind: { application: { userPool: staff } } }";
    const made = await withOneMore(emulator);
    made.manifest(`${manifest}  phone: ${client}\n`);
    const whole = await planned(made);
    const narrowed = await planned(made, "--exclude", "userPools.staff");
    // Another person made this pool, which answers exactly as the lockfile's pool.
    const other = repository(emulator.env, manifest.replace(/sdkClients:[^]*/, ""));
    await other.apply(...staging);
    const twin = other.lockfile("staging").resources["userPools.staff"]?.id ?? "";
    const { id } = made.lockfile("staging").resources["userPools.staff"] ?? { id: "" };
    assert.match(whole.stdout, `kind.application.userPoolId: "${id}" (id of userPools.staff)\n`);
    assert.match(narrowed.stdout, `"${id}" (id of userPools.staff)\n`);
    // A clone after the merge has no other evidence: it has no ledger that lists the id.
    const clone = repository(emulator.env, made.read("anon.config.yaml"));
    clone.write(lockfileName, made.read(lockfileName).replaceAll(id, twin));
    const posts = await emulator.posts();
    await refused(await apply(clone, whole.digest), emulator, posts);
    const excluded = await apply(clone, narrowed.digest, "--exclude", "userPools.staff");
    await refused(excluded, emulator, posts);
    assert.match(excluded.stdout, `"${twin}" (id of userPools.staff)\n`);
  }),
);

Approved(
  "a folder for secrets whose name looks like another's is shown as what it is",
  withEmulator(async (emulator) => {
    // The first sink has a Cyrillic letter, the second a sign that looks like a slash.
    const sinks = {
      "file:s\u0430fe": String.raw`"file:s\u0430fe"`,
      "file:safe\u2044public": String.raw`"file:safe\u2044public"`,
      "file:safe\u2800": String.raw`"file:safe\u2800"`,
      "file:se\u0301": String.raw`"file:se\u0301"`,
      "file:\u{1F5DD}": String.raw`"file:\ud83d\udddd"`,
    };
    for (const [sink, shown] of Object.entries(sinks)) {
      const made = repository(emulator.env, manifest.replace("file:safe", `"${sink}"`));
      for (const flags of [[], ["--format", "markdown"]])
        assert.match(
          (await made.run(["plan", ...staging, ...flags])).stdout,
          `Its secret goes to ${shown}, as the manifest says.`,
        );
    }
  }),
);

Approved(
  "two clients whose secrets a disk without case would put into one file are not both created",
  withEmulator(async (emulator) => {
    const twin = manifest.replace(
      / {2}jobs:[^]*/,
      (block) => block + block.replace("jobs", "Jobs"),
    );
    const made = repository(emulator.env, twin.replace("name: Jobs", "name: Others"));
    const ran = await made.run(["apply", ...staging, "--auto-approve"]);
    assert.is(ran.code, 5, ran.stdout + ran.stderr);
    assert.match(ran.stderr, "error[secrets-in-one-place]");
    const kept = readdirSync(join(made.folder, "safe")).map((name) => name.toLowerCase());
    assert.is(new Set(kept).size, kept.length);
  }),
);

Approved(
  "a replacement that a lockfile asks for shows whom the new pool trusts",
  withEmulator(async (emulator) => {
    const made = await withOneMore(emulator);
    const evil = "https://login.evil.com/jwks.json";
    const members = `name: Members\n    authorization: { jwksUri: "${evil}" }`;
    const lockfile = JSON.parse(made.read(lockfileName));
    const pool = lockfile.resources["userPools.members"];
    // Manifest and lockfile have the same value: the plan changes no field.
    pool.applied["authorization.jwksUri"] = evil;
    pool.replacing = "same";
    // A clone after the merge has no other evidence.
    const clone = repository(emulator.env, manifest.replace("name: Members", members));
    clone.write(lockfileName, JSON.stringify(lockfile));
    const flags = [...staging, "--skip-jwks-check"];
    const text = (await clone.run(["plan", ...flags])).stdout;
    assert.match(text, "An earlier run was to replace it");
    assert.match(text, `      authorization.jwksUri: "${evil}"\n`);
    const markdown = (await clone.run(["plan", ...flags, "--format", "markdown"])).stdout;
    assert.match(markdown, `      authorization.jwksUri: "${evil}"\n`);
    assert.match(markdown, "Digest: ");
  }),
);

Approved(
  "the deploy job's own words change no digest: its flags and variables, its folder, the emulator's port",
  withEmulator(async (emulator) => {
    const made = await withOneMore(emulator);
    const { digest } = await planned(made);
    const { ANON_BASE_URL: url = "", ...env } = emulator.env;
    const clone = repository(env);
    clone.write(lockfileName, made.read(lockfileName));
    const flagged = await planned(clone, "--base-url", url.replace("127.0.0.1", "localhost"));
    assert.is(flagged.digest, digest);
    const outside = join(clone.folder, "public");
    const ran = await clone.run(
      [
        "apply",
        ...staging,
        "--expect",
        digest,
        "--base-url",
        url,
        "--secret-sink",
        `file:${outside}`,
      ],
      { ANON_SECRET_SINK: "file:safe" },
    );
    assert.is(ran.code, 0, ran.stderr);
    assert.match(ran.stdout, "    Its secret goes where --secret-sink says, not to file:safe.\n");
    assert.equal(readdirSync(outside), ["staging.sdkClients.jobs.secret"]);
  }),
);

Approved(
  "a digest of an older version approves nothing, and says to plan again",
  withEmulator(async (emulator) => {
    const made = repository(emulator.env);
    for (const old of ["0".repeat(64), `v1:${"0".repeat(64)}`]) {
      const ran = await apply(made, old);
      assert.is(ran.code, 5);
      assert.match(ran.stderr, "error[digest-version]");
      assert.match(
        ran.stderr,
        "Plan again with this version, read the plan, and expect its digest",
      );
      assert.match(ran.stderr, "anon-sync plan -e staging");
    }
    assert.is(await emulator.posts(), 0);
  }),
);

Approved(
  "plan, apply and show say whose word it is where a secret goes",
  withEmulator(async (emulator) => {
    const made = repository(emulator.env, manifest.replace("    secretSink: file:safe\n", ""));
    assert.match((await planned(made)).stdout, "Its secret goes where apply is told:");
    const variable = { ANON_SECRET_SINK: "command:keep {name}" };
    const { stdout } = await made.run(["plan", ...staging, "--out", "saved.json"], variable);
    assert.match(stdout, "    Its secret goes where ANON_SECRET_SINK says.\n");
    assert.match((await made.run(["show", "saved.json"])).stdout, "where ANON_SECRET_SINK says");
    assert.not.match(made.read("saved.json"), "command:keep", "what the job says is its own");
    const applied = ["apply", "saved.json", ...staging, "--secret-sink", "file:safe"];
    const ran = await made.run(applied);
    assert.is(ran.code, 0, ran.stderr);
    assert.match(ran.stdout, "    Its secret goes where --secret-sink says.\n");
  }),
);

Approved(
  "a saved plan is applied to the place that it shows, whoever sealed it",
  withEmulator(async (emulator) => {
    const made = repository(emulator.env);
    await made.run(["plan", ...staging, "--out", "saved.json"]);
    const saved = made.read("saved.json");
    const forgeries: readonly ((document: any) => void)[] = [
      ({ environment }) => (environment.target = "production"),
      ({ actions }) =>
        (actions.find((one: any) => one.secretSink !== undefined).secretSink = "file:public"),
    ];
    for (const forge of forgeries) {
      const document = JSON.parse(saved);
      forge(document);
      const { plan, environment } = planRecordOf(document, kinds);
      const forged = { ...document, planDigest: planDigest(plan, environment) };
      writeFileSync(join(made.folder, "forged.json"), formatSavedPlan(forged));
      assert.is((await made.run(["show", "forged.json"])).code, 0, "no digest is a signature");
      const ran = await made.run(["apply", "forged.json", ...staging]);
      assert.equal([ran.code, ran.stdout], [5, ""], ran.stderr);
      assert.match(ran.stderr, "error[plan-edited]");
    }
    assert.is(await emulator.posts(), 0);
  }),
);

if (hasRemote)
  Approved(
    "the organization and the lineage of a committed lockfile are approved with it",
    withRemote(async ({ env, emulator }) => {
      // A process learns the server's certificate only at its start.
      const made = repository(env, manifest, project);
      const name = "anon.lock.staging.json";
      await made.run(["init", ...staging]);
      const before = await planned(made);
      await made.apply(...staging, "--target", "userPools.members");
      made.git("add", name);
      made.git("commit", "--quiet", "--message", "applied");
      const { digest, stdout } = await planned(made);
      assert.match(stdout, `, organization ${emulator.organizationId}\n`);
      assert.is.not(before.digest, digest);
      const text = made.read(name);
      const { lineage } = JSON.parse(text);
      const edits: Readonly<Record<string, string>> = {
        "no organization": text.replace(/,\n +"organizationId": "[^"]*"/, ""),
        "another lineage": text.replaceAll(lineage, "0b0e3f3c-6f0a-4d3b-9f53-2f6f0a1c9d11"),
      };
      for (const [what, edited] of Object.entries(edits)) {
        assert.is.not(edited, text, what);
        // The clone is on a machine without other evidence, after the merge.
        const clone = repository(env, manifest, project);
        clone.write(name, edited);
        clone.git("add", name);
        clone.git("commit", "--quiet", "--message", "merged");
        await refused(await apply(clone, digest), emulator, 1);
      }
    }),
  );

Approved.run();
