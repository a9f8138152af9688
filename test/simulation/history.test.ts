import { suite } from "uvu";
import * as assert from "uvu/assert";
import { history } from "./history.ts";
import { simulate } from "./run-script.ts";

/** The first seeds of history.long.test.ts. */
const histories = suite("some random histories");

histories("whatever happens to a project, no id is lost and no create repeated", async () => {
  const { code, stdout } = await simulate("--seeds", "300", "--jobs", "1");
  assert.is(code, 0, stdout);
  assert.match(stdout, /^3\d\d seeds.* 0 violations$/m);
});

histories("a seed replays exactly", async () => {
  // A module that loads at its first use would delay that history; the simulator's bundle contains
  // all.
  await history(77, "remotes");
  assert.equal(await history(77), await history(77));
  assert.equal(await history(77, "remotes"), await history(77, "remotes"));
});

histories.run();
