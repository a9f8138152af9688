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
        // A terminal sends it to all of the group: to git, as well.
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

Interrupts.run();
