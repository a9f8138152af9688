import { once } from "node:events";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { noGitServer } from "../support/git-server.ts";
import { poolsManifest, withSharedRepository } from "../support/shared-repository.ts";

const Interrupts = suite("Ctrl-C while git is at work");
const test = noGitServer === undefined ? Interrupts : Interrupts.skip;

for (const [nth, what] of [
  [1, "takes the state"],
  [2, "announces"],
] as const)
  test(
    `the git that ${what} ends, too: nothing is sent, and the state is let go of`,
    withSharedRepository("http", poolsManifest(["a", "b"]), async (shared) => {
      const runner = shared.machine();
      const child = runner.start(["apply", "--auto-approve", "--state", "git"]);
      let pushes = 0;
      shared.server.behave(({ step }) => {
        if (step !== "push" || (pushes += 1) !== nth) return "serve";
        // A terminal sends SIGINT to the whole group, including git.
        process.kill(-Number(child.pid), "SIGINT");
        return "lose the answer";
      });
      let stderr = "";
      child.stdout?.resume();
      child.stderr?.setEncoding("utf8").on("data", (text: string) => (stderr += text));
      const [code] = (await once(child, "close")) as [number];
      assert.ok(pushes > nth, "it was interrupted, and went on");
      assert.is(code, 130, stderr);
      assert.is(await shared.emulator.posts(), 0);
      assert.is(shared.chain().at(-1)?.holder, undefined, stderr);
      assert.equal(shared.misheld(), []);
    }),
  );

test(
  "who waits for another run does not wait any longer, and that run goes on",
  withSharedRepository("http", poolsManifest(["a"]), async (shared) => {
    const apply = ["apply", "--auto-approve", "--state", "git"];
    let goOn: (() => void) | undefined;
    const held = new Promise<void>((resolve) => (goOn = resolve));
    let pushes = 0;
    const isAnnouncing = new Promise<void>((resolve) => {
      shared.server.behave(({ step }) => {
        if (step !== "push" || (pushes += 1) !== 2) return "serve";
        resolve();
        return { after: held };
      });
    });
    const other = shared.machine().run(apply);
    await isAnnouncing;
    const waiting = shared.machine().start([...apply, "--lock-timeout", "600"]);
    const said = { isWaiting: false, stderr: "" };
    waiting.stdout?.resume();
    waiting.stderr?.setEncoding("utf8").on("data", (text: string) => {
      said.stderr += text;
      if (said.isWaiting || !said.stderr.includes("Waiting up to 600 s.")) return;
      said.isWaiting = true;
      waiting.kill("SIGINT");
    });
    const [code] = (await once(waiting, "close")) as [number];
    goOn?.();
    assert.is(code, 130, said.stderr);
    assert.match(said.stderr, "holds the state at refs/anon-sync/");
    const ran = await other;
    assert.is(ran.code, 0, ran.stderr);
    assert.is(await shared.emulator.posts(), 1);
  }),
);

Interrupts.run();
