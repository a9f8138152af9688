import { suite } from "uvu";
import * as assert from "uvu/assert";
import { plainStyle } from "../../src/report/style.ts";
import type { Output } from "../../src/session/context.ts";
import { createOrderedOutput } from "../../src/workspace/run.ts";

const TurnsSuite = suite("ordered");

function recorded(): { output: Output; said: string[] } {
  const said: string[] = [];
  const output = { write: (text: string) => void said.push(text), isTerminal: false };
  return { output: { ...output, style: plainStyle }, said };
}

TurnsSuite("each run's lines stand together and in order, in whatever order they came", () => {
  const { output, said } = recorded();
  const ordered = createOrderedOutput();
  ordered.write(2, output, "2a");
  ordered.write(0, output, "0a");
  assert.equal(said, ["0a"], "whose turn it is does not wait");
  ordered.write(1, output, "1a");
  ordered.end(2);
  ordered.write(0, output, "0b");
  ordered.end(0);
  assert.equal(said, ["0a", "0b", "1a"]);
  ordered.write(1, output, "1b");
  assert.equal(said, ["0a", "0b", "1a", "1b"]);
  ordered.end(1);
  assert.equal(said, ["0a", "0b", "1a", "1b", "2a"]);
});

TurnsSuite("both streams keep the order in which they were written", () => {
  const { output: out, said } = recorded();
  const err = { ...out, write: (text: string) => out.write(`err ${text}`) };
  const ordered = createOrderedOutput();
  ordered.write(1, out, "one");
  ordered.write(1, err, "two");
  ordered.write(1, out, "three");
  ordered.end(0);
  assert.equal(said, ["one", "err two", "three"]);
});

TurnsSuite("one that says nothing holds up nobody", () => {
  const { output, said } = recorded();
  const ordered = createOrderedOutput();
  ordered.end(1);
  ordered.end(0);
  ordered.write(2, output, "2");
  assert.equal(said, ["2"]);
});

TurnsSuite.run();
