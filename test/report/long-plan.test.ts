import { suite } from "uvu";
import * as assert from "uvu/assert";
import { planDocument } from "../../src/report/plan/json-plan.ts";
import { renderPlan } from "../../src/report/plan/human-plan.ts";
import { mostBlocks } from "../../src/report/plan/long-plan.ts";
import { plainStyle } from "../../src/report/style.ts";
import { held, open, pool, seen, viewOf, worldOf, type Part } from "./worlds.ts";

const Long = suite("a long plan for people");

/** Returns a part with so many pools to create. */
function creates(count: number): Part {
  return { wanted: Array.from({ length: count }, (_, index) => pool(`new${index}`)) };
}

/** The part that a person must see, after all creates. */
const pressing: Part = {
  wanted: [pool("zOpen"), pool("zDrifted")],
  ids: [held("zDrifted"), held("zLeaving")],
  attempts: [open("zOpen")],
  observations: { "id-zDrifted": seen("zDrifted", "Changed by hand.") },
};

const blocks = (text: string): string[] =>
  text.split("\n").filter((line) => /^[^\w\s] /.test(line));

Long("a plan that somebody can read is shown whole", () => {
  const text = renderPlan(viewOf(worldOf(creates(mostBlocks))), plainStyle);
  assert.is(blocks(text).length, mostBlocks);
  assert.not.match(text, "more:");
});

Long(
  "of a longer one some creates are only counted, and the command is named that tells all",
  () => {
    const view = viewOf(worldOf(creates(mostBlocks + 300)));
    const text = renderPlan(view, plainStyle);
    assert.is(blocks(text).length, mostBlocks);
    assert.match(text, "... and 300 addresses more: 300 to create. None of them is refused");
    assert.match(text, "The whole plan: anon-sync plan --json\n");
    assert.match(text, "Plan: 500 to create, 0 to retire, 0 unchanged.\n");
    const { actions } = planDocument(view) as { actions: readonly unknown[] };
    assert.is(actions.length, mostBlocks + 300, "JSON leaves out nothing");
  },
);

Long("what needs an answer, warns or retires comes first in it, and is never only counted", () => {
  const text = renderPlan(viewOf(worldOf(creates(1000), pressing)), plainStyle);
  const [first, second, third, fourth] = blocks(text);
  const pressed = [first, second, third].map((line) => line?.split(" ").at(-1)).toSorted();
  assert.equal(pressed, ["userPools.zDrifted", "userPools.zLeaving", "userPools.zOpen"]);
  assert.match(String(fourth), /^\+ UserPool userPools\.new/);
  assert.is(blocks(text).length, mostBlocks);
});

Long("a thousand retirements are all listed, for nothing ends unseen", () => {
  const ids = Array.from({ length: 1000 }, (_, index) => held(`old${index}`));
  const text = renderPlan(viewOf(worldOf({ ids }, creates(1000))), plainStyle);
  assert.is(blocks(text).filter((line) => line.startsWith(". ")).length, 1000);
  assert.match(text, "... and 1000 addresses more: 1000 to create.");
});

Long.run();
