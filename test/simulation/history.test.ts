import { suite } from "uvu";
import * as assert from "uvu/assert";
import { history } from "./history.ts";

const histories = suite("random histories");

/** Enough to meet each kind of trouble many times; `npm run simulate` runs as many as wanted. */
const seeds = 600;

histories("whatever happens to a project, no id is lost and no create repeated", async () => {
  let crashes = 0;
  let posts = 0;
  for (let seed = 1; seed <= seeds; seed += 1) {
    const told = await history(seed);
    crashes += told.crashes;
    posts += told.posts;
    assert.equal(told.violations, [], `seed ${seed}:\n${told.log.join("\n")}`);
  }
  // A simulation in which nothing happens would prove nothing.
  assert.ok(crashes > 100, `only ${crashes} crashes`);
  assert.ok(posts > 1000, `only ${posts} POSTs`);
});

histories("a seed replays exactly", async () => {
  assert.equal(await history(77), await history(77));
});

histories.run();
