import { once } from "node:events";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { CliRun } from "../support/cli.ts";
import { testEmulator } from "../support/emulator.ts";
import { hostedManifest, project, smallManifest, type Project } from "../support/project.ts";
import { hasRemote, withRemote } from "../support/remote.ts";
import { runCliHere } from "../support/run-here.ts";
import { apiHost } from "./certificate.ts";
import { hangingUp, saying, type Play } from "./connect-proxy.ts";
import { proxyPassword, withProxiedApi, type ProxiedApi } from "./proxied-api.ts";

/** Tests of the whole command through a real CONNECT proxy, the only one that can reach the API. */
const Proxy = suite("through a proxy");

const target = `${apiHost}:443`;
const basic = Buffer.from(`someone:${proxyPassword}`).toString("base64");

async function initialised({ env }: ProxiedApi): Promise<Project> {
  const made = project(hostedManifest, { git: true, env });
  await made.initialized();
  return made;
}

/** Checks that there is no unsettled attempt; status sends no request. */
async function isSettled({ folder }: Project, { env }: ProxiedApi): Promise<void> {
  assert.is((await runCliHere(["status"], { cwd: folder, env })).code, 0);
}

function noSecretIn({ stdout, stderr }: CliRun, { env }: ProxiedApi): void {
  const secrets = [proxyPassword, encodeURIComponent(proxyPassword), basic, env["ANON_API_KEY"]];
  for (const secret of secrets)
    assert.not.ok(`${stdout}${stderr}`.includes(secret ?? ""), `${stdout}${stderr}`);
}

Proxy(
  "plan, apply and a second apply go through it, and it reads nothing of them",
  withProxiedApi(async (api) => {
    const made = await initialised(api);
    const first = await made.apply();
    assert.is(await api.emulator.posts(), 3);
    const plan = await made.run(["plan", "--detailed-exitcode"]);
    assert.is(plan.code, 0, plan.stderr);
    await made.apply();
    assert.is(await api.emulator.posts(), 3, "a second apply sends nothing");
    for (const run of [first, plan]) noSecretIn(run, api);

    assert.equal([...new Set(api.proxy.targets())], [target]);
    for (const head of api.proxy.heads) assert.match(head, `Proxy-Authorization: Basic ${basic}`);
    const key = api.emulator.apiKey;
    assert.equal([...new Set(api.authorizations)], [`Bearer ${key}`]);
    for (const text of [key, Buffer.from(key).toString("base64"), "Members", "/org/userPool"])
      assert.not.ok(api.proxy.received().includes(text), text);
  }),
);

Proxy(
  "DEBUG makes no library talk past the gate",
  withProxiedApi(async (api) => {
    const made = await initialised(api);
    const run = await made.run(["apply", "--auto-approve"], { DEBUG: "*" });
    assert.is(run.code, 0);
    noSecretIn(run, api);
    assert.not.match(run.stderr, "https-proxy-agent");
  }),
);

const refusals: readonly (readonly [string, string, Play])[] = [
  ["407", "STATUS_407", saying("HTTP/1.1 407 X", "content-length: 0", "", "")],
  ["403", "STATUS_403", hangingUp("HTTP/1.1 403 X", `x: ${basic}`, "", proxyPassword)],
  ["an end", "CLOSED", (client) => void client.end()],
];
for (const [what, code, play] of refusals) {
  Proxy(
    `its refusal (${what}) is told, is not tried again, and leaves nothing unsettled`,
    withProxiedApi(async (api) => {
      const made = await initialised(api);
      api.proxy.play = play;
      const run = await made.run(["apply", "--auto-approve", "--parallelism", "1"]);
      assert.is(run.code, 1, run.stderr);
      assert.match(`${run.stdout}${run.stderr}`, `The proxy refused the connection (${code})`);
      noSecretIn(run, api);
      // Each of the two pools has one request; the client waits for its pool.
      assert.is(api.proxy.heads.length, 2);
      await isSettled(made, api);
      api.proxy.play = api.tunnel;
      await made.apply();
      assert.is(await api.emulator.posts(), 3);
    }),
  );
}

Proxy(
  "a proxy that is not there is told, and nothing was sent",
  withProxiedApi(async (api) => {
    const made = await initialised(api);
    await api.proxy.close();
    const run = await made.run(["apply", "--auto-approve"]);
    assert.is(run.code, 1);
    assert.match(`${run.stdout}${run.stderr}`, "The proxy refused the connection (ECONNREFUSED)");
    noSecretIn(run, api);
    await isSettled(made, api);
  }),
);

Proxy(
  "while a proxy is silent, Ctrl-C twice ends the run, with nothing sent and nothing open",
  withProxiedApi(async (api) => {
    const made = await initialised(api);
    const child = made.start(["apply", "--auto-approve"]);
    child.stdout?.resume();
    child.stderr?.resume();
    const closed: Promise<unknown>[] = [];
    api.proxy.play = (client) => {
      closed.push(once(client, "close"));
      // The second signal does not wait for running requests.
      for (const afterMs of [50, 150]) setTimeout(() => child.kill("SIGINT"), afterMs);
    };
    const [code] = (await once(child, "close")) as [number | null];
    assert.is(code, 130);
    await Promise.all(closed);
    assert.is(await api.emulator.posts(), 0);
    await isSettled(made, api);
  }),
);

Proxy(
  "without the CA of the API's certificate nothing is sent, and the reason is told",
  withProxiedApi(async (api) => {
    const made = await initialised(api);
    const run = await made.run(["apply", "--auto-approve"], { NODE_EXTRA_CA_CERTS: "" });
    assert.is(run.code, 1);
    assert.match(`${run.stdout}${run.stderr}`, "TLS certificate was not accepted");
    assert.equal(api.authorizations, []);
    await isSettled(made, api);
  }),
);

// 0.0.0.0 leads to this machine without being loopback, but not on Windows.
const onRemote = hasRemote ? Proxy : Proxy.skip;
onRemote(
  "NO_PROXY is heeded: the way is direct then",
  withRemote(async ({ env, emulator }) => {
    const made = project(hostedManifest, { git: true, env });
    await made.initialized();
    const proxied = { HTTPS_PROXY: "http://127.0.0.1:1", NO_PROXY: "example.com" };
    const run = await made.run(["apply", "--auto-approve"], proxied);
    assert.match(`${run.stdout}${run.stderr}`, "The proxy refused the connection");
    assert.is(await emulator.posts(), 0);
    const direct = { ...proxied, NO_PROXY: "example.com, 0.0.0.0" };
    assert.is((await made.run(["apply", "--auto-approve"], direct)).code, 0);
    assert.is(await emulator.posts(), 3);
  }),
);

Proxy(
  "what is no proxy is refused before anything is sent, its text told to nobody",
  withProxiedApi(async (api) => {
    const made = await initialised(api);
    await made.apply();
    const posts = api.authorizations.length;
    const HTTPS_PROXY = `socks5://someone:${encodeURIComponent(proxyPassword)}@localhost:1`;
    const run = await made.run(["plan"], { HTTPS_PROXY });
    assert.is(run.code, 3);
    assert.match(run.stderr, "error[invalid-proxy]: HTTPS_PROXY");
    noSecretIn(run, api);
    assert.is(api.authorizations.length, posts);
  }),
);

Proxy("the emulator is never reached through a proxy, even one that is none", async () => {
  const emulator = await testEmulator();
  const nowhere = "socks5://127.0.0.1:1";
  const env = { ...emulator.env, HTTPS_PROXY: nowhere, ALL_PROXY: nowhere, HTTP_PROXY: nowhere };
  try {
    await project(smallManifest, { env }).apply();
    assert.is(await emulator.posts(), 3);
  } finally {
    await emulator.close();
  }
});

Proxy.run();
