import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { simulate } from "./run-script.ts";

const histories = suite("random histories");

histories("whatever happens to a project, no id is lost and no create repeated", async () => {
  const { code, stdout } = await simulate("--seeds", "10000", "--jobs", "1");
  assert.is(code, 0, stdout);
  const [, seeds, crashes, posts] = /^(\d+) seeds.* (\d+) crashes, (\d+) POSTs/m
    .exec(stdout)
    ?.map(Number) ?? [0, 0, 0, 0];
  assert.ok((seeds ?? 0) >= 10_000, stdout);
  // A simulation without crashes and POSTs would prove nothing.
  assert.ok((crashes ?? 0) > 1_000 && (posts ?? 0) > 5_000, stdout);
});

histories("what two branches have done, git merges without losing any of it", async () => {
  const { code, stdout } = await simulate("--branches", "--seeds", "60", "--jobs", "1");
  assert.is(code, 0, stdout);
  assert.match(stdout, / [56][0-9] merges of branches/);
});

histories("a run that was stopped goes on where it was, and does nothing twice", async () => {
  const folder = mkdtempSync(join(tmpdir(), "anon-sync-resume-"));
  const progress = join(folder, "progress.json");
  try {
    const first = await simulate("--seed", "1", "--seeds", "20", "--resume", progress);
    const second = await simulate("--seed", "1", "--seeds", "30", "--resume", progress);
    const whole = await simulate("--seed", "1", "--seeds", "30");
    assert.match(first.stdout, /^20 seeds/);
    assert.is(withoutSpeed(second.stdout), withoutSpeed(whole.stdout));
  } finally {
    rmSync(folder, { recursive: true });
  }
});

function withoutSpeed(text: string): string {
  return text.replace(/\d+ a second/, "");
}

histories.run();
