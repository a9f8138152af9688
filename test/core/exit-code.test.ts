import { suite } from "uvu";
import * as assert from "uvu/assert";
import { exitCode, exitCodeOfAll, highestExitCode } from "../../src/core/errors/exit-code.ts";

const Codes = suite("exit codes");

Codes("the table is what the README says; scripts rely on it", () => {
  assert.equal(exitCode, {
    done: 0,
    failed: 1,
    changes: 2,
    invalid: 3,
    unsettled: 4,
    refused: 5,
    unauthorized: 6,
    locked: 7,
    interrupted: 130,
  });
});

Codes("where several hold: 130, 1, 6, 4, 5, 3, 7, 2", () => {
  const rank = [130, 1, 6, 4, 5, 3, 7, 2];
  for (const [index, code] of rank.entries()) {
    const weaker = rank.slice(index);
    assert.is(highestExitCode(weaker), code);
    assert.is(highestExitCode(weaker.toReversed()), code);
    assert.is(highestExitCode([0, ...weaker, 0]), code);
  }
});

Codes("nothing, and only zeroes, is done", () => {
  assert.is(highestExitCode([]), 0);
  assert.is(highestExitCode([0, 0]), 0);
});

Codes("a code that stands alone is kept, whatever it is", () => {
  for (const code of Object.values(exitCode)) assert.is(highestExitCode([0, code]), code);
});

Codes("of several manifests one that failed counts before all others, a signal too", () => {
  assert.is(exitCodeOfAll([0, 130, 1, 6]), 1);
  assert.is(exitCodeOfAll([2, 0, 3]), 3);
  assert.is(exitCodeOfAll([]), 0);
});

Codes.run();
