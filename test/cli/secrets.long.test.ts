import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { CliRun } from "../support/cli.ts";
import { testEmulator, type TestEmulator } from "../support/emulator.ts";
import { project, type Project } from "../support/project.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { spelled, startEchoServer, type Echo, type EchoServer } from "./echo-server.ts";
import { testSecret } from "../support/secrets.ts";

/**
 * Runs a whole story with known secrets, against a server that echoes them if it can. Searches all
 * written text for these secrets.
 */
const secrets = suite("secrets");

const apiKey = testSecret("api key");

const manifest = `version: 1
userPools:
  members: { name: Members, description: People who sign in. }
  staff: { name: Staff, description: Employees. }
sdkClients:
  jobs: { name: Jobs, description: Nightly jobs., kind: service }
  web: { name: Web, description: Front end., kind: { application: { userPool: members } } }
`;

/** A text by which a search finds a secret in one of its encodings. */
interface Needle {
  readonly form: string;
  readonly text: string;
}

function needles(secret: string): readonly Needle[] {
  const bytes = Buffer.from(secret);
  const found = [
    { form: "plain", text: secret },
    { form: "hex", text: bytes.toString("hex") },
    { form: "HEX", text: bytes.toString("hex").toUpperCase() },
    { form: "URL", text: encodeURIComponent(secret) },
    { form: "JSON", text: JSON.stringify(secret).slice(1, -1) },
    { form: "escaped JSON", text: secret.replaceAll("/", "\\/") },
  ];
  // In base64 the neighbours change the first and last characters: we search for the characters
  // between.
  for (const encoding of ["base64", "base64url"] as const)
    for (const shift of [0, 1, 2]) {
      const text = Buffer.concat([Buffer.alloc(shift), bytes]).toString(encoding);
      const inner = text.slice(
        shift === 0 ? 0 : shift + 1,
        Math.floor(((shift + bytes.length) * 8) / 6),
      );
      found.push({ form: `${encoding} at ${shift}`, text: inner });
    }
  return found;
}

function lookFor(secret: string, where: string, haystack: string): void {
  for (const { form, text } of needles(secret)) {
    const at = haystack.indexOf(text);
    assert.is(at, -1, `${where} holds a secret (${form}): ${haystack.slice(at - 200, at + 200)}`);
  }
}

/** Returns every file below a folder, by name. */
function filesOf(folder: string): ReadonlyMap<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" });
  const files = names.filter((name) => statSync(join(folder, name)).isFile());
  return new Map(files.map((name) => [name, readFileSync(join(folder, name), "latin1")]));
}

/** All text that a story has written. */
class Story {
  readonly said: string[] = [];
  readonly made: Project;
  readonly secretsFolder = temporaryFolder();

  constructor(url: string, here: boolean) {
    const env = { ANON_BASE_URL: url, ANON_API_KEY_SANDBOX: apiKey };
    this.made = project(manifest, { git: true, env, here });
    this.made.write(".gitignore", ".anon-sync/\n");
  }

  async run(exitCode: number, ...args: readonly string[]): Promise<CliRun> {
    const run = await this.made.run(args);
    this.said.push(`$ ${args[0]}\n${run.stdout}${run.stderr}`);
    assert.is(run.code, exitCode, `${args.join(" ")}\n${run.stdout}${run.stderr}`);
    return run;
  }

  apply(exitCode: number, ...more: readonly string[]): Promise<CliRun> {
    const args = ["apply", "--auto-approve", "--parallelism", "1", "--secret-sink"];
    return this.run(exitCode, ...args, `file:${this.secretsFolder}`, ...more);
  }

  /** Starts an apply, and kills it once its output contains `text`. */
  async kill(text: string): Promise<void> {
    const args = ["apply", "--auto-approve", "--parallelism", "1", "--secret-sink"];
    const child = this.made.start([...args, `file:${this.secretsFolder}`]);
    let said = "";
    child.stdout?.resume();
    child.stderr?.setEncoding("utf8").on("data", (part: string) => (said += part));
    while (!said.includes(text)) await once(child.stderr ?? child, "data");
    child.kill("SIGKILL");
    await once(child, "close");
    this.said.push(said);
  }

  /** Throws if a secret is in any output or file so far. */
  search(secret: string): void {
    lookFor(secret, "the output", this.said.join("\n"));
    for (const [name, text] of filesOf(this.made.folder)) lookFor(secret, name, text);
    const objects = ["cat-file", "--batch", "--batch-all-objects"];
    const git = execFileSync("git", objects, { cwd: this.made.folder, encoding: "latin1" });
    lookFor(secret, "git", git);
  }

  commit(): void {
    this.made.git("add", "--all", "--force");
    this.made.git("commit", "--quiet", "--allow-empty", "--message", "all of it");
  }
}

/** Runs a story; with `here`, its commands run in the test's own process. */
async function inStory(
  tell: (story: Story, emulator: TestEmulator, echo: EchoServer) => Promise<void>,
  here = true,
): Promise<void> {
  const stateFile = join(temporaryFolder(), "state.json");
  const emulator = await testEmulator({ apiKey, stateFile });
  const echo = await startEchoServer(emulator.url);
  const story = new Story(echo.url, here);
  try {
    await tell(story, emulator, echo);
    story.commit();
    story.search(apiKey);
    lookFor(apiKey, "the emulator's state", readFileSync(stateFile, "latin1"));
    for (const secret of secretsIn(story.secretsFolder)) {
      story.search(secret);
      lookFor(secret, "the emulator's state", readFileSync(stateFile, "latin1"));
    }
  } finally {
    echo.close();
    await emulator.close();
  }
}

function secretsIn(folder: string): readonly string[] {
  const files = filesOf(folder);
  for (const [name, text] of files) lookFor(apiKey, name, text);
  return [...files.values()].map((text) => text.trim()).filter((text) => text !== "");
}

secrets("a story without troubles leaves no secret but where it was asked for", () =>
  inStory(async (story, emulator) => {
    await story.run(0, "init");
    await story.run(0, "validate");
    await story.run(0, "plan");
    await story.run(0, "plan", "--json");
    await story.run(0, "plan", "--out", "saved.plan");
    await story.run(0, "show", "saved.plan");
    await story.run(0, "show", "saved.plan", "--json");
    await story.run(5, "apply", "saved.plan");
    await story.run(0, "apply", "saved.plan", "--secret-sink", `file:${story.secretsFolder}`);
    const [file = ""] = readdirSync(story.secretsFolder);
    assert.is(file, "sandbox.sdkClients.jobs.secret");
    assert.is(statSync(join(story.secretsFolder, file)).mode & 0o777, 0o600);
    assert.match(secretsIn(story.secretsFolder)[0] ?? "", /^anon_.{20,}/);
    await story.run(0, "status");
    await story.run(0, "status", "--json");
    const { id } = await emulator.named("Staff");
    story.made.manifest(manifest.replace(/ {2}staff:.*\n/, ""));
    await story.apply(0, "--json");
    story.made.manifest(manifest);
    await story.run(0, "import", "userPools.staff", id, "--yes");
    await story.apply(0);
  }, false),
);

secrets("a user's token, which no command asks for, is nowhere either", () =>
  inStory(async (story, emulator) => {
    await story.apply(0);
    const { id } = await emulator.named("Web");
    const answer = await fetch(`${emulator.url}/org/appUserIdToken`, {
      method: "POST",
      headers: { authorization: `Bearer ${apiKey}`, connection: "close" },
      body: JSON.stringify({ appUserId: "user-1", sdkClientId: id }),
    });
    const { appUserIdToken } = (await answer.json()) as { appUserIdToken: string };
    await story.run(0, "plan");
    await story.run(0, "status", "--json");
    story.search(appUserIdToken);
  }),
);

const json = { "content-type": "application/json" };
const message = (said: string) => JSON.stringify({ error: { message: said } });

/** The answers of servers that echo secrets from a request, with the exit code of the apply. */
const echoes: readonly (readonly [what: string, exitCode: number, echo: Echo])[] = [
  ["a refusal", 1, (to, key) => to.writeHead(400, json).end(message(`no: ${spelled(key)}`))],
  [
    "a refusal of the bare key",
    1,
    (to, key) => to.writeHead(422, json).end(message(spelled(key.slice(7)))),
  ],
  ["401", 6, (to, key) => to.writeHead(401, json).end(message(`what is ${key}?`))],
  ["403 in a header", 6, (to, key) => to.writeHead(403, { "x-key": key }).end()],
  ["500", 4, (to, key) => to.writeHead(500, json).end(message(spelled(key)))],
  [
    "an HTML page",
    4,
    (to, key) => to.writeHead(400, { "content-type": "text/html" }).end(`<p>${key}</p>`),
  ],
  [
    "a redirect to the key",
    4,
    (to, key) =>
      to
        .writeHead(303, { location: `/org/userPool/${key.slice(7)}?${encodeURIComponent(key)}` })
        .end(),
  ],
  [
    "a redirect to the key in hex",
    4,
    (to, key) => {
      const hex = Buffer.from(key.slice(7)).toString("hex");
      to.writeHead(303, { location: `/org/userPool/${hex}` }).end();
    },
  ],
  ["an id that is the header", 4, (to, key) => created(to, key)],
  ["an id that is the key", 4, (to, key) => created(to, key.slice(7))],
  ["an id that is the key in hex", 4, (to, key) => created(to, hexOf(key))],
  [
    "an id that is the key in hex, and a cut",
    4,
    (to, key) => {
      to.writeHead(200, { ...json, "content-length": 4096 });
      to.write(`{"id":"${hexOf(key)}","name":"`, () => to.destroy());
    },
  ],
];

function hexOf(authorization: string): string {
  return Buffer.from(authorization.slice("Bearer ".length)).toString("hex");
}

function created(response: Parameters<Echo>[0], id: string): void {
  response.writeHead(200, json).end(JSON.stringify({ id, name: "Members", description: "d" }));
}

secrets(
  "whatever a server repeats in its answers, it gets into no file and no output",
  async () => {
    for (const [what, exitCode, echo] of echoes)
      await inStory(async (story, _emulator, server) => {
        server.posts.push(echo);
        await story.apply(exitCode);
        await story.run(exitCode === 4 ? 4 : 0, "status", "--json");
        await story.run(exitCode === 4 ? 4 : 0, "plan", "--json");
        assert.is(server.posts.length, 0, what);
        story.search(apiKey);
      });
  },
);

secrets("what a killed run left in its journal holds none either", () =>
  inStory(async (story, _emulator, server) => {
    const refusal = echoes[0]?.[2];
    // The server refuses the service client with the key in the message, and never answers the
    // pool's create.
    if (refusal !== undefined) server.posts.push(refusal, () => undefined);
    await story.kill("sending userPools.members");
    // The kill may have come before the request.
    server.posts.length = 0;
    const journals = [...filesOf(story.made.folder)].filter(([name]) => name.endsWith("/journal"));
    assert.is(journals.length, 1, "the journal is still there");
    assert.match(journals[0]?.[1] ?? "", "[redacted]");
    story.search(apiKey);
    await story.run(4, "status", "--json");
    await story.run(0, "settle", "userPools.members", "--not-created", "--yes");
    // The killed run opened the client's file before the create. The next run uses that file.
    assert.equal(readdirSync(story.secretsFolder), ["sandbox.sdkClients.jobs.secret"]);
    await story.apply(0);
    assert.match(secretsIn(story.secretsFolder)[0] ?? "", /^anon_.{20,}/);
  }),
);

secrets("lookups that are answered with the key, and mistakes with it, tell nothing", () =>
  inStory(async (story, _emulator, server) => {
    await story.apply(0);
    server.gets = (to, key) => to.writeHead(403, json).end(message(spelled(key)));
    await story.run(6, "plan");
    server.gets = (to, key) => to.writeHead(418, json).end(message(spelled(key)));
    await story.run(1, "plan");
    await story.run(1, "plan", "--json");
    await story.run(1, "plan", "--out", "unreadable.plan");
    server.gets = (to, key) => to.writeHead(200, json).end(JSON.stringify({ id: key }));
    await story.run(1, "plan");
    server.gets = undefined;
    for (const args of [
      ["plan", "--base-url", `http://user:${apiKey}@127.0.0.1:1`],
      ["plan", "--base-url", `http://127.0.0.1:1/?key=${apiKey}`],
      ["plan", `--api-key=${apiKey}`],
      ["plan", "-e", apiKey],
      ["plan", "-c", apiKey],
      ["validate", apiKey],
      ["import", apiKey, "some-id", "--yes"],
      // A key has signs that no id has.
      ["import", "userPools.members", apiKey, "--yes"],
    ])
      await story.run(3, ...args);
    await story.run(5, "settle", apiKey, "--abandon", "--yes");
  }),
);

secrets.run();
