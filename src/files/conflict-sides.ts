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
