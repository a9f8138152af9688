import { suite } from "uvu";
import * as assert from "uvu/assert";
import { asConflict, conflictSides } from "../../src/store/conflict-sides.ts";

/** A committed conflict contains two lockfiles. */
const Sides = suite("the sides of a conflict");

const hunk = (left: string, right: string) =>
  `<<<<<<< HEAD\n${left}||||||| base\nwas\n=======\n${right}>>>>>>> side\n`;

Sides("each has what is around the conflicts, and its own part of them", () => {
  const text = `a\n${hunk("b\n", "c\n")}d\n${hunk("", "e\n")}f`;
  assert.equal(conflictSides(text), ["a\nb\nd\nf", "a\nc\nd\ne\nf"]);
});

Sides("whatever ends a line, no marker is left", () => {
  for (const end of ["\n", "\r\n", "\r", "\u2028"])
    for (const side of conflictSides(
      ["{", "<<<<<<< HEAD", "1", "=======", "2", ">>>>>>> side", "}"].join(end),
    ))
      assert.match(side, /^\{\s+[12]\s+\}$/);
});

Sides("a text without conflicts is on both sides", () => {
  assert.equal(conflictSides('{ "a": "<<<<<<< b" }\n'), Array(2).fill('{ "a": "<<<<<<< b" }\n'));
});

Sides("of two versions as one conflict are these two", () => {
  const [left, right] = ["{\n}\n", "a\r\nb"].map((text) => new TextEncoder().encode(text));
  const text = new TextDecoder().decode(asConflict(left!, right!));
  assert.equal(conflictSides(text), ["{\n}\n", "a\r\nb\n"]);
  assert.is(text.split("\n")[0], "<<<<<<< ours");
});

Sides.run();
