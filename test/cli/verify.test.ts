import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair, SignJWT, type JWTPayload } from "jose";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { testEmulator, withEmulator, type TestEmulator } from "../support/emulator.ts";
import { projectHere, smallManifest, type Project } from "../support/project.ts";
import type { CliRun } from "../support/cli.ts";
import { startEchoServer } from "./echo-server.ts";
import { testSecret } from "../support/secrets.ts";

/** Tests of the end of a deployment: Anon has the lockfile's ids, and applications can trust tokens. */
const verify = suite("verify");

const lockfileName = "anon.lock.sandbox.emulator.json";

async function applied(emulator: TestEmulator): Promise<Project> {
  const made = projectHere(smallManifest, { env: emulator.env });
  await made.applied();
  return made;
}

/** Returns each address with its result, and with its reason if there is one. */
function results(run: CliRun, part: "resources" | "tokens"): readonly string[] {
  const document = JSON.parse(run.stdout) as Record<
    typeof part,
    { address: string; result: string; reason?: string }[]
  >;
  return document[part].map(({ address, result, reason }) =>
    [address, result, ...(reason === undefined ? [] : [reason])].join(": "),
  );
}

verify(
  "all that is there is well: told as a table, with a key that may only read, and nothing written",
  withEmulator(async (emulator) => {
    const made = await applied(emulator);
    const before = made.read(lockfileName);
    const { code, stdout, stderr } = await made.run(["verify"], emulator.readOnlyEnv);
    assert.equal([code, stderr], [0, ""]);
    const { resources } = made.lockfile();
    const id = (address: string) => resources[address]?.id ?? "none";
    assert.is(
      stdout,
      [
        `Environment sandbox at ${emulator.url}`,
        `Lockfile ${lockfileName}`,
        "",
        `  ok  sdkClients.web     ${id("sdkClients.web")}`,
        `  ok  userPools.members  ${id("userPools.members")}`,
        `  ok  userPools.staff    ${id("userPools.staff")}`,
        "",
        "Verified: 3 resources: 3 ok.",
        "",
      ].join("\n"),
    );
    assert.is(made.read(lockfileName), before);
    assert.is(await emulator.posts(), 3);
  }),
);

verify(
  "drift is a warning; what is missing, unreadable or another organization's fails",
  withEmulator(async (emulator) => {
    const made = await applied(emulator);
    const [web, members, staff] = await Promise.all(
      ["Web app", "Members", "Staff"].map((name) => emulator.named(name)),
    );
    await emulator.edit("userPools", members?.id ?? "", { description: "Guests." });
    const drifted = await made.run(["verify"]);
    assert.equal([drifted.code, drifted.stderr], [0, ""]);
    assert.match(drifted.stdout, `  drifted  userPools.members  ${members?.id}`);
    assert.match(drifted.stdout, 'description: "People who sign in." -> "Guests."');
    assert.match(drifted.stdout, "Verified: 3 resources: 2 ok, 1 drifted.");
    made.manifest(
      smallManifest.replace("who sign in.", "who sign in.\n    ignoreDrift: [description]"),
    );
    assert.match((await made.run(["verify"])).stdout, "Verified: 3 resources: 3 ok.");

    await emulator.remove("userPools", staff?.id ?? "");
    await emulator.fault(
      `get/sdkClient/${web?.id}:every:other-organization`,
      `get/userPool/${members?.id}:every:html`,
    );
    const { code, stdout } = await made.run(["verify", "--json"]);
    assert.is(code, 1);
    assert.equal(
      (JSON.parse(stdout) as { resources: { result: string }[] }).resources.map(
        ({ result }) => result,
      ),
      ["other organization", "unreadable", "missing"],
    );
  }),
);

verify(
  "what nobody knows the end of is not well either, and is left to a person",
  withEmulator(
    async (emulator) => {
      const made = projectHere(smallManifest, { env: emulator.env });
      assert.is((await made.run(["apply", "--auto-approve"])).code, 4);
      const { code, stdout } = await made.run(["verify"]);
      assert.is(code, 4);
      assert.match(stdout, /ok +userPools\.members /);
      assert.match(stdout, /unsettled +sdkClients\.web +no id/);
    },
    { faults: ["post/sdkClient:1:reset-after"] },
  ),
);

verify(
  "without a lockfile, or with a key that is not accepted, there is no proof",
  withEmulator(async (emulator) => {
    const fresh = await projectHere(smallManifest, { env: emulator.env }).run(["verify"]);
    assert.equal([fresh.code, fresh.stdout], [5, ""]);
    assert.match(fresh.stderr, "error[no-lockfile]");
    const made = await applied(emulator);
    const { code, stdout, stderr } = await made.run(["verify"], {
      ANON_API_KEY: testSecret("wrong"),
    });
    assert.equal([code, stdout], [6, ""]);
    assert.match(stderr, "error[not-authorized]");
  }),
);

verify(
  "--with-token proves one client of each hosted pool, and shows neither token nor key",
  withEmulator(async (emulator) => {
    const made = projectHere(
      `${smallManifest}  shop:\n    name: Shop\n    description: x\n    kind: { application: { userPool: members } }\n`.replace(
        "  staff:",
        "  empty: { name: Empty, description: Nobody. }\n  staff:",
      ),
      { env: emulator.env },
    );
    await made.applied();
    const run = await made.run(["verify", "--with-token", "--json"]);
    assert.equal([run.code, run.stderr], [0, ""]);
    assert.equal(results(run, "tokens"), [
      "userPools.empty: not proven: The lockfile has no client of it to issue one for.",
      "userPools.members: ok: A token for a user of sdkClients.shop fits the lockfile and the keys of the pool.",
      "userPools.staff: skipped: It is self-hosted: its own identity provider issues the tokens.",
    ]);
    assert.is((await emulator.inventory()).requests["POST /org/appUserIdToken"], 1);
    assert.not.match(run.stdout, /eyJ|anon_[\w+/]{20}/);

    const readOnly = await made.run(["verify", "--with-token"], emulator.readOnlyEnv);
    assert.is(readOnly.code, 6);
    assert.match(readOnly.stdout, /unauthorized +userPools\.members/);
    assert.match(
      readOnly.stdout,
      "No token for a user of sdkClients.shop: The API refused with 403",
    );
  }),
);

verify(
  "what the manifest wants and nobody created is not well",
  withEmulator(async (emulator) => {
    const made = await applied(emulator);
    const mail = "  mail: { name: Mail, description: x, kind: service }\n";
    made.manifest(smallManifest + mail);
    const { code, stdout } = await made.run(["verify"]);
    assert.is(code, 1);
    assert.match(stdout, /not created +sdkClients\.mail +no id\n +The manifest wants it/);
    assert.match(stdout, "Verified: 4 resources: 3 ok, 1 not created.");
    // A moved resource has its id under its earlier name.
    made.manifest(
      `${smallManifest.replace("  web:", "  site:")}moved: [{ from: sdkClients.web, to: sdkClients.site }]\n`,
    );
    assert.is((await made.run(["verify"])).code, 0);

    const fresh = projectHere(smallManifest, { env: emulator.env });
    await emulator.fault("post:every:status=400");
    assert.is((await fresh.run(["apply", "--auto-approve"])).code, 1);
    const none = await fresh.run(["verify", "--with-token"]);
    assert.is(none.code, 1);
    assert.match(none.stdout, "Verified: 3 resources: 3 not created. No token was proven.");
  }),
);

verify(
  "--with-token without one token is no proof where the manifest has hosted pools",
  withEmulator(async (emulator) => {
    const pools = smallManifest.slice(0, smallManifest.indexOf("sdkClients:"));
    const made = projectHere(pools, { env: emulator.env });
    await made.applied();
    assert.is((await made.run(["verify"])).code, 0);
    const { code, stdout } = await made.run(["verify", "--with-token"]);
    assert.is(code, 1);
    assert.match(stdout, /not proven +userPools\.members\n +The lockfile has no client of it/);
    assert.match(stdout, "2 pools for tokens: 1 not proven, 1 skipped. No token was proven.\n");
    const json = JSON.parse((await made.run(["verify", "--with-token", "--json"])).stdout);
    assert.is(json.noTokenProven, true);

    const staff = `version: 1\nuserPools:\n${pools.slice(pools.indexOf("  staff:"))}`;
    const selfHosted = projectHere(staff, { env: emulator.env });
    await selfHosted.applied();
    const nothing = await selfHosted.run(["verify", "--with-token"]);
    assert.equal([nothing.code, nothing.stderr], [0, ""]);
    assert.not.match(nothing.stdout, "No token");
  }),
);

verify(
  "a client whose secret is lost is named",
  withEmulator(async (emulator) => {
    const mail = "  mail: { name: Mail, description: x, kind: service }\n";
    const made = projectHere(smallManifest + mail, { env: emulator.env });
    const apply = ["apply", "--auto-approve", "--secret-sink", "command:false {name}"];
    assert.is((await made.run(apply)).code, 1);
    const { stdout } = await made.run(["verify"]);
    assert.match(stdout, /ok +sdkClients\.mail +\S+\n +Its secret may be lost/);
  }),
);

/** Starts a server for keys that the test has; returns its requests as well. */
async function startKeyServer(answer: RequestListener) {
  const asked: { url: string; headers: IncomingHttpHeaders }[] = [];
  const server = createServer((request, response) => {
    asked.push({ url: request.url ?? "", headers: request.headers });
    answer(request, response);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks`,
    asked,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

const pair = await generateKeyPair("ES256");
const keys = [{ ...(await exportJWK(pair.publicKey)), alg: "ES256", kid: "ours" }];
const inAMinute = () => Math.floor(Date.now() / 1_000) + 60;

/** The mistakes of an issuer: in its claims, or at the URL of its keys. */
interface Mistake {
  readonly why: string;
  readonly claims?: () => JWTPayload;
  readonly keys?: RequestListener;
  readonly says: RegExp;
}

const mistakes: readonly Mistake[] = [
  { why: "nothing at all", says: /: ok: / },
  {
    why: "the token is another client's",
    claims: () => ({ sdkClientId: "another-client" }),
    says: /: failed: .* sdkClientId is another client's\.$/,
  },
  {
    why: "the token has expired",
    claims: () => ({ exp: inAMinute() - 600 }),
    says: /: failed: .* It had expired when it came/,
  },
  {
    why: "the JWKS lacks the key",
    keys: (_request, response) =>
      response.end(JSON.stringify({ keys: [{ ...keys[0], kid: "older" }] })),
    says: /: failed: .* no key that the token could be signed with\.$/,
  },
  {
    why: "the JWKS URL redirects",
    keys: (_request, response) => response.writeHead(302, { location: "/elsewhere" }).end(),
    says: /: failed: Its JWKS at \S+ could not be read: The answer was 302: a redirect\.$/,
  },
  {
    why: "the JWKS is huge",
    keys: (_request, response) =>
      response.end(JSON.stringify({ keys, padding: "x".repeat(2 * 1024 * 1024) })),
    says: /: failed: .* could not be read: The answer was 200 but its body was too large\.$/,
  },
];

for (const { why, claims, keys: answer, says } of mistakes)
  verify(`a token is proven against the pool's own keys: ${why}`, async () => {
    const emulator = await testEmulator();
    const echo = await startEchoServer(emulator.url);
    const server = await startKeyServer(
      answer ?? ((_request, response) => response.end(JSON.stringify({ keys }))),
    );
    try {
      const made = await applied(emulator);
      const { id: userPoolId } = await emulator.named("Members");
      const { id: sdkClientId } = await emulator.named("Web app");
      await emulator.edit("userPools", userPoolId, {
        authorization: { jwksUri: server.url, idClaim: null },
      });
      const token = await new SignJWT({
        sub: "anon-sync-verify",
        sdkClientId,
        userPoolId,
        exp: inAMinute(),
        ...claims?.(),
      })
        .setProtectedHeader({ alg: "ES256", kid: "ours" })
        .sign(pair.privateKey);
      echo.posts.push((response) => response.end(JSON.stringify({ appUserIdToken: token })));

      const run = await made.run(["verify", "--with-token", "--json"], { ANON_BASE_URL: echo.url });
      const [shown = ""] = results(run, "tokens");
      assert.match(shown, says);
      assert.equal([run.code, run.stderr], [shown.includes(": ok: ") ? 0 : 1, ""]);
      // Any party may run the key server: it gets one request, at its own URL, without an API key.
      assert.equal(
        server.asked.map(({ url }) => url),
        ["/jwks"],
      );
      for (const { headers } of server.asked)
        assert.not.ok(JSON.stringify(headers).includes(emulator.apiKey));
      for (const secret of [...token.split("."), emulator.apiKey])
        assert.not.ok(run.stdout.includes(secret));
    } finally {
      server.close();
      echo.close();
      await emulator.close();
    }
  });

verify(
  "a JWKS URL that is neither https nor on this machine is not asked, and no token is issued",
  withEmulator(async (emulator) => {
    const made = await applied(emulator);
    const { id } = await emulator.named("Members");
    await emulator.edit("userPools", id, {
      authorization: { jwksUri: "http://keys.example.com/jwks", idClaim: null },
    });
    const run = await made.run(["verify", "--with-token"]);
    assert.is(run.code, 1);
    assert.match(run.stdout, "Its JWKS URL is not https, and was not asked");
    assert.is((await emulator.inventory()).requests["POST /org/appUserIdToken"], undefined);
  }),
);

verify.run();
