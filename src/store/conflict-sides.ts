/**
 * Returns the two sides of a text with the conflict markers of a git merge. Each side has its part
 * of every conflict, and all text around the conflicts. Neither side has the base that the `diff3`
 * style shows.
 */
export function conflictSides(text: string): readonly [string, string] {
  const sides: [string, string] = ["", ""];
  let part: "around" | "ours" | "base" | "theirs" = "around";
  // We split at every line end of regular expressions: a later search finds no marker in a side.
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
 * Returns two versions of a file as one conflict from the first line to the last. No reader of the
 * file takes it for either version, and `conflictSides` finds both.
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
