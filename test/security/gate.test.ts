import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { createRedaction } from "../../src/core/redaction/redaction.ts";
import { secretForms } from "../../src/core/redaction/secret-forms.ts";
import { createOutputGate } from "../../src/cli/output-gate.ts";
import { spelled, startEchoServer } from "../cli/echo-server.ts";
import { testEmulator } from "../support/emulator.ts";
import { project } from "../support/project.ts";
import { partsOf, testSecret } from "../support/secrets.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

/** Tests of the gate's secrets beside the API keys: all that must stay between two parties. */
const Gate = suite("the gate");

const password = "p@ss:word/of+the proxy";

Gate("it knows a proxy's password, as it is written, meant and sent", () => {
  const written = encodeURIComponent(password);
  for (const name of ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy", "HTTP_PROXY"]) {
    for (const url of [`http://someone:${written}@proxy:3128`, `someone:${written}@proxy`]) {
      const gate = createOutputGate({ [name]: url });
      const sent = Buffer.from(`someone:${password}`).toString("base64");
      for (const text of [written, password, sent, `Basic ${sent}`, url])
        assert.not.match(
          gate.redact(`<${text}>`),
          /p@ss|p%40ss|cEBzcz|someone:/,
          `${name} ${text}`,
        );
    }
  }
});

Gate("it knows one that makes no sense as part of a URL", () => {
  const gate = createOutputGate({ HTTPS_PROXY: "socks5://someone:100%-secret-word@proxy" });
  assert.is(gate.redact("a 100%-secret-word b"), "a [redacted] b");
});

Gate("among thousands of secrets each is known in each of its forms", () => {
  const redaction = createRedaction();
  const secrets = Array.from({ length: 2_000 }, (_, nth) => testSecret(`${nth}`));
  for (const secret of secrets) redaction.add(secret);
  const said =
    "What the API says is not changed where it holds none of them: anon_ and anon_secret/ xxx";
  assert.is(redaction.redact(said), said);
  for (const secret of [secrets[0], secrets[999], secrets[1_999]])
    for (const form of secretForms(secret ?? "")) {
      const clean = redaction.redact(`${said} <${form}> and <${form}>`);
      assert.is(clean, `${said} <[redacted]> and <[redacted]>`, form);
    }
});

Gate("a proxy without a password hides nothing", () => {
  const gate = createOutputGate({
    HTTPS_PROXY: "http://proxy.example:3128/",
    NO_PROXY: "host@home",
  });
  const text = "http://proxy.example:3128 proxy.example host@home";
  assert.is(gate.redact(text), text);
});

Gate("it knows a secret in every alignment, and in the spellings that programs differ in", () => {
  const key = testSecret("api key");
  const gate = createOutputGate({ ANON_API_KEY: key });
  const forms = [
    key,
    JSON.stringify(key),
    JSON.stringify(key).replaceAll("/", "\\/"),
    encodeURIComponent(key),
    encodeURIComponent(key).toLowerCase(),
    Buffer.from(key).toString("hex"),
    Buffer.from(key).toString("hex").toUpperCase(),
    ...["", "a", "ab", "Bearer "].flatMap((before) =>
      ["", "c", "cd"].flatMap((after) => [
        Buffer.from(before + key + after).toString("base64"),
        Buffer.from(before + key + after).toString("base64url"),
      ]),
    ),
  ];
  const inner = Buffer.from(key).toString("base64").slice(4, -4);
  for (const form of forms) {
    const shown = gate.redact(`<${form}>`);
    assert.match(shown, "[redacted]", form);
    assert.not.ok(shown.toLowerCase().includes(key.slice(8, 14).toLowerCase()), form);
    assert.not.match(shown, /anon_|616e6f6e/i, form);
    assert.not.ok(shown.includes(inner), form);
  }
});

const manifest = `version: 1
userPools:
  members: { name: Members, description: People who sign in. }
sdkClients:
  jobs: { name: Jobs, description: Nightly jobs., kind: service }
`;

const secret = testSecret("client");
const json = { "content-type": "application/json" };
const resource = { id: "id-2", organizationId: "", name: "Members", description: "d" };

/** The ways in which a server may repeat the secret from its previous answer. */
const repeats: readonly (readonly [what: string, status: number, body: object])[] = [
  // The secret is so far to the right that a cut of the message would keep half of it.
  ["a message", 400, { message: `${"no ".repeat(60)}${spelled(secret)}` }],
  ["an organization", 200, { ...resource, organizationId: secret }],
];
for (const [what, status, body] of repeats) {
  Gate(`a client's secret is kept out of all output from when it comes: ${what}`, async () => {
    const emulator = await testEmulator();
    const echo = await startEchoServer(emulator.url);
    const { organizationId } = emulator;
    const client = { organizationId, id: "id-1", name: "Jobs", description: "Nightly jobs." };
    echo.posts.push(
      (response) => {
        response.writeHead(200, json);
        response.end(JSON.stringify({ ...client, auth: { type: "apiKey", secret } }));
      },
      (response) => response.writeHead(status, json).end(JSON.stringify(body)),
    );
    try {
      const env = { ANON_BASE_URL: echo.url, ANON_API_KEY: emulator.apiKey };
      const made = project(manifest, { env });
      const args = ["apply", "--auto-approve", "--parallelism", "1", "--secret-sink"];
      const run = await made.run([...args, `file:${temporaryFolder()}`]);
      assert.is(run.code, 1, run.stderr);
      assert.is(echo.posts.length, 0);
      const said = `${run.stdout}${run.stderr}`;
      assert.match(said, "[redacted]");
      for (const text of [said, ...filesOf(made.folder)])
        assert.equal(partsOf(secret, text), [], text);
    } finally {
      echo.close();
      await emulator.close();
    }
  });
}

Gate("a key that a server puts into a field does not get into the lockfile", async () => {
  const emulator = await testEmulator();
  const echo = await startEchoServer(emulator.url);
  const { organizationId } = emulator;
  const answer = (description: string) =>
    JSON.stringify({ id: "id-1", organizationId, name: "Members", description });
  echo.posts.push((to) => to.writeHead(200, json).end(answer("People who sign in.")));
  echo.gets = (to, key) => to.writeHead(200, json).end(answer(`other: ${spelled(key.slice(7))}`));
  try {
    const env = { ANON_BASE_URL: echo.url, ANON_API_KEY: emulator.apiKey };
    const made = project(manifest.replace(/sdkClients:[^]*/, ""), { env });
    await made.apply();
    const runs = [
      await made.run(["plan", "--out", "saved.plan"]),
      await made.run(["status", "--json"]),
    ];
    made.manifest(made.read("anon.config.yaml").replace("People who sign in.", "'[redacted]'"));
    runs.push(await made.run(["apply", "--auto-approve"]));
    const said = runs.map(({ stdout, stderr }) => stdout + stderr);
    assert.match(made.read("anon.lock.sandbox.emulator.json"), "[redacted]");
    assert.match(made.read("saved.plan"), "[redacted]");
    for (const text of [...said, ...filesOf(made.folder)])
      assert.equal(partsOf(emulator.apiKey, text), [], text);
  } finally {
    echo.close();
    await emulator.close();
  }
});

function filesOf(folder: string): readonly string[] {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" });
  const paths = names.map((name) => join(folder, name));
  return paths
    .filter((path) => statSync(path).isFile())
    .map((path) => readFileSync(path, "latin1"));
}

Gate.run();
