import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import * as assert from "uvu/assert";
import { proofMs } from "../../src/remote/ask.ts";
import { poolsManifest, withSharedRepository } from "../support/shared-repository.ts";

const state = ["--state", "git"];
const apply = ["apply", "--auto-approve", ...state];

/**
 * A run is stopped when its announcement is on the remote and it has not heard so. It is taken for
 * dead, unlocked and settled, and another run goes through; then it wakes up. It must send nothing.
 * Throws if it does.
 */
export const pausedHolder = withSharedRepository(
  "http",
  poolsManifest(["a", "b"]),
  async (shared) => {
    let pushes = 0;
    const heard = defer();
    const announced = defer();
    shared.server.behave(({ step }) => {
      if (step !== "push" || (pushes += 1) !== 2) return "serve";
      announced.resolve();
      return { answerAfter: heard.promise };
    });
    const child = shared.machine().start(apply);
    let stderr = "";
    child.stdout?.resume();
    child.stderr?.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    const ended = once(child, "close");
    try {
      await announced.promise;
      while (shared.chain().length < 2) await sleep(50);
      child.kill("SIGSTOP");
      heard.resolve();
      await sleep(proofMs + 1_000);

      const other = shared.machine();
      const run = shared.chain().at(-1)?.holder ?? "";
      assert.is((await other.run(["unlock", "--run", run, "--yes", ...state])).code, 0);
      const settle = ["settle", "userPools.a", "--not-created", "--yes", ...state];
      assert.is((await other.run(settle)).code, 0);
      const ran = await other.run(apply);
      assert.is(ran.code, 0, ran.stderr);

      child.kill("SIGCONT");
      const [code] = (await ended) as [number];
      assert.is(code, 1, stderr);
      assert.match(stderr, "was unlocked while this run held it");
      assert.is(await shared.emulator.posts(), 2, stderr);
      assert.equal(await shared.unconverged(other), []);
      assert.equal(shared.misheld(), []);
    } finally {
      heard.resolve();
      child.kill("SIGKILL");
    }
  },
);

function defer(): { readonly promise: Promise<void>; readonly resolve: () => void } {
  let done: (() => void) | undefined;
  const promise = new Promise<void>((resolve) => (done = resolve));
  return { promise, resolve: () => done?.() };
}
