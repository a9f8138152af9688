import { getEventListeners } from "node:events";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { apply, Failure, loadManifest, plan } from "../../src/library/index.ts";
import { withEmulator, type TestEmulator } from "../support/emulator.ts";
import { projectHere, smallManifest, type Project } from "../support/project.ts";

const Library = suite("the library");

/** Returns the options of both functions for a project: the key is beside the variables, not in them. */
function optionsOf({ folder }: Project, emulator: TestEmulator) {
  const { ANON_API_KEY: apiKey = "", ANON_BASE_URL: baseUrl = "" } = emulator.env;
  return { folder, apiKey, baseUrl, variables: { PATH: process.env["PATH"] } };
}

Library(
  "plans and applies as the commands do, and a second apply has nothing to do",
  withEmulator(async (emulator) => {
    const project = projectHere(smallManifest, { env: emulator.env });
    const options = optionsOf(project, emulator);
    const planned = await plan(options);
    assert.equal(planned, JSON.parse((await project.run(["plan", "--json"])).stdout));
    assert.is(planned.applicable, true);

    let told = "";
    const done = await apply({
      ...options,
      expect: String(planned.planDigest),
      onMessage: (text) => (told += text),
    });
    if (done.format !== "anon-sync-applied") throw new Error("the plan was not applied");
    assert.is(done.complete, true);
    const addresses = Object.keys(done.ids);
    assert.equal(Object.keys(project.lockfile().resources).toSorted(), addresses.toSorted());
    for (const id of Object.values(done.ids))
      assert.match(told, `id=${id} `, "its receipt is told");
    assert.not.match(told, options.apiKey);

    const again = await apply(options);
    assert.equal([again.format, "ids" in again && again.ids], ["anon-sync-applied", {}]);
    assert.is(await emulator.posts(), addresses.length);
  }),
);

Library(
  "a plan that cannot be applied is what apply answers, and nothing is sent",
  withEmulator(async (emulator) => {
    const project = projectHere(smallManifest, { env: emulator.env });
    await project.applied();
    const before = await emulator.posts();
    project.manifest(smallManifest.replace(/name: \w+/, "name: Another"));
    const done = await apply(optionsOf(project, emulator));
    assert.equal([done.format, "applicable" in done && done.applicable], ["anon-sync-plan", false]);
    assert.is(await emulator.posts(), before);
  }),
);

Library(
  "what is wrong is thrown as problems, with code, place and the command's exit code",
  async () => {
    const project = projectHere();
    project.manifest("version: 1\nuserPool: {}\n");
    for (const work of [
      () => loadManifest("anon.config.yaml", { folder: project.folder }),
      () => plan({ folder: project.folder }),
    ]) {
      const error: unknown = await work().catch((thrown: unknown) => thrown);
      if (!(error instanceof Failure)) throw new Error("no Failure");
      assert.is(error.exitCode, 3);
      const [problem] = error.problems;
      assert.equal([problem?.code, problem?.range?.start.line], ["unknown-key", 2]);
    }
  },
);

Library(
  "a signal stops a run before it sends, and keeps nothing of runs that have ended",
  withEmulator(async (emulator) => {
    const project = projectHere(smallManifest, { env: emulator.env });
    const options = optionsOf(project, emulator);
    const outliving = new AbortController();
    for (const _ of [1, 2]) await plan({ ...options, signal: outliving.signal });
    assert.equal(getEventListeners(outliving.signal, "abort"), []);
    outliving.abort();
    const stopped = await apply({ ...options, signal: outliving.signal }).catch(
      (error: unknown) => error,
    );
    assert.instance(stopped, Error);
    assert.is(await emulator.posts(), 0);
  }),
);

Library("variables that are not handed over do not count: the key is not found", async () => {
  const project = projectHere();
  project.manifest(smallManifest);
  process.env["ANON_API_KEY"] = "a-key-of-the-process";
  try {
    const variables = { PATH: process.env["PATH"], ANON_BASE_URL: "http://127.0.0.1:9" };
    const error: unknown = await plan({ folder: project.folder, variables }).catch(
      (thrown: unknown) => thrown,
    );
    assert.is(error instanceof Failure && error.problems[0]?.code, "no-api-key");
  } finally {
    delete process.env["ANON_API_KEY"];
  }
});

Library("a manifest is read as one environment wants it", async () => {
  const project = projectHere();
  project.manifest(`version: 1
environments:
  sandbox: { target: sandbox, vars: { site: a.example } }
  production: { target: production, vars: { site: b.example } }
userPools:
  members: { name: Members, description: "At \${vars.site}." }
`);
  const { folder } = project;
  const read = await loadManifest("anon.config.yaml", { folder, environment: "production" });
  assert.equal(read.environments, ["sandbox", "production"]);
  assert.is(read.resources[0]?.fields["description"], "At b.example.");
  const error: unknown = await loadManifest("anon.config.yaml", {
    folder,
    environment: "nowhere",
  }).catch((thrown: unknown) => thrown);
  assert.is(error instanceof Failure && error.problems[0]?.code, "unknown-environment");
});

Library.run();
