import { suite } from "uvu";
import * as assert from "uvu/assert";
import { noGitServer } from "../support/git-server.ts";
import { contention } from "./contention.ts";

/** The short version of `npm run contention`, which has the full counts. */
const Contention = suite("many that apply at once");

for (const way of ["file", "http"] as const) {
  const test = way === "http" && noGitServer !== undefined ? Contention.skip : Contention;
  test(`over ${way} one at a time holds the state, and creates what is new once`, async () => {
    const rounds = way === "file" ? 3 : 2;
    const contended = await contention({ way, appliers: 4, rounds, areProcesses: false });
    assert.is(contended.creates, rounds);
    assert.ok(contended.lost + contended.waited > 0, "nobody was in the way of anybody");
  });
}

Contention.run();
