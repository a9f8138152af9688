import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { createLocalJWKSet, decodeJwt, jwtVerify, type JSONWebKeySet } from "jose";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { withEmulator, type TestEmulator } from "../support/emulator.ts";
import { projectHere, smallManifest, type Project } from "../support/project.ts";
import { startEchoServer, type Echo } from "./echo-server.ts";

/** Tests of the credential of one user: the command writes it to stdout only. */
const token = suite("token");

const path = "POST /org/appUserIdToken";

async function applied(emulator: TestEmulator, manifest = smallManifest): Promise<Project> {
  const made = projectHere(manifest, { env: emulator.env });
  await made.applied();
  return made;
}

async function requests(emulator: TestEmulator): Promise<number> {
  return (await emulator.inventory()).requests[path] ?? 0;
}

/** Returns every file of a folder, as one text. */
function everything(folder: string): string {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => join(folder, name))
    .filter((name) => statSync(name).isFile())
    .map((name) => readFileSync(name, "latin1"))
    .join("\n");
}

token(
  "the token stands alone on stdout, verifies, and is in no file",
  withEmulator(async (emulator) => {
    const made = await applied(emulator);
    const before = Math.floor(Date.now() / 1_000);
    const args = ["token", "sdkClients.web", "--user", "-somebody", "--expires-in", "2h"];
    const { code, stdout, stderr } = await made.run(args);
    assert.equal([code, stderr], [0, ""]);
    assert.match(stdout, /^[\w-]+\.[\w-]+\.[\w-]+\n$/);
    const issued = stdout.trim();
    const jwks = (await (
      await fetch(`${emulator.url}/.well-known/jwks.json`, { headers: { connection: "close" } })
    ).json()) as JSONWebKeySet;
    const { payload } = await jwtVerify(issued, createLocalJWKSet(jwks));
    assert.is(payload.sub, "-somebody");
    assert.is(payload["sdkClientId"], made.lockfile().resources["sdkClients.web"]?.id);
    assert.is(payload["userPoolId"], made.lockfile().resources["userPools.members"]?.id);
    const lifetime = (payload.exp ?? 0) - before;
    assert.ok(lifetime >= 7_200 && lifetime <= 7_200 + (Date.now() / 1_000 - before) + 1);
    assert.not.ok(everything(made.folder).includes(issued.split(".")[1] ?? ""));
  }),
);

for (const reference of ["newer", "older"] as const)
  token(
    `--json shows the claims beside it, and without --expires-in the API decides (${reference})`,
    withEmulator(
      async (emulator) => {
        const made = projectHere(
          reference === "older"
            ? smallManifest.replace(
                "version: 1\n",
                `version: 1\nenvironments: { sandbox: { target: sandbox, organizationId: ${emulator.organizationId} } }\n`,
              )
            : smallManifest,
          { env: emulator.env },
        );
        await made.applied();
        const { code, stdout, stderr } = await made.run(["token", "web", "--user", "u", "--json"]);
        assert.equal([code, stderr], [0, ""]);
        const shown = JSON.parse(stdout) as { token: string; claims: object; header: object };
        assert.equal(shown.claims, decodeJwt(shown.token));
        assert.is((shown.header as { alg: string }).alg, "RS256");
        const days = ((decodeJwt(shown.token).exp ?? 0) - Date.now() / 1_000) / 86_400;
        assert.ok(days > 170, `${days} days`);
      },
      { reference },
    ),
  );

token(
  "it is asked for again where a lookup would be, and the trouble shows nowhere",
  withEmulator(async (emulator) => {
    const made = await applied(emulator);
    await emulator.fault("post/appUserIdToken:1:503", "post/appUserIdToken:2:reset-after");
    const { code, stdout, stderr } = await made.run(["token", "web", "--user", "u"]);
    assert.equal([code, stderr], [0, ""]);
    assert.match(stdout, /^eyJ\S+\n$/);
    assert.is(await requests(emulator), 3);
  }),
);

const elsewhere = (id: string) =>
  `${smallManifest}  wiki:\n    name: Wiki\n    description: x\n    kind: { application: { userPoolId: ${id} } }\n`;

token(
  "a pool that is not Anon-hosted is refused from the lockfile, else by the API, in plain words",
  withEmulator(async (emulator) => {
    const made = await applied(
      emulator,
      smallManifest.replace("userPool: members", "userPool: staff"),
    );
    const told = await made.run(["token", "web", "--user", "u"]);
    assert.equal([told.code, told.stdout], [5, ""]);
    assert.match(told.stderr, "error[self-hosted-pool]: The users of sdkClients.web are in");
    assert.is(await requests(emulator), 0);

    const { id } = await emulator.named("Staff");
    const other = await applied(emulator, elsewhere(id).replace("  staff:", "  crew:"));
    const { code, stdout, stderr } = await other.run(["token", "wiki", "--user", "u"]);
    assert.equal([code, stdout], [5, ""]);
    assert.match(
      stderr,
      "error[token-refused]: No token for a user of sdkClients.wiki: The API refused with 400: tokens are issued only for Anon-hosted user pools",
    );
    assert.is(await requests(emulator), 1);
  }),
);

token(
  "a mistake on the command line, and a lockfile that is not there, send nothing",
  withEmulator(async (emulator) => {
    const made = projectHere(smallManifest, { env: emulator.env });
    for (const [args, code, says] of [
      [["web", "--user", "u"], 5, "error[no-lockfile]"],
      [["web"], 3, "error[no-user]"],
      [["web", "--user", ""], 3, "error[bad-value]"],
      [["web", "--user", "--json"], 3, "error[bad-value]"],
      [["web", "--user", "u", "--expires-in", "1 day"], 3, "error[bad-lifetime]"],
      [["web", "--user", "u", "--expires-in", "0s"], 3, "error[bad-lifetime]"],
      [["web", "--user", "u", "--expires-in", "-1"], 3, 'error[bad-lifetime]: --expires-in "-1"'],
      [["web", "--user", "u", "--expires-in", "90000d"], 3, "error[bad-lifetime]"],
    ] as const) {
      const ran = await made.run(["token", ...args]);
      assert.equal([ran.code, ran.stdout], [code, ""], args.join(" "));
      assert.ok(ran.stderr.startsWith(says), ran.stderr);
    }
    assert.is(await emulator.posts(), 0);
  }),
);

token(
  "whatever goes wrong after a token was issued, it is told to nobody",
  withEmulator(async (emulator) => {
    const made = await applied(emulator);
    for (const [fault, code, says] of [
      ["huge", 1, "but its body was too large"],
      ["empty", 1, "without a body"],
      ["status-after=404", 5, "The API refused with 404"],
      ["html-after=403", 6, "a proxy may be speaking"],
    ] as const) {
      await emulator.clearFaults();
      await emulator.fault(`post/appUserIdToken:every:${fault}`);
      const ran = await made.run(["token", "web", "--user", "u", "--json"]);
      assert.equal([ran.code, ran.stdout], [code, ""], fault);
      assert.match(ran.stderr, says);
      assert.not.match(ran.stderr, /eyJ|anon_/);
    }
  }),
);

token(
  "the key of a read-only member issues none",
  withEmulator(async (emulator) => {
    const made = await applied(emulator);
    const { code, stdout, stderr } = await made.run(
      ["token", "web", "--user", "u"],
      emulator.readOnlyEnv,
    );
    assert.equal([code, stdout], [6, ""]);
    assert.match(stderr, "error[not-authorized]: No token for a user of sdkClients.web");
  }),
);

/** Returns an answer with a token whose claims are these bytes in base64. */
function claiming(claims: string): Echo {
  return (response) => response.end(JSON.stringify({ appUserIdToken: `eyJh.${claims}.c2ln` }));
}

token(
  "a server that answers with the API key in a token, or claims that are none, is not repeated",
  withEmulator(async (emulator) => {
    const made = await applied(emulator);
    const echo = await startEchoServer(emulator.url);
    try {
      const key = Buffer.from(`{"key":"${emulator.apiKey}"}`).toString("base64url");
      echo.posts.push(claiming(key), claiming("bm90IEpTT04"));
      for (const says of ["a token that holds a secret", "error[undecodable-token]"]) {
        const ran = await made.run(["token", "web", "--user", "u", "--json"], {
          ANON_BASE_URL: echo.url,
        });
        assert.equal([ran.code, ran.stdout], [1, ""], ran.stderr);
        assert.ok(ran.stderr.includes(says), ran.stderr);
        for (const secret of [key, emulator.apiKey, "eyJh", "bm90IEpTT04"])
          assert.not.ok(ran.stderr.includes(secret));
      }
    } finally {
      echo.close();
    }
  }),
);

token.run();
