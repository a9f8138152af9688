import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { createRemoteJWKSet, jwtVerify } from "jose";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { Failure } from "../../src/core/errors/problem.ts";
import { startEmulator, type Emulator } from "../../src/emulator/index.ts";
import { groupedWriter } from "../../src/emulator/state-file.ts";
import { ask, exchange, made, members, withEmulator } from "./client.ts";

const test = suite<{ folder: string }>("the state file");
const pool = "/org/userPool";

test.before.each(async (context) => {
  context.folder = await mkdtemp(join(tmpdir(), "anon-emulator-"));
});
test.after.each(async (context) => {
  await rm(context.folder, { recursive: true, force: true });
});

/** Starts an emulator in a process of its own. */
async function startChild(stateFile: string) {
  const script = fileURLToPath(new URL("child.js", import.meta.url));
  const child = spawn(process.execPath, [script, stateFile], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [line] = await once(createInterface(child.stdout), "line");
  const emulator = JSON.parse(String(line)) as Omit<Emulator, "close">;
  return {
    emulator,
    async kill() {
      child.kill("SIGKILL");
      await once(child, "exit");
    },
  };
}

test("whatever was answered is there after a SIGKILL in the midst of creates", async ({
  folder,
}) => {
  const stateFile = join(folder, "state.json");
  const answered: string[] = [];
  let instanceId: string | undefined;
  for (const killAfter of [1, 7, 20, 33]) {
    const { emulator, kill } = await startChild(stateFile);
    instanceId ??= emulator.instanceId;
    assert.is(emulator.instanceId, instanceId);
    const enough = answered.length + killAfter;
    let killed: Promise<void> | undefined;
    const worker = async () => {
      while (killed === undefined) {
        const { status, text, error } = await exchange(emulator, "POST", pool, { body: members });
        if (status !== 200 || error !== "") return;
        answered.push(JSON.parse(text).id);
        // The creates of the other workers are now at any of their steps.
        if (answered.length >= enough) killed ??= kill();
      }
    };
    await Promise.all(Array.from({ length: 16 }, worker));
    await (killed ?? kill());
  }
  await withEmulator({ stateFile }, async (emulator) => {
    assert.is(emulator.instanceId, instanceId);
    assert.ok(answered.length >= 61);
    for (const id of answered)
      assert.is((await exchange(emulator, "GET", `${pool}/${id}`)).status, 200, id);
  });
});

test("a token still verifies after a SIGKILL, at the JWKS URL its pool had", async ({ folder }) => {
  const stateFile = join(folder, "state.json");
  const { emulator, kill } = await startChild(stateFile);
  const { id, authorization } = await made(emulator, pool, members);
  const body = { appUserId: "ada", userPoolId: id };
  const { appUserIdToken } = await made(emulator, "/org/appUserIdToken", body);
  await kill();
  await withEmulator({ stateFile }, async ({ organizationId }) => {
    assert.is(organizationId, emulator.organizationId);
    const { jwksUri } = authorization as { jwksUri: string };
    await jwtVerify(String(appUserIdToken), createRemoteJWKSet(new URL(jwksUri)));
  });
});

test("hosted pools answer with the JWKS URL of now where the old port is taken", async ({
  folder,
}) => {
  const stateFile = join(folder, "state.json");
  const first = await startEmulator({ stateFile });
  const { id } = await made(first, pool, members);
  await first.close();
  await withEmulator({ port: Number(new URL(first.url).port) }, async () => {
    await withEmulator({ stateFile }, async (emulator) => {
      assert.is.not(emulator.url, first.url);
      const { json } = await ask(emulator, "GET", `${pool}/${id}`);
      const { jwksUri } = json["authorization"] as { jwksUri: string };
      assert.is(jwksUri, `${emulator.url}/.well-known/jwks.json`);
    });
  });
});

test("the file is for its owner only, and holds neither a key nor a client's secret", async ({
  folder,
}) => {
  const stateFile = join(folder, "state.json");
  await withEmulator({ stateFile }, async (emulator) => {
    await chmod(stateFile, 0o644);
    const created = await made(emulator, "/org/sdkClient", { ...members, kind: "service" });
    const { secret } = created["auth"] as { secret: string };
    const text = await readFile(stateFile, "utf8");
    assert.ok(text.includes(String(created["id"])));
    for (const hidden of [secret, emulator.apiKey, emulator.readOnlyKey])
      assert.not.ok(text.includes(hidden));
    if (process.platform !== "win32") assert.is((await stat(stateFile)).mode & 0o777, 0o600);
  });
});

test("32 creates at once share a few writes, each answered only after its own", async ({
  folder,
}) => {
  const file = join(folder, "text");
  let value = 0;
  let writes = 0;
  const save = groupedWriter(file, () => {
    writes += 1;
    return String(value);
  });
  const saved = Array.from({ length: 32 }, async () => {
    value += 1;
    const mine = value;
    // This wait lets some of the calls arrive while a write is under way.
    if (mine > 16) await stat(folder);
    await save();
    assert.ok(Number(await readFile(file, "utf8")) >= mine);
  });
  await Promise.all(saved);
  assert.ok(writes <= 4, `${writes} writes`);
});

test("at no instant of a write is there anything but a whole text, so a kill leaves one", async ({
  folder,
}) => {
  const file = join(folder, "text");
  // The text is large enough for many reads during each write.
  const length = 16 * 1024 * 1024;
  const save = groupedWriter(file, () => "a".repeat(length));
  await save();
  const writes = { done: false };
  const written = (async () => {
    for (let time = 0; time < 3; time += 1) await save();
  })().finally(() => (writes.done = true));
  try {
    while (!writes.done) assert.is((await stat(file)).size, length);
  } finally {
    await written;
  }
});

test("a write that fails is told to who waits for it, and the next one is tried", async ({
  folder,
}) => {
  const file = join(folder, "missing", "text");
  const save = groupedWriter(file, () => "text");
  for (let time = 0; time < 2; time += 1) {
    const code = await save().then(
      () => "saved",
      (error: NodeJS.ErrnoException) => error.code,
    );
    assert.is(code, "ENOENT");
  }
});

test("a create that cannot be saved is not answered with an id", async ({ folder }) => {
  const inner = await mkdtemp(join(folder, "inner-"));
  const emulator = await startEmulator({ stateFile: join(inner, "state.json") });
  await rm(inner, { recursive: true });
  const { status, json } = await ask(emulator, "POST", pool, { body: members });
  assert.is(status, 500);
  assert.not.ok("id" in json);
  await emulator.close();
});

test("a state file that is of no use is refused and left as it is", async ({ folder }) => {
  const stateFile = join(folder, "state.json");
  for (const text of ["", "{}", "[]", '{"emulatorStateVersion":2}', '{"emulatorStateVersion":1']) {
    await writeFile(stateFile, text);
    assert.is(await problemOf({ stateFile }), "emulator-state-unreadable");
    assert.is(await readFile(stateFile, "utf8"), text);
  }
  assert.is(await problemOf({ stateFile: folder }), "emulator-state-unreadable");
  // No process ever writes into this pipe.
  const pipe = join(folder, "pipe");
  execFileSync("mkfifo", [pipe]);
  assert.is(await problemOf({ stateFile: pipe }), "emulator-state-unreadable");
  const nowhere = join(folder, "missing", "state.json");
  assert.is(await problemOf({ stateFile: nowhere }), "emulator-state-unwritable");
});

test("a second emulator on the same state is refused: they would lose each other's creates", async ({
  folder,
}) => {
  const stateFile = join(folder, "state.json");
  await withEmulator({ stateFile }, async () => {
    assert.is(await problemOf({ stateFile }), "emulator-state-in-use");
  });
  await withEmulator({ stateFile }, async () => {});
});

test("another organization than the state's, and a port that is taken, are told as such", async ({
  folder,
}) => {
  const stateFile = join(folder, "state.json");
  await withEmulator({ stateFile, organizationId: "ours" }, async (emulator) => {
    assert.is(emulator.organizationId, "ours");
    const port = Number(new URL(emulator.url).port);
    assert.is(await problemOf({ port }), "emulator-port");
  });
  const differs = await problemOf({ stateFile, organizationId: "theirs" });
  assert.is(differs, "emulator-organization-differs");
});

async function problemOf(options: Parameters<typeof startEmulator>[0]) {
  try {
    await (await startEmulator(options)).close();
    return "none";
  } catch (error) {
    if (error instanceof Failure) return error.problems[0]?.code;
    throw error;
  }
}

test.run();
