import { LineCounter } from "yaml";
import type { ErrorCode } from "../core/errors/codes.ts";
import type { Problem, Range } from "../core/errors/problem.ts";

/** A text and the file it came from. Converts offsets into lines and columns. */
export interface Source {
  readonly file: string;
  readonly text: string;
  /** Offsets in UTF-16 code units, cut to the text's length, end excluded → lines and columns. */
  range(start: number, end: number): Range;
}

/** A finding of a check, without its position. */
export interface Finding {
  readonly code: ErrorCode;
  readonly message: string;
  readonly next: string;
  /** An error if left out. */
  readonly severity?: "warning";
}

/** Takes the finding of a check. `range` is undefined if the whole file is meant. */
export type Report = (finding: Finding, range: Range | undefined) => void;

/** A Source of a text. It counts the lines at the first call of `range`. */
export function createSource(file: string, text: string): Source {
  let counter: LineCounter | undefined;
  function position(offset: number) {
    counter ??= countLines(text);
    const { line, col } = counter.linePos(Math.min(Math.max(offset, 0), text.length));
    return { line, column: col };
  }
  return {
    file,
    text,
    range: (start, end) => ({ start: position(start), end: position(Math.max(start, end)) }),
  };
}

/** A Report that adds Problems of `source` to a list. */
export function reportTo(problems: Problem[], file: string): Report {
  return ({ code, message, next, severity }, range) => {
    problems.push({
      code,
      severity: severity ?? "error",
      message,
      next,
      file,
      ...(range !== undefined && { range }),
    });
  };
}

function countLines(text: string): LineCounter {
  const counter = new LineCounter();
  counter.addNewLine(0);
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1))
    counter.addNewLine(at + 1);
  return counter;
}

/** The path to a value: keys of maps, indexes of lists. */
export type Path = readonly (string | number)[];
