import { suite } from "uvu";
import * as assert from "uvu/assert";
import { readShard, shardIndexOf } from "../../src/workspace/shard.ts";

const Shards = suite("shards");

const paths = Array.from({ length: 200 }, (_, number) => `orgs/org-${number}/anon.config.yaml`);

Shards("every manifest is in one shard, and the shards are about as large as each other", () => {
  const sizes = new Map<number, number>();
  for (const path of paths) {
    const index = shardIndexOf(path, 8);
    assert.ok(Number.isInteger(index) && index >= 1 && index <= 8);
    sizes.set(index, (sizes.get(index) ?? 0) + 1);
  }
  assert.is(sizes.size, 8);
  for (const size of sizes.values()) assert.ok(size > 10 && size < 45, `${size} of 25`);
});

Shards("the shard of a path is the same on every machine and in every version", () => {
  assert.equal(
    paths.slice(0, 8).map((path) => shardIndexOf(path, 8)),
    [3, 8, 5, 4, 7, 4, 2, 8],
  );
});

Shards("one shard takes all", () => {
  for (const path of paths) assert.is(shardIndexOf(path, 1), 1);
});

Shards("is typed as i/n, from 1", () => {
  assert.equal(readShard("3/8", {}), { index: 3, total: 8 });
  assert.equal(readShard("8/8", {}), { index: 8, total: 8 });
  for (const text of ["", "0/8", "9/8", "1/0", "3", "3/", "/8", "-1/8", "1/8/2", "1.5/8", "1e1/20"])
    assert.is(readShard(text, {}), undefined, text);
});

Shards("auto counts as GitLab does, from 1, and as Kubernetes does, from 0", () => {
  const gitlab = { CI_NODE_INDEX: "1", CI_NODE_TOTAL: "8" };
  const kubernetes = { JOB_COMPLETION_INDEX: "0", JOB_COMPLETIONS: "8" };
  assert.equal(readShard("auto", gitlab), { index: 1, total: 8 });
  assert.equal(readShard("auto", kubernetes), { index: 1, total: 8 });
  assert.equal(readShard("auto", { ...kubernetes, JOB_COMPLETION_INDEX: "7" }), {
    index: 8,
    total: 8,
  });
});

Shards("auto is no shard where a job would take the part of another, or none", () => {
  for (const variables of [
    {},
    { CI_NODE_TOTAL: "1" },
    { CI_NODE_INDEX: "3" },
    { CI_NODE_INDEX: "0", CI_NODE_TOTAL: "8" },
    { JOB_COMPLETION_INDEX: "8", JOB_COMPLETIONS: "8" },
    { JOB_COMPLETION_INDEX: "1" },
    { JOB_COMPLETION_INDEX: "one", JOB_COMPLETIONS: "8" },
  ])
    assert.is(readShard("auto", variables), undefined, JSON.stringify(variables));
});

Shards.run();
