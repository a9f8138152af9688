import { suite } from "uvu";
import * as assert from "uvu/assert";
import { testEmulator } from "../support/emulator.ts";
import { hostedManifest, project, projectHere, smallManifest } from "../support/project.ts";
import { hasRemote, withRemote } from "../support/remote.ts";
import { runCliHere } from "../support/run-here.ts";
import { serveRaw, say, type RawServer } from "../api/raw-server.ts";
import { testSecret } from "../support/secrets.ts";

/** Tests that the tool refuses unsafe ways for the key before it sends anything. */
const Way = suite("the key's way");

const unverified = { NODE_TLS_REJECT_UNAUTHORIZED: "0" };
const remotely = hasRemote ? Way : Way.skip;

remotely(
  "NODE_TLS_REJECT_UNAUTHORIZED=0 is refused by every command that would send something",
  withRemote(async ({ url, env, emulator }) => {
    const made = project(hostedManifest, { git: true, env });
    await made.initialized();
    const nothing = ["apply", "--auto-approve"];
    const first = await made.run(nothing, unverified);
    assert.is(first.code, 5, first.stderr);
    assert.is(await emulator.posts(), 0);
    const applied = await made.run(nothing);
    assert.is(applied.code, 0, applied.stderr);
    const others = "  others: { name: Others, description: Kept elsewhere so far. }\n";
    made.manifest(hostedManifest.replace("userPools:\n", `userPools:\n${others}`));
    const before = (await emulator.inventory()).requests;
    // The first command was a process. The others send nothing either, and print the same in this
    // process.
    const here = (args: readonly string[]) =>
      runCliHere(args, { cwd: made.folder, env: { ...env, ...unverified } });
    const commands = [
      ["plan"],
      ["plan", "--json"],
      nothing,
      ["import", "userPools.others", "an-id-of-the-console", "--yes"],
    ];
    for (const args of commands) {
      const run = await here(args);
      assert.is(run.code, 5, `${args.join(" ")}: ${run.stderr}`);
      assert.match(run.stderr, "error[tls-not-verified]: NODE_TLS_REJECT_UNAUTHORIZED=0", args[0]);
      assert.match(run.stderr, "Nothing was sent.");
      assert.match(run.stderr, "NODE_EXTRA_CA_CERTS");
    }
    assert.equal((await emulator.inventory()).requests, before);
    // A command that sends nothing has no reason to refuse.
    for (const args of [["validate"], ["status"]])
      assert.is((await here(args)).code, 0, args.join(" "));
    // Any other value leaves Node's verification on.
    const on = await made.run(["plan"], { NODE_TLS_REJECT_UNAUTHORIZED: "1" });
    assert.is(on.code, 0, `${url}: ${on.stderr}`);
  }),
);

Way("an emulator has no certificate to verify: there it is no reason to refuse", async () => {
  const emulator = await testEmulator();
  try {
    const made = project(smallManifest, { env: { ...emulator.env, ...unverified } });
    await made.apply();
    assert.is(await emulator.posts(), 3);
  } finally {
    await emulator.close();
  }
});

Way("Node's lenient HTTP parser is not used, whatever NODE_OPTIONS says", async () => {
  const lenient = say(
    "HTTP/1.1 200 OK",
    "content-type: application/json",
    "content-length: 50",
    "transfer-encoding: chunked",
    "",
    "2",
    "{}",
    "0",
    "",
    "",
  );
  const server: RawServer = await serveRaw((socket, request, count) =>
    (request.startsWith("GET") ? say("HTTP/1.1 404 X", "content-length: 0", "", "") : lenient)(
      socket,
      request,
      count,
    ),
  );
  try {
    const env = { ANON_BASE_URL: server.url, ANON_API_KEY: testSecret("parser") };
    const made = project(smallManifest, { env });
    const run = await made.run(["apply", "--auto-approve", "--parallelism", "1"], {
      NODE_OPTIONS: "--insecure-http-parser",
    });
    assert.is(run.code, 4, run.stderr);
    assert.match(`${run.stdout}${run.stderr}`, "could not be read as HTTP");
  } finally {
    await server.close();
  }
});

const baseUrls: readonly (readonly [string, string])[] = [
  ["http://svc.sandbox.anon.com", "the key would travel in the clear"],
  ["https://someone:hunter22hunter22@svc.sandbox.anon.com", "a password in it"],
  ["https://someone@svc.sandbox.anon.com", "a user name in it"],
  ["http://localhost@svc.sandbox.anon.com", "the host is not what comes first"],
  ["https://svc.sandbox.anon.com?key=hunter22hunter22", "a query"],
];
for (const [url, why] of baseUrls) {
  Way(`a base URL is refused, from the flag and from the variable: ${why}`, async () => {
    const made = projectHere(smallManifest, { env: { ANON_API_KEY: testSecret("nobody") } });
    for (const run of [
      await made.run(["apply", "--auto-approve", "--base-url", url]),
      await made.run(["apply", "--auto-approve"], { ANON_BASE_URL: url }),
    ]) {
      assert.is(run.code, 3);
      assert.match(run.stderr, "error[invalid-base-url]");
      assert.not.match(run.stderr, "hunter22");
    }
  });
}

Way("a manifest cannot say where the key goes", async () => {
  const steered = smallManifest.replace(
    "version: 1\n",
    "version: 1\nenvironments:\n  sandbox: { target: https://evil.example }\n",
  );
  const made = projectHere(steered, { env: { ANON_API_KEY: testSecret("nobody") } });
  assert.is((await made.run(["plan"])).code, 3);
});

remotely(
  "nor can a lockfile: one of another base URL is refused before anything is sent",
  withRemote(async ({ env, emulator }) => {
    const made = project(hostedManifest, { git: true, env });
    await made.initialized();
    const file = "anon.lock.sandbox.json";
    made.write(file, made.read(file).replace(/https:\/\/0\.0\.0\.0:\d+/, "https://evil.example"));
    assert.match(made.read(file), "https://evil.example");
    const run = await made.run(["apply", "--auto-approve"]);
    assert.is(run.code, 5, run.stderr);
    assert.is(await emulator.posts(), 0);
  }),
);

Way.run();
