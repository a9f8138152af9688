import { suite } from "uvu";
import * as assert from "uvu/assert";
import { noGitServer } from "../support/git-server.ts";
import { misheld, type Link } from "../support/shared-repository.ts";
import { contention } from "./contention.ts";

/** The short version of `npm run contention`, which has the full counts. */
const Contention = suite("many that apply at once");

for (const way of ["file", "http"] as const) {
  const test = way === "http" && noGitServer !== undefined ? Contention.skip : Contention;
  test(`over ${way} one at a time holds the state, and creates what is new once`, async () => {
    const appliers = way === "file" ? 4 : 3;
    const rounds = 2;
    const contended = await contention({ way, appliers, rounds, areProcesses: false, haste: 4 });
    assert.is(contended.creates, rounds);
    assert.ok(contended.lost + contended.waited > 0, "nobody was in the way of anybody");
  });
}

const link = (what: string, run: string, holder: string | undefined): Link => ({
  commit: `${what} ${run}`,
  what,
  run,
  holder,
});
const taken = link("take", "one", "one");
const freed = link("release", "one", undefined);

const planted: readonly (readonly [string, readonly Link[]])[] = [
  ["a take from somebody", [taken, link("take", "two", "two")]],
  ["a publish in another's hands", [taken, link("publish", "two", "one")]],
  ["a publish that takes", [taken, link("publish", "two", "two")]],
  ["a publish after the release", [taken, freed, link("publish", "one", "one")]],
  ["a release by another", [taken, link("release", "two", undefined)]],
  ["facts that free it", [taken, link("tell", "two", undefined)]],
];

Contention("who held it is read from the chain, where these would show", () => {
  const right = [taken, link("publish", "one", "one"), link("tell", "two", "one"), freed];
  assert.equal(misheld(right, 4), []);
  assert.is(misheld(right, 5).length, 1, "a move that is not in the chain");
  for (const [name, chain] of planted) assert.ok(misheld(chain, chain.length).length > 0, name);
});

Contention.run();
