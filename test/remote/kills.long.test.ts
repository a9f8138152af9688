import { suite } from "uvu";
import * as assert from "uvu/assert";
import { noGitServer } from "../support/git-server.ts";
import { poolsManifest, withSharedRepository } from "../support/shared-repository.ts";
import { killRunner } from "./kills.ts";

/** Three of the instants of `npm run contention`, which covers all instants. */
const Kills = suite("a runner that is killed, and whose disk is gone");
const test = noGitServer === undefined ? Kills : Kills.skip;

test(
  "a fresh clone knows what it announced, and creates nothing twice",
  withSharedRepository("http", poolsManifest([]), async (shared) => {
    const names: string[] = [];
    const announced = { at: "push", nth: 2, isCarriedOut: true } as const;
    assert.equal(await killRunner(shared, names, announced), {
      isKilled: true,
      unsettled: 1,
      isHeld: true,
    });
    const created = { at: "create", nth: 2, isCarriedOut: true } as const;
    assert.equal(await killRunner(shared, names, created), {
      isKilled: true,
      unsettled: 2,
      isHeld: true,
    });
    assert.is((await shared.emulator.inventory()).resources.userPools.length, 4);
  }),
);

Kills.run();
