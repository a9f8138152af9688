import { createServer, type Server } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { run as apply } from "../../src/commands/apply/apply.ts";
import { runCli } from "../support/cli.ts";
import { withEmulator, type TestEmulator } from "../support/emulator.ts";
import { project, projectHere, smallManifest, type Project } from "../support/project.ts";
import { runCliHere, runHere } from "../support/run-here.ts";

const ExitCodes = suite("what goes wrong, and the exit code it ends with");

/** The outcome of a fault in the create of `userPools.members`, the first POST. */
interface Ending {
  readonly code: number;
  /** The text on stderr. */
  readonly says: RegExp;
  /** The counts of the last line. */
  readonly counts: string;
  /** The count of POSTs of this run. */
  readonly posts: number;
  /** The exit code of a second run without the fault; that run must never create a second resource. */
  readonly again: number;
}

const unsettled = (says: RegExp): Ending => ({
  code: 4,
  says,
  counts: "1 created, 0 failed, 1 unsettled, 1 blocked",
  posts: 2,
  again: 4,
});

const refused = (status: number): Ending => ({
  code: 1,
  says: new RegExp(
    `failed userPools\\.members: The API refused with ${status}: a scripted fault\\.`,
  ),
  counts: "1 created, 1 failed, 0 unsettled, 1 blocked",
  posts: 2,
  again: 0,
});

const created: Ending = {
  code: 0,
  says: /created userPools\.members id=/,
  counts: "3 created, 0 failed, 0 unsettled",
  posts: 3,
  again: 0,
};

const quarantined = (says: RegExp): Ending => ({
  code: 4,
  says,
  counts: "0 created, 0 failed, 1 unsettled, 1 blocked, 1 not started",
  posts: 1,
  again: 4,
});

/** Every fault that the emulator can play instead of an answer to a create. */
const endings: Readonly<Record<string, Ending>> = {
  refuse: refused(400),
  "status=409": refused(409),
  "status=422": refused(422),
  "status=401": {
    code: 6,
    says: /Anon did not accept the API key \(401\): .*\n.*Set ANON_API_KEY_SANDBOX or ANON_API_KEY/,
    counts: "0 created, 1 failed, 0 unsettled, 1 blocked, 1 not started",
    posts: 1,
    again: 0,
  },
  "status=403": {
    code: 6,
    says: /Anon knows the API key, but does not let it create \(403\)/,
    counts: "0 created, 1 failed, 0 unsettled, 1 blocked, 1 not started",
    posts: 1,
    again: 0,
  },
  "status=404": {
    code: 1,
    says: /Anon refused in a way that every other create would meet \(404\)/,
    counts: "0 created, 1 failed, 0 unsettled, 1 blocked, 1 not started",
    posts: 1,
    again: 0,
  },
  "429": { ...created, says: /retry userPools\.members in [\d.]+ s: The API asks to/, posts: 4 },
  "429=1": { ...created, says: /retry userPools\.members in [\d.]+ s: The API asks to/, posts: 4 },
  "reset-before": unsettled(/The connection broke after the request was sent/),
  "reset-after": unsettled(/The connection broke after the request was sent/),
  "eof-before": unsettled(/unsettled userPools\.members attempt=/),
  "eof-after": unsettled(/unsettled userPools\.members attempt=/),
  "500": unsettled(/The answer was 500, so it may have been created\./),
  "500-after": unsettled(/The answer was 500, so it may have been created\./),
  "503": unsettled(/The answer was 503, so it may have been created\./),
  "status=408": unsettled(/The answer was 408/),
  "status=421": unsettled(/The answer was 421/),
  "status=425": unsettled(/The answer was 425/),
  "status-after=502": unsettled(/The answer was 502/),
  html: unsettled(/The answer was 200 with an HTML page/),
  "html-after": unsettled(/The answer was 200 with an HTML page/),
  "html=403": unsettled(/The answer was 403 with an HTML page/),
  redirect: unsettled(/The answer was 307/),
  "redirect-after": unsettled(
    /If it is the hinted id:\n +anon-sync settle userPools\.members --id/,
  ),
  "cut-body": created,
  "cut-body=0": unsettled(/its body was cut/),
  "cut-unframed=20": unsettled(/unsettled userPools\.members attempt=/),
  empty: unsettled(/The answer was 200/),
  "204": unsettled(/The answer was 204 without a body/),
  "201": created,
  huge: created,
  "huge-headers": unsettled(/unsettled userPools\.members attempt=/),
  garbage: unsettled(/The answer could not be read as HTTP/),
  "extra-fields": created,
  "no-id": unsettled(/The answer was 200 without an id/),
  "bad-id": quarantined(/Anon answered the id "\.\.\/\.\.\/admin\?all=1", which cannot be used\./),
};

/** For each exit code, some faults run as processes; the others run the same code in the test's process. */
const processes: ReadonlySet<string> = new Set([
  "refuse",
  "status=401",
  "429",
  "201",
  "reset-after",
  "html",
  "500",
  "bad-id",
]);

function applyOnce({ folder }: Project, { env }: TestEmulator, isProcess: boolean) {
  const words = ["apply", "--auto-approve", "--parallelism", "1"];
  return (isProcess ? runCli : runCliHere)(words, { cwd: folder, env });
}

for (const [action, { code, says, counts, posts, again }] of Object.entries(endings))
  ExitCodes(
    `${action} in place of the answer to a create ends with ${code}, and with ${again} when run again`,
    withEmulator(
      async (emulator) => {
        const made = project(smallManifest, { env: emulator.env });
        const ran = await applyOnce(made, emulator, processes.has(action));
        assert.is(ran.code, code, ran.stderr);
        assert.match(ran.stderr, says);
        assert.match(ran.stdout, new RegExp(`^Apply \\w+! ${counts}\\.$`, "m"));
        assert.is(await emulator.posts(), posts);
        if (code !== 0) assert.match(ran.stderr, /\nRunning again /);
        if (again === 4) {
          assert.match(ran.stderr, "anon-sync settle userPools.members --id ID");
          const [open] = Object.values(made.lockfile().unsettled["userPools.members"] ?? {});
          assert.is((open?.["fields"] as { name: string } | undefined)?.name, "Members");
        }
        await emulator.clearFaults();
        assert.is(
          await runHere(apply, made.folder, emulator.env, { autoApprove: true }, []),
          again,
        );
        const { userPools } = (await emulator.inventory()).resources;
        const members = userPools.filter(({ name }) => name === "Members");
        assert.ok(members.length <= 1, "there are never two");
      },
      { faults: [`post:1:${action}`] },
    ),
  );

ExitCodes(
  "a refused pool blocks the client that needs it, and nothing else",
  withEmulator(
    async (emulator) => {
      const manifest = `${smallManifest}  admin:
    name: Admin app
    description: Internal tools.
    kind: { application: { userPool: staff } }
`;
      const made = projectHere(manifest, { env: emulator.env });
      const ran = await made.run(["apply", "--auto-approve"]);
      assert.is(ran.code, 1);
      assert.match(ran.stderr, "  failed userPools.staff: The API refused with 400");
      assert.match(ran.stderr, "  blocked sdkClients.admin: it needs userPools.staff.\n");
      assert.equal(Object.keys(made.lockfile().resources), ["sdkClients.web", "userPools.members"]);
      assert.match(ran.stderr, "Running again is safe: what was created is not created again.");
      assert.match((await made.apply()).stdout, "Apply complete! 2 created");
      assert.is((await emulator.inventory()).resources.sdkClients.length, 2);
    },
    { faults: ["post/userPool:2:refuse"] },
  ),
);

ExitCodes(
  "an id that another resource has is quarantined: recorded, shown, and the run stops",
  withEmulator(
    async (emulator) => {
      const made = projectHere(smallManifest, { env: emulator.env });
      const ran = await made.run(["apply", "--auto-approve", "--parallelism", "1"]);
      assert.is(ran.code, 4);
      const members = (await emulator.named("Members")).id;
      assert.match(ran.stderr, "anon-sync settle userPools.staff --abandon");
      assert.is(made.lockfile().resources["userPools.members"]?.id, members);
      const [open] = Object.values(made.lockfile().unsettled["userPools.staff"] ?? {});
      assert.is(open?.["quarantined"], members);
      assert.is(await emulator.posts(), 2, "the client was not started");
    },
    { faults: ["post:2:same-id"] },
  ),
);

ExitCodes(
  "an answer of another organization is recorded, then the run stops",
  withEmulator(
    async (emulator) => {
      const made = projectHere(smallManifest, { env: emulator.env });
      const ran = await made.run(["apply", "--auto-approve", "--parallelism", "1"]);
      assert.is(ran.code, 1);
      assert.match(
        ran.stderr,
        `was created in organization 00000000-0000-4000-8000-000000000000, not in ${emulator.organizationId}.`,
      );
      const staff = (await emulator.named("Staff")).id;
      assert.is(made.lockfile().resources["userPools.staff"]?.id, staff);
      assert.is(await emulator.posts(), 2);
      assert.match(ran.stderr, "find out first who answered");
    },
    { faults: ["post:2:other-organization"] },
  ),
);

ExitCodes(
  "the organization that the manifest names is checked at the very first answer",
  withEmulator(
    async (emulator) => {
      const named = smallManifest.replace(
        "version: 1\n",
        `version: 1\nenvironments:\n  sandbox: { target: sandbox, organizationId: ${emulator.organizationId} }\n`,
      );
      const made = projectHere(named, { env: emulator.env });
      const ran = await made.run(["apply", "--auto-approve"]);
      assert.equal([ran.code, await emulator.posts()], [1, 1]);
    },
    { faults: ["post:1:other-organization"] },
  ),
);

/** Starts a server before an emulator that answers every create with another name than the sent one. */
async function otherName({ url }: TestEmulator): Promise<Server> {
  const server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const answer = await fetch(`${url}${incoming.url}`, {
      method: incoming.method ?? "GET",
      headers: { authorization: incoming.headers.authorization ?? "", connection: "close" },
      ...(chunks.length > 0 && { body: Buffer.concat(chunks) }),
    });
    const body = (await answer.json()) as object;
    const isCreate = incoming.method === "POST";
    outgoing.writeHead(answer.status, { "content-type": "application/json" });
    outgoing.end(JSON.stringify(isCreate ? { ...body, name: "Somebody else" } : body));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return server;
}

ExitCodes(
  "an answer that tells of another resource is recorded, then the run stops",
  withEmulator(async (emulator) => {
    const server = await otherName(emulator);
    try {
      const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
      const made = projectHere(smallManifest, { env: { ...emulator.env, ANON_BASE_URL: url } });
      const ran = await made.run(["apply", "--auto-approve"]);
      assert.equal([ran.code, await emulator.posts()], [1, 1]);
      const members = (await emulator.named("Members")).id;
      assert.match(ran.stderr, `(id ${members}) tells of something else than was sent.`);
      assert.is(made.lockfile().resources["userPools.members"]?.id, members);
    } finally {
      server.close();
      server.closeAllConnections();
    }
  }),
);

ExitCodes(
  "a connection that is refused proves that nothing was sent: it is tried again",
  withEmulator(
    async (emulator) => {
      const made = projectHere(smallManifest, { env: emulator.env });
      const ran = await made.apply();
      assert.match(ran.stderr, /retry (userPools\.staff|sdkClients\.web) in [\d.]+ s: /);
      assert.is(await emulator.posts(), 3, "the refused ones never came");
    },
    { faults: ["post:1:refuse-next=900"] },
  ),
);

ExitCodes(
  "an API that stays away fails safely after four tries, and the rerun completes",
  withEmulator(
    async (emulator) => {
      const made = projectHere(smallManifest.replace(/sdkClients:[^]*/, ""), { env: emulator.env });
      const ran = await made.run(["apply", "--auto-approve"]);
      assert.is(ran.code, 1, ran.stderr);
      assert.is(ran.stderr.match(/^retry userPools\.staff/gm)?.length, 3);
      assert.match(ran.stderr, /failed userPools\.staff: .*\(tried 4 times\)/);
      assert.match(ran.stdout, "Apply incomplete! 1 created, 1 failed, 0 unsettled.");
      assert.match(ran.stderr, "Running again is safe");
      assert.equal(made.lockfile().unsettled, {});
    },
    { faults: ["post:1:refuse-next=600000"] },
  ),
);

ExitCodes("where nobody listens at all, nothing is written and the reason is said", async () => {
  const env = { ANON_BASE_URL: "http://127.0.0.1:1", ANON_API_KEY: "key" };
  const made = projectHere(smallManifest, { env });
  for (const command of [["plan"], ["apply", "--auto-approve"]]) {
    const ran = await made.run(command);
    assert.equal([ran.code, ran.stdout], [1, ""]);
    assert.match(ran.stderr, "error[emulator-unreachable]: Nothing answers at http://127.0.0.1:1.");
  }
  assert.not.ok(made.has("anon.lock.sandbox.emulator.json"));
});

ExitCodes("a command line or an environment that makes no sense ends with 3", async () => {
  const lines = [
    ["plan", "--no-such-flag"],
    ["plan", "extra"],
    ["plan", "--parallelism", "0"],
    ["plan", "--parallelism", "many"],
    ["apply", "--max-creates", "-1"],
    ["apply", "--max-creates", "1.5"],
    ["plan", "-e", "nowhere"],
    ["plan", "-e", "emulator"],
    ["plan", "--base-url", "http://example.com"],
    ["plan", "--base-url", "https://user:canary@example.com"],
    ["plan", "-c", "missing.yaml"],
    ["apply", "one.json", "two.json"],
    ["frobnicate"],
  ];
  const made = projectHere();
  for (const line of lines) {
    const ran = await made.run(line, { ANON_API_KEY: "key" });
    assert.equal([ran.code, ran.stdout], [3, ""], `${line.join(" ")}: ${ran.stderr}`);
    assert.match(ran.stderr, /^error/);
    assert.not.match(ran.stderr, /canary|\n {4}at /);
  }
});

ExitCodes("a key that cannot be sent is refused without being shown", async () => {
  const made = projectHere(smallManifest, { env: { ANON_BASE_URL: "http://127.0.0.1:1" } });
  const ran = await made.run(["plan"], { ANON_API_KEY: "key-canary\n" });
  assert.is(ran.code, 3);
  assert.match(ran.stderr, "error[invalid-api-key]");
  assert.not.match(ran.stderr, "canary");
});

ExitCodes.run();
