import { exitCode, highestExitCode } from "../../core/errors/exit-code.ts";
import { Failure, failure, type Problem } from "../../core/errors/problem.ts";
import { maximumIdListBytes, readIdList, type IdLine, type IdList } from "./id-list.ts";
import { readInput } from "../../session/input-file.ts";
import type { Session } from "../../session/session.ts";

/** A list of ids that a person named. Throws a Failure, exit code 3, with all that is wrong in it. */
export async function readList(
  { context }: Pick<Session, "context">,
  file: string,
  pairs = true,
): Promise<IdList> {
  const bytes = await readInput(context, {
    file,
    maximumBytes: maximumIdListBytes,
    noun: "list",
    ifMissing: "Name a file that holds an id a line.",
  });
  const list = readIdList(bytes, file, { pairs });
  if (list.problems.length > 0)
    throw new Failure(exitCode.invalid, list.problems, new Map([[file, list.text]]));
  return list;
}

/** Goes through all lines, so that everything that is wrong is said at once, at its line. */
export interface Collect {
  /**
   * The results of `work` for each item. Throws one Failure with the problems of all items that it threw
   * for, each at its line.
   */
  <Item extends { readonly line: IdLine }, Result>(
    items: readonly Item[],
    work: (item: Item) => Result,
  ): Result[];
}

/** A Collect for a file. */
export function collector(file: string, { text }: IdList): Collect {
  return (items, work) => {
    const problems: Problem[] = [];
    const codes: number[] = [];
    const results = items.flatMap((item) => {
      try {
        return [work(item)];
      } catch (error) {
        if (!(error instanceof Failure)) throw error;
        const { range } = item.line.id;
        problems.push(...error.problems.map((one) => ({ file, range, ...withoutPlace(one) })));
        codes.push(error.exitCode);
        return [];
      }
    });
    if (problems.length > 0)
      throw new Failure(highestExitCode(codes), problems, new Map([[file, text]]));
    return results;
  };
}

function withoutPlace({ code, severity, message, next }: Problem): Problem {
  return { code, severity, message, ...(next !== undefined && { next }) };
}

/** Takes line after line; throws a Failure at the second one of an address, since that holds one id. */
export function oncePerAddress(): (line: IdLine) => void {
  const seen = new Map<string, number>();
  return ({ before }) => {
    if (before === undefined) return;
    const { text, range } = before;
    const earlier = seen.get(text);
    if (earlier !== undefined)
      throw failure(
        exitCode.invalid,
        "listed-twice",
        `The address ${text} stands on line ${earlier} already. An address holds one id.`,
        "Delete one of the two lines.",
      );
    seen.set(text, range.start.line);
  };
}
