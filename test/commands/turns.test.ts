import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { Output } from "../../src/commands/context.ts";
import { createTurns } from "../../src/commands/turns.ts";
import { plainStyle } from "../../src/report/style.ts";

const TurnsSuite = suite("turns");

function recorded(): { output: Output; said: string[] } {
  const said: string[] = [];
  const output = { write: (text: string) => void said.push(text), isTerminal: false };
  return { output: { ...output, style: plainStyle }, said };
}

TurnsSuite("each run's lines stand together and in order, in whatever order they came", () => {
  const { output, said } = recorded();
  const turns = createTurns();
  turns.write(2, output, "2a");
  turns.write(0, output, "0a");
  assert.equal(said, ["0a"], "whose turn it is does not wait");
  turns.write(1, output, "1a");
  turns.end(2);
  turns.write(0, output, "0b");
  turns.end(0);
  assert.equal(said, ["0a", "0b", "1a"]);
  turns.write(1, output, "1b");
  assert.equal(said, ["0a", "0b", "1a", "1b"]);
  turns.end(1);
  assert.equal(said, ["0a", "0b", "1a", "1b", "2a"]);
});

TurnsSuite("both streams keep the order in which they were written", () => {
  const { output: out, said } = recorded();
  const err = { ...out, write: (text: string) => out.write(`err ${text}`) };
  const turns = createTurns();
  turns.write(1, out, "one");
  turns.write(1, err, "two");
  turns.write(1, out, "three");
  turns.end(0);
  assert.equal(said, ["one", "err two", "three"]);
});

TurnsSuite("one that says nothing holds up nobody", () => {
  const { output, said } = recorded();
  const turns = createTurns();
  turns.end(1);
  turns.end(0);
  turns.write(2, output, "2");
  assert.equal(said, ["2"]);
});

TurnsSuite.run();
