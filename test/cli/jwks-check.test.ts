import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import type { RequestListener } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { testEmulator, type TestEmulator } from "../support/emulator.ts";
import { hostedManifest, project } from "../support/project.ts";
import { hasRemote, withRemote } from "../support/remote.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { certificate, privateKey } from "../system/certificate.ts";

/** A person cannot correct a pool after its create: the tool checks its keys before. */
const Check = suite("the JWKS of a new self-hosted pool");

const goodKeys = JSON.stringify({ keys: [{ kty: "RSA", n: "0vx7", e: "AQAB", use: "sig" }] });
const good: RequestListener = (_incoming, outgoing) => void outgoing.end(goodKeys);

/** An identity provider on this machine. */
interface Provider {
  readonly url: string;
  /** The provider's answer, which a test can change. */
  answer: RequestListener;
  /** The Authorization header of each request. */
  readonly seen: (string | undefined)[];
  /** Writes a file with the provider's certificate and those in `more`; returns its path. */
  authority(more?: string): string;
}

function withProvider(test: (provider: Provider) => Promise<void>): () => Promise<void> {
  return async () => {
    const seen: (string | undefined)[] = [];
    const server = createServer({ cert: certificate, key: privateKey }, (incoming, outgoing) => {
      seen.push(incoming.headers.authorization);
      provider.answer(incoming, outgoing);
    });
    server.on("tlsClientError", () => {});
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const provider: Provider = {
      url: `https://127.0.0.1:${(server.address() as AddressInfo).port}/jwks`,
      answer: good,
      seen,
      authority(more = "") {
        const file = join(temporaryFolder(), "authority.pem");
        writeFileSync(file, `${certificate}${more}`);
        return file;
      },
    };
    try {
      await test(provider);
    } finally {
      server.close();
      server.closeAllConnections();
    }
  };
}

/** Returns a manifest with pools of these keys, each with this JWKS. */
function manifestOf(url: string, ...keys: readonly string[]): string {
  const pools = keys.map(
    (key) =>
      `  ${key}:\n    name: Pool ${key}\n    description: Pool.\n    authorization:\n      jwksUri: ${url}\n`,
  );
  return `version: 1\nuserPools:\n${pools.join("")}`;
}

function withEmulated(
  test: (provider: Provider, emulator: TestEmulator, env: Record<string, string>) => Promise<void>,
): () => Promise<void> {
  return withProvider(async (provider) => {
    const emulator = await testEmulator();
    try {
      await test(provider, emulator, {
        ...emulator.env,
        NODE_EXTRA_CA_CERTS: provider.authority(),
      });
    } finally {
      await emulator.close();
    }
  });
}

Check(
  "that is good is asked for once, without the key, and never again once the pool is there",
  withEmulated(async (provider, emulator, env) => {
    const made = project(manifestOf(provider.url, "one", "two"), { env });
    const { code, stdout, stderr } = await made.run(["plan"]);
    assert.equal([code, stderr], [0, ""]);
    assert.not.match(stdout, "Warning");
    assert.equal(provider.seen, [undefined], "two pools of one URL are one question");
    const json = JSON.parse((await made.run(["plan", "--json"])).stdout) as { warnings: unknown };
    assert.equal(json.warnings, []);
    await made.apply();
    assert.is(await emulator.posts(), 2);
    const before = provider.seen.length;
    await made.run(["plan"]);
    await made.apply();
    assert.is(provider.seen.length, before);
    assert.ok(provider.seen.every((authorization) => authorization === undefined));
  }),
);

const answers: Readonly<Record<string, readonly [RequestListener, string]>> = {
  "a page of a portal": [
    (_incoming, outgoing) => void outgoing.end("<html>Sign in</html>"),
    "its answer is a page of HTML or XML, not JSON",
  ],
  "a redirect": [
    (_incoming, outgoing) => void outgoing.writeHead(302, { location: "/other" }).end(),
    "it answers 302, a redirect, which is not followed",
  ],
  "not there": [
    (_incoming, outgoing) => void outgoing.writeHead(404).end(goodKeys),
    "it answers 404.",
  ],
  "too large": [
    (_incoming, outgoing) => void outgoing.end(Buffer.alloc(2 * 1024 * 1024, " ")),
    "its answer is larger than 1 MiB",
  ],
  "without a signature key": [
    (_incoming, outgoing) => void outgoing.end(goodKeys.replace('"use":"sig"', '"use":"enc"')),
    "is a JWKS without a key that signatures can be verified with",
  ],
};

Check(
  "that publishes a private key is a warning in plan and in apply, without the key",
  withEmulated(async (provider, emulator, env) => {
    const made = project(manifestOf(provider.url, "staff"), { env });
    const leaked = goodKeys.replace('"use":"sig"', '"use":"sig","d":"cHJpdmF0ZQ"');
    provider.answer = (_incoming, outgoing) => void outgoing.end(leaked);
    const { code, stdout } = await made.run(["plan"]);
    assert.is(code, 0);
    assert.match(
      stdout,
      `Warning: The JWKS of userPools.staff at ${provider.url} publishes a private key ("d")`,
    );
    assert.not.match(stdout, "cHJpdmF0ZQ");
    assert.not.match(stdout, "is of no use");
    const applied = await made.apply();
    assert.match(applied.stderr, "warning[jwks-private-key]");
    assert.is(await emulator.posts(), 1);
  }),
);

Check(
  "that is of no use is a warning in plan, with place and next step, and a refusal in apply",
  withEmulated(async (provider, emulator, env) => {
    const made = project(manifestOf(provider.url, "staff"), { env });
    for (const [why, [answer, reason]] of Object.entries(answers)) {
      provider.answer = answer;
      const { code, stdout } = await made.run(["plan"]);
      assert.is(code, 0, why);
      assert.match(stdout, `Warning: The JWKS of userPools.staff at ${provider.url} is of no use`);
      assert.match(stdout, reason);
      assert.match(stdout, "(anon.config.yaml:7:16)");
    }
    const { stdout } = await made.run(["plan", "--json"]);
    const [warning] = (JSON.parse(stdout) as { warnings: Record<string, string>[] }).warnings;
    assert.equal(
      [warning?.["code"], warning?.["address"], warning?.["place"]],
      ["jwks-not-usable", "userPools.staff", "anon.config.yaml:7:16"],
    );
    const refused = await made.run(["apply", "--auto-approve"]);
    assert.is(refused.code, 5);
    assert.match(refused.stderr, "error[jwks-not-usable]");
    assert.match(refused.stderr, "Nothing was sent.");
    assert.match(refused.stderr, "--skip-jwks-check");
    assert.is(await emulator.posts(), 0);

    // A saved plan contains its warnings, and apply refuses it as well.
    await made.run(["plan", "--out", "saved.plan"]);
    assert.match((await made.run(["show", "saved.plan"])).stdout, "is of no use");
    assert.is((await made.run(["apply", "saved.plan"])).code, 5);
    assert.is(await emulator.posts(), 0);

    const before = provider.seen.length;
    await made.apply("--skip-jwks-check");
    assert.is(await emulator.posts(), 1);
    assert.is(provider.seen.length, before, "nobody was asked");
  }),
);

Check(
  "on another machine is not asked for where the API is an emulator",
  withEmulated(async (_provider, emulator, env) => {
    const made = project(manifestOf("https://login.example.com/jwks", "staff"), { env });
    assert.not.match((await made.run(["plan"])).stdout, "Warning");
    await made.apply();
    assert.is(await emulator.posts(), 1);
  }),
);

const remotely = hasRemote ? Check : Check.skip;
remotely(
  "on a private address is refused for a real API, unless that is allowed",
  withProvider((provider) =>
    withRemote(async ({ env, emulator }) => {
      const more = readFileSync(String(env["NODE_EXTRA_CA_CERTS"]), "utf8");
      const trusting = { ...env, NODE_EXTRA_CA_CERTS: provider.authority(more) };
      const made = project(manifestOf(provider.url, "staff"), { env: trusting });
      await made.initialized();
      const planned = await made.run(["plan"]);
      assert.is(planned.code, 0);
      const why = /is of no use: (.*) A pool cannot/.exec(planned.stdout)?.[1] ?? planned.stdout;
      assert.match(why, "its host was not found, or is at a private address");
      for (const host of ["localhost", "vault", "vault.internal", "no-such-host.test"]) {
        made.manifest(manifestOf(`https://${host}/jwks`, "staff"));
        const { stdout } = await made.run(["plan"]);
        assert.match(stdout, `at https://${host}/jwks is of no use: ${why} A pool cannot`);
      }
      made.manifest(manifestOf(provider.url, "staff"));
      const refused = await made.run(["apply", "--auto-approve"]);
      assert.is(refused.code, 5, refused.stderr);
      assert.match(refused.stderr, "--allow-private-jwks");
      assert.equal([provider.seen, await emulator.posts()], [[], 0]);

      const offline = await made.run(["plan", "--refresh=false", "--allow-private-jwks"]);
      assert.is(offline.code, 0, offline.stderr);
      assert.equal(provider.seen, [], "without a network nobody is asked");

      await made.apply("--allow-private-jwks");
      assert.equal([provider.seen, await emulator.posts()], [[undefined], 1]);
    })(),
  ),
);

Check("a new name that looks like one that stays in Anon is a warning", async () => {
  const emulator = await testEmulator();
  try {
    const made = project(hostedManifest, { env: emulator.env });
    await made.applied();
    const crew = "  crew: { name: STAFF, description: Others. }\n";
    made.manifest(hostedManifest.replace(/ {2}staff:\n(?: {4}.*\n)+/, crew));
    const { code, stdout } = await made.run(["plan"]);
    assert.is(code, 0);
    assert.match(
      stdout,
      'Warning: userPools.crew gets a name that looks like that of userPools.staff, which stays in Anon when it is retired: "STAFF" and "Staff". (anon.config.yaml:6:17)',
    );
    const applied = await made.apply();
    assert.match(applied.stdout, "Warning: userPools.crew gets a name");
    assert.not.match((await made.run(["plan"])).stdout, "Warning", "it is done now");
  } finally {
    await emulator.close();
  }
});

Check.run();
