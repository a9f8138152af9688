/**
 * The two texts that a git merge could not make one: each has its side of every conflict, and all that
 * is around them. What both came from (the `diff3` style shows it) is on neither side.
 */
export function conflictSides(text: string): readonly [string, string] {
  const sides: [string, string] = ["", ""];
  let part: "around" | "ours" | "base" | "theirs" = "around";
  // All that a regular expression takes for the end of a line: no side has a marker that one finds.
  for (const line of text.split(/(?<=[\n\r\u2028\u2029])/)) {
    const marker = /^(<{7}|\|{7}|={7}|>{7})(?=\s|$)/.exec(line)?.[0][0];
    if (marker === "<") part = "ours";
    else if (marker === "|") part = "base";
    else if (marker === "=") part = "theirs";
    else if (marker === ">") part = "around";
    else {
      if (part === "around" || part === "ours") sides[0] += line;
      if (part === "around" || part === "theirs") sides[1] += line;
    }
  }
  return sides;
}

/**
 * Two versions of a file as a conflict from its first line to its last: whoever reads it finds neither,
 * and `conflictSides` finds both.
 */
export function asConflict(ours: Uint8Array, theirs: Uint8Array): Uint8Array {
  return Buffer.concat([
    Buffer.from("<<<<<<< ours\n"),
    withLineEnd(ours),
    Buffer.from("=======\n"),
    withLineEnd(theirs),
    Buffer.from(">>>>>>> theirs\n"),
  ]);
}

function withLineEnd(bytes: Uint8Array): Uint8Array {
  return bytes.at(-1) === 0x0a ? bytes : Buffer.concat([bytes, Buffer.from("\n")]);
}
