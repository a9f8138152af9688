import { suite } from "uvu";
import * as assert from "uvu/assert";
import { startEchoServer, type Echo, type EchoServer } from "../cli/echo-server.ts";
import type { CliRun } from "../support/cli.ts";
import { withEmulator, type TestEmulator } from "../support/emulator.ts";
import { projectHere, type Project } from "../support/project.ts";

const Outputs = suite("hostile texts, through the command itself");

/** A manifest that a pull request may contain: each hostile text is a valid name. */
const hostileManifest = `version: 1
userPools:
  constructor:
    name: "::error file=x::owned"
    description: |
      ::stop-commands::token
        ::warning::second line
      ##[error]third ##vso[task.x]fourth
  toString: { name: "##[group]", description: "\\u200b::debug::hidden" }
  valueOf: { name: "Memb\u0435rs \u2028 end", description: "a\\n::set-output name=x::y" }
sdkClients:
  hasOwnProperty:
    name: "::add-mask::a"
    description: "::"
    kind: { application: { userPool: constructor } }
`;

/** A text that a server may send: the tool asks for JSON, which may contain anything. */
const hostileText =
  "\n::error::said by the server\r\n  ::warning::again\u001b[2J\u009b31m\u202e##[error]##vso[x]";

/** Checks that no output of a run controls a terminal or gives a runner a command. */
function assertTame({ stdout, stderr }: CliRun, where: string): void {
  for (const [stream, text] of Object.entries({ stdout, stderr })) {
    const at = `${stream} of ${where}:\n${text}`;
    assert.not.match(text, /[^\P{C}\n]|[\u2028\u2029]/u, at);
    assert.not.match(text, /^\s*::/m, at);
    assert.not.match(text, /##\w*\[/, at);
    assert.not.match(text, /This is a bug/, at);
  }
}

/** Runs the commands that show the facts. Returns their output. */
async function show(made: Project, where: string): Promise<string> {
  let said = "";
  for (const words of [["plan"], ["plan", "--json"], ["status"], ["status", "--json"]]) {
    const ran = await made.run(words);
    assertTame(ran, `${words.join(" ")} ${where}`);
    said += ran.stdout + ran.stderr;
  }
  return said;
}

async function applies(made: Project, where: string): Promise<CliRun> {
  const ran = await made.run(["apply", "--auto-approve"]);
  assertTame(ran, `apply ${where}`);
  return ran;
}

function hostileProject(emulator: TestEmulator, url = emulator.url): Project {
  return projectHere(hostileManifest, { env: { ...emulator.env, ANON_BASE_URL: url } });
}

Outputs(
  "names and descriptions of a manifest are shown, escaped, by every command, before and after",
  withEmulator(async (emulator) => {
    const made = hostileProject(emulator);
    const before = await show(made, "before");
    assert.match(before, '"::error file=x::owned"');
    const ran = await applies(made, "of all");
    assert.is(ran.code, 0, ran.stderr);
    const posts = await emulator.posts();
    assert.is(posts, 4);
    const again = await applies(made, "again");
    assert.is(again.code, 0);
    assert.is(await emulator.posts(), posts, "addresses called like members of objects are kept");
    // Drift shows a text that a person writes in the console.
    const { id } = await emulator.named("::error file=x::owned");
    await emulator.edit("userPools", id, { name: hostileText, description: hostileText });
    assert.match(await show(made, "drifted"), "said by the server");
    // The output shows an unsettled attempt with its sent fields, and with hints how to settle it.
    made.manifest(
      hostileManifest.replace(
        "  toString:",
        "  late: { name: '::error::late', description: 'x' }\n  toString:",
      ),
    );
    await emulator.fault("post:1:reset-after");
    assert.is((await applies(made, "unsettled")).code, 4);
    assert.match(await show(made, "unsettled"), "late");
    for (const words of [
      ["settle", "userPools.late", "--id", id],
      ["settle", "userPools.late", "--id", "::error::x"],
      ["settle", "::error::x", "--not-created"],
      ["import", "userPools.late", "\n::error::x"],
      ["plan", "--not-renamed", "\n::error::x"],
      ["plan", "-e", "\n::error::x"],
      ["plan", "--config", "\n::error::x"],
      ["plan", "--lockfile", "\n::error::x"],
      ["\n::error::x"],
      ["plan", "--\n::error::x"],
    ]) {
      const said = await made.run(words);
      assert.ok(said.code > 0 || words.includes("--lockfile"), words.join(" "));
      assertTame(said, words.join(" "));
    }
  }),
);

const json = { "content-type": "application/json" };

/** A server's answers to a create, each with the exit code of the run. */
const answers: Readonly<Record<string, { readonly echo: Echo; readonly code: number }>> = {
  "an error message": {
    echo: (response) => response.writeHead(400, json).end(JSON.stringify({ message: hostileText })),
    code: 1,
  },
  "an error message of a server that is not there": {
    echo: (response) =>
      response.writeHead(503, json).end(JSON.stringify({ error: { message: hostileText } })),
    code: 4,
  },
  "a refused key": {
    echo: (response) => response.writeHead(401, json).end(JSON.stringify({ error: hostileText })),
    code: 6,
  },
  "an id that is a command": {
    echo: (response) =>
      response.writeHead(201, json).end(JSON.stringify({ id: "::error::id", name: hostileText })),
    code: 4,
  },
  "an id of several lines": {
    echo: (response) => response.writeHead(201, json).end(JSON.stringify({ id: hostileText })),
    code: 4,
  },
  "a place to look at": {
    echo: (response) => response.writeHead(302, { location: "/::error::x/0f0f0f0f-%0a::" }).end(),
    code: 4,
  },
  "another organization": {
    echo: (response) =>
      response
        .writeHead(201, json)
        .end(JSON.stringify({ id: "0f0f0f0f-1", name: hostileText, organizationId: hostileText })),
    code: 1,
  },
};

for (const [what, { echo, code }] of Object.entries(answers))
  Outputs(
    `a server that answers a create with ${what} reaches no line's beginning`,
    withEcho(async (emulator, server) => {
      const made = projectHere("version: 1\nuserPools: { a: { name: A, description: B } }\n", {
        env: { ...emulator.env, ANON_BASE_URL: server.url },
      });
      server.posts.push(echo);
      const ran = await applies(made, what);
      assert.is(ran.code, code, ran.stderr);
      await show(made, what);
    }),
  );

Outputs(
  "a server that answers a look-up with an error message reaches no line's beginning",
  withEcho(async (emulator, server) => {
    const made = projectHere("version: 1\nuserPools: { a: { name: A, description: B } }\n", {
      env: { ...emulator.env, ANON_BASE_URL: server.url },
    });
    await made.applied();
    for (const status of [400, 401]) {
      server.gets = (response) =>
        response.writeHead(status, json).end(JSON.stringify({ message: hostileText }));
      assert.match(await show(made, `GET ${status}`), "said by the server");
    }
  }),
);

function withEcho(test: (emulator: TestEmulator, server: EchoServer) => Promise<void>) {
  return withEmulator(async (emulator) => {
    const server = await startEchoServer(emulator.url);
    try {
      await test(emulator, server);
    } finally {
      server.close();
    }
  });
}

Outputs.run();
