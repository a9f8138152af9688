import { once } from "node:events";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { noGitServer } from "../support/git-server.ts";
import { poolsManifest, withSharedRepository } from "../support/shared-repository.ts";

const Interrupts = suite("Ctrl-C while git is at work");
const test = noGitServer === undefined ? Interrupts : Interrupts.skip;

test(
  "it ends git, too: nothing is sent, the state is let go of, and the next apply goes on",
  withSharedRepository("http", poolsManifest(["a", "b"]), async (shared) => {
    const runner = shared.machine();
    const child = runner.start(["apply", "--auto-approve", "--state", "git"]);
    let pushes = 0;
    const interrupted = new Promise<void>((resolve) => {
      shared.server.behave(({ step }) => {
        if (step !== "push" || (pushes += 1) !== 2) return "serve";
        // A terminal sends it to all of the group: to the git that announces, as well.
        process.kill(-Number(child.pid), "SIGINT");
        resolve();
        return "drop";
      });
    });
    let stderr = "";
    child.stdout?.resume();
    child.stderr?.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    const [code] = (await once(child, "close")) as [number];
    await interrupted;
    assert.is(code, 130, stderr);
    assert.is(await shared.emulator.posts(), 0);
    assert.is(shared.chain().at(-1)?.holder, undefined, stderr);
    const fresh = shared.machine();
    const ran = await fresh.run(["apply", "--auto-approve", "--state", "git"]);
    assert.is(ran.code, 0, ran.stderr);
    assert.equal(await shared.unconverged(fresh), []);
  }),
);

Interrupts.run();
