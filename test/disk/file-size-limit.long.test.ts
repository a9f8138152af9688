import { execFileSync, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { run as apply } from "../../src/commands/apply/apply.ts";
import { runHere } from "../support/run-here.ts";
import { receiptIds } from "../cli/ten-resources.ts";
import { startCli } from "../support/cli.ts";
import { testEmulator, type TestEmulator } from "../support/emulator.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";
import {
  applyAt,
  applyCommand,
  converges,
  holdsPromise,
  olderManifest,
  prepare,
  type Place,
} from "./promise.ts";

/**
 * Tests with the kernel's limit on the size of a file (`ulimit -f`), a full disk exact to the byte.
 * The limit can come in the middle of a run and apply to open files: even the journal's own space
 * is gone.
 */
const limit = suite("a limit on the size of files");
const unavailable =
  spawnSync("prlimit", ["--fsize=4096", "true"]).status === 0 ? undefined : "needs prlimit";

function place(): Place {
  const folder = temporaryFolder();
  return { folder, stateFolder: join(folder, ".anon-sync"), secretsFolder: temporaryFolder() };
}

/** Adds a test that needs prlimit, with a project and an emulator of its own. */
function limited(
  why: string,
  test: (made: Place, emulator: TestEmulator) => Promise<void>,
  latencyMs = 0,
): void {
  if (unavailable !== undefined) limit.skip(`${why}: ${unavailable}`, () => undefined);
  else
    limit(why, async () => {
      const emulator = await testEmulator({ latencyMs });
      try {
        await test(place(), emulator);
      } finally {
        await emulator.close();
      }
    });
}

/** Some existing pools, which make the lockfile larger than the journal. */
const crowd = Array.from(
  { length: 10 },
  (_, index) => `  p${index}: { name: P${index}, description: ${"d".repeat(200)} }\n`,
).join("");

const withCrowd = (manifest: string) => manifest.replace("userPools:\n", `userPools:\n${crowd}`);

limited(
  "a write that is cut at any byte of lockfile, journal or ledger loses nothing",
  async (made, emulator) => {
    prepare(made, withCrowd(olderManifest));
    assert.is(await runHere(apply, made.folder, emulator.env, { autoApprove: true }, []), 0);
    prepare(
      made,
      withCrowd(
        olderManifest.replace(
          "userPools:\n",
          "userPools:\n  late: { name: Late, description: d }\n",
        ),
      ),
    );
    const lockfile = statSync(join(made.folder, "anon.lock.sandbox.emulator.json")).size;
    let code = 1;
    const posts: number[] = [];
    for (let bytes = 100; code !== 0; bytes += 600) {
      const run = await applyAt(made, emulator, ["prlimit", `--fsize=${bytes}`]);
      ({ code } = run);
      const where = `files of at most ${bytes} bytes`;
      await holdsPromise(made, run, emulator, where);
      posts.push(await emulator.posts());
      assert.ok(bytes < 2 * lockfile, `${where}\n${run.stderr}`);
      if (code === 0) break;
      assert.match(run.stderr, /larger than this process may make a file|file too large/, where);
      assert.match(run.stderr, made.folder, where);
      assert.match(run.stderr, /[Rr]aise the limit|[Mm]ake room/, `${where}\n${run.stderr}`);
    }
    assert.is(new Set(posts).size, 2, `one create and no other: ${posts}`);
  },
);

limited(
  "what neither journal nor lockfile takes is marked NOT SAVED, and can be settled by that line",
  async (made, emulator) => {
    prepare(made);
    const child = startCli(applyCommand(made), { cwd: made.folder, env: emulator.env });
    let stderr = "";
    child.stdout?.resume();
    child.stderr?.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    child.stderr?.once("data", () =>
      execFileSync("prlimit", ["--fsize=1", "--pid", String(child.pid)]),
    );
    const [code] = (await once(child, "close")) as [number];
    await holdsPromise(made, { code, stdout: "", stderr }, emulator, "no file takes a byte");
    assert.is(code, 1, stderr);
    assert.match(stderr, /^created sdkClients.jobs id=\S+ attempt=\S+ NOT SAVED: /m);
    assert.match(stderr, "anon-sync settle ADDRESS --id ID");
    const [id] = receiptIds(stderr);
    const [held] = (await emulator.inventory()).resources.sdkClients;
    assert.is(id, held?.id);
    assert.is(await emulator.posts(), 1, "what cannot be recorded is not sent");
    const [secret] = readdirSync(made.secretsFolder);
    assert.not.match(readFileSync(join(made.secretsFolder, secret ?? ""), "utf8"), "anon_");
    assert.match(stderr, /its secret is lost: it could not be written/);
    await converges(made, emulator, "after it");
  },
  300,
);

limit.run();
