import { readdirSync, readFileSync, statSync } from "node:fs";
import type { ServerResponse } from "node:http";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { CliRun } from "../support/cli.ts";
import { testEmulator, type TestEmulator } from "../support/emulator.ts";
import { nestable, outermost } from "../support/encodings.ts";
import { project, type Project } from "../support/project.ts";
import { partsOf, testSecret } from "../support/secrets.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { startEchoServer, type EchoServer } from "./echo-server.ts";

/**
 * A server that echoes the received key, in each encoding in which a key has passed the gate. No
 * output and no file may contain 12 characters of that key, decoded or not.
 */
const Echo = suite("an echoed key");

const manifest = `version: 1
userPools:
  members: { name: Members, description: People who sign in. }
  staff: { name: Staff, description: Employees. }
sdkClients:
  web: { name: Web, description: Front end., kind: { application: { userPool: members } } }
`;

/** The encodings that the issue names, and others that programs use. */
const ways: Readonly<Record<string, (key: string) => string>> = {
  "URL-encoded twice": (key) => encodeURIComponent(encodeURIComponent(key)),
  "as HTML entities": (key) => nestable["HTML, by decimal number"]?.(key) ?? key,
  "broken by a newline": (key) => `${key.slice(0, 40)}\n${key.slice(40)}`,
  "without its prefix": (key) => key.slice(5),
  "its first 60 characters": (key) => key.slice(0, 60),
  "12 characters of it": (key) => key.slice(30, 42),
  "wrapped base64": (key) => nestable["wrapped base64"]?.(`Bearer ${key}`) ?? key,
  "UTF-16": (key) => nestable["UTF-16 of little end"]?.(key) ?? key,
  "in capitals": (key) => key.toUpperCase(),
  "base64 in capitals": (key) => outermost["base64 in capitals"]?.(key) ?? key,
  "base64 of base64 of a part": (key) => btoa(btoa(key.slice(10, 60))),
  "full-width": (key) => outermost["full-width"]?.(key) ?? key,
  backwards: (key) => [...key].toReversed().join(""),
};

/** The encoding for which each run is a process of its own: such runs take ten times as long. */
const ofProcesses = "URL-encoded twice";

const json = { "content-type": "application/json" };
const id = "3b2885c4-53e8-4644-9cc2-20991f912465";

interface Place {
  readonly emulator: TestEmulator;
  readonly echo: EchoServer;
  readonly made: Project;
  /** Returns everything that was written anywhere, each part with its name. */
  written(): ReadonlyMap<string, string>;
  run(...args: readonly string[]): Promise<CliRun>;
}

/** Runs a test with a project, an echo server in front of an emulator, and a search of all written text. */
async function inPlace(here: boolean, test: (place: Place) => Promise<void>): Promise<void> {
  const emulator = await testEmulator({ apiKey: testSecret("echoed") });
  const echo = await startEchoServer(emulator.url);
  const summary = join(temporaryFolder(), "summary");
  const env = {
    ANON_BASE_URL: echo.url,
    ANON_API_KEY: emulator.apiKey,
    GITHUB_ACTIONS: "true",
    GITHUB_STEP_SUMMARY: summary,
    GITHUB_OUTPUT: `${summary}.output`,
  };
  const made = project(manifest, { env, git: true, here });
  const runs: [string, CliRun][] = [];
  try {
    await test({
      emulator,
      echo,
      made,
      async run(...args) {
        const ran = await made.run(args);
        runs.push([args.join(" "), ran]);
        return ran;
      },
      written: () =>
        new Map([
          ...runs.flatMap(([args, { stdout, stderr }]): [string, string][] => [
            [`stdout of ${args}`, stdout],
            [`stderr of ${args}`, stderr],
          ]),
          ...filesOf(made.folder),
          ...filesOf(join(summary, "..")),
        ]),
    });
  } finally {
    echo.close();
    await emulator.close();
  }
}

/** Returns every file below a folder by its path, with git's own folder and its journal and ledger. */
function filesOf(folder: string): [string, string][] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .map((path) => [path, readFileSync(path, "latin1")]);
}

function search({ emulator, written }: Place): void {
  for (const [where, text] of written())
    assert.equal(partsOf(emulator.apiKey, text), [], `${where}: ${text.slice(0, 2_000)}`);
}

function answer(body: object): (response: ServerResponse) => void {
  return (response) => void response.writeHead(200, json).end(JSON.stringify(body));
}

for (const [name, encode] of Object.entries(ways)) {
  Echo(`in every field of what is created and looked up: ${name}`, () =>
    inPlace(name !== ofProcesses, async (place) => {
      const { echo, emulator, made, run } = place;
      const said = encode(emulator.apiKey);
      const { organizationId } = emulator;
      const pool = { id, organizationId, name: "Members", hosted: true };
      const authorization = { jwksUri: `https://x.example/${said}`, idClaim: said };
      const resource = { ...pool, description: said, authorization, [said]: said };
      echo.posts.push(answer(resource));
      const applied = await run("apply", "--auto-approve", "--target", "userPools.members");
      assert.is(applied.code, 0, applied.stderr);
      // The run records the create with its id, whatever else the answer contains.
      assert.is(made.lockfile().resources["userPools.members"]?.id, id);
      assert.match(made.read("anon.lock.sandbox.emulator.json"), "[redacted]");
      echo.gets = answer({ ...resource, description: `Now ${said}` });
      await run("plan", "--out", "saved.plan");
      await run("verify");
      if (name === ofProcesses)
        for (const more of [["plan", "--json"], ["plan", "--format", "markdown"], ["status"]])
          await run(...more);
      await run("import", "userPools.staff", id, "--yes");
      search(place);
    }),
  );

  // One function contains the differences between encodings, and its test has more of them.
  if (!["12 characters of it", "wrapped base64", ofProcesses].includes(name)) continue;
  Echo(`in refusals, redirects, errors, ids and organizations: ${name}`, () =>
    inPlace(name !== ofProcesses, async (place) => {
      const { echo, emulator, made, run } = place;
      const said = encode(emulator.apiKey);
      const { organizationId } = emulator;
      const apply = ["apply", "--auto-approve", "--target", "userPools.members"];
      const echoed: Parameters<typeof echo.posts.push>[0][] = [
        (to) => to.writeHead(400, json).end(JSON.stringify({ message: `Bad: ${said}` })),
        (to) => to.writeHead(401, json).end(JSON.stringify({ error: { message: said } })),
        (to) => to.writeHead(403, { "content-type": "text/plain" }).end(said),
      ];
      for (const one of echoed) {
        echo.posts.push(one);
        assert.is.not((await run(...apply)).code, 0);
      }
      assert.is(await emulator.posts(), 0);
      echo.posts.push((to) =>
        to
          .writeHead(200, json)
          .end(JSON.stringify({ id: said, organizationId, name: "Members", description: "d" })),
      );
      const run4 = await run(...apply);
      assert.is.not(run4.code, 0);
      // Anon may have created the resource: the address stays open until a person has looked.
      assert.is(Object.keys(made.lockfile().unsettled["userPools.members"] ?? {}).length, 1);
      await run("settle", "userPools.members", "--id", id, "--yes");
      echo.posts.push((to) =>
        to
          .writeHead(200, json)
          .end(JSON.stringify({ id, organizationId: said, name: "Staff", description: "d" })),
      );
      const other = await run("apply", "--auto-approve", "--target", "userPools.staff");
      assert.is(other.code, 1, other.stderr);
      assert.match(other.stderr, "[redacted]");
      echo.gets = (to) =>
        to.writeHead(500, json).end(JSON.stringify({ message: `${"no ".repeat(50)}${said}` }));
      await run("plan");
      search(place);
    }),
  );
}

Echo("in a Location: no hint is made of it", () =>
  inPlace(true, async (place) => {
    const { echo, emulator, made, run } = place;
    const parts = [emulator.apiKey.slice(8, 60), btoa(emulator.apiKey.slice(4, 44))];
    for (const part of parts) {
      const segment = part.replaceAll(/[^A-Za-z0-9]/g, "-");
      echo.posts.push((to) => to.writeHead(302, { location: `/org/${segment}` }).end());
    }
    const ran = await run("apply", "--auto-approve", "--parallelism", "1");
    assert.is.not(ran.code, 0);
    assert.not.match(made.read("anon.lock.sandbox.emulator.json"), '"hint"');
    search(place);
  }),
);

Echo.run();
