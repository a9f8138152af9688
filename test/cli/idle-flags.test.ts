import { suite } from "uvu";
import * as assert from "uvu/assert";
import { withEmulator } from "../support/emulator.ts";
import { hostedManifest, projectHere } from "../support/project.ts";

/** Tests of flags without an effect: a user who typed a flag expected an effect. */
const Idle = suite("flags that would do nothing");

const denied = (address: string) => ["--not-renamed", `userPools.${address}`];
const renamed = hostedManifest.replace("  staff:", "  workers:");

Idle("plan --refresh-only refuses every flag that is for a plan", async () => {
  const made = projectHere(hostedManifest);
  for (const [flag, value] of [
    ["--not-renamed", "userPools.staff"],
    ["--replace", "userPools.staff"],
    ["--recreate", "userPools.staff"],
    ["--target", "userPools.staff"],
    ["--exclude", "userPools.staff"],
    ["--max-creates", "0"],
  ] as const) {
    const { code, stderr } = await made.run(["plan", "--refresh-only", flag, value]);
    assert.is(code, 3, flag);
    assert.match(stderr, `--refresh-only and ${flag} do not go together`);
  }
});

Idle(
  "--recreate of an id that is there is told on stderr, in plan and in apply",
  withEmulator(async (emulator) => {
    const made = projectHere(hostedManifest, { env: emulator.env });
    await made.applied();
    const flag = ["--recreate", "userPools.staff"];
    const { id } = made.lockfile().resources["userPools.staff"]!;
    const warning = `Warning: --recreate userPools.staff changes nothing: Anon has its id ${id}.`;
    for (const command of [["plan"], ["plan", "--json"], ["apply", "--auto-approve"]]) {
      const { code, stderr } = await made.run([...command, ...flag]);
      assert.is(code, 0);
      assert.match(stderr, warning, command.join(" "));
    }
    const offline = await made.run(["plan", "--refresh=false", ...flag]);
    assert.match(offline.stderr, "changes nothing: whether its id is gone was not looked up.");

    await emulator.remove("userPools", id);
    const gone = await made.run(["plan", ...flag]);
    assert.not.match(gone.stderr, "Warning");
    assert.match(gone.stdout, "* UserPool userPools.staff");
  }),
);

Idle(
  "--not-renamed where there is no rename is told, and where there is one it is not",
  withEmulator(async (emulator) => {
    const made = projectHere(hostedManifest, { env: emulator.env });
    await made.applied();
    const kept = await made.run(["plan", ...denied("staff")]);
    assert.is(kept.code, 0);
    assert.is(
      kept.stderr,
      "Warning: --not-renamed userPools.staff changes nothing: nothing looks as if it was renamed there.\n",
    );

    made.manifest(renamed);
    const meant = [
      denied("workers"),
      denied("staff"),
      [...denied("workers"), ...denied("staff")],
      [...denied("workers"), "--target", "userPools.members"],
    ];
    for (const flags of meant) {
      const { code, stderr } = await made.run(["plan", ...flags]);
      assert.equal([code, stderr], [0, ""], flags.join(" "));
    }
    const other = await made.run(["plan", ...denied("members"), ...denied("workers")]);
    assert.match(other.stderr, "--not-renamed userPools.members changes nothing");
    assert.not.match(other.stderr, "--not-renamed userPools.workers");
  }),
);

Idle.run();
