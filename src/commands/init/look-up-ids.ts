import { exitCode } from "../../core/errors/exit-code.ts";
import { Failure, failure, type Problem } from "../../core/errors/problem.ts";
import type { Kind } from "../../core/kind.ts";
import { keyPattern } from "../../core/names/address.ts";
import type { Observations } from "../../core/plan/observation.ts";
import { escapeText } from "../../report/text.ts";
import type { CurrentState } from "../../run/current-state.ts";
import { observeAll } from "../../run/plan-world.ts";
import type { Session } from "../../session/session.ts";
import type { IdLine } from "../import/id-list.ts";
import { describe, type Described, type Listed } from "./described-ids.ts";

/** A line of the list: an id, and before it a collection or an address. Throws a Failure. */
export function readLine({ kinds }: Session): (item: { readonly line: IdLine }) => Listed {
  return ({ line }) => {
    if (line.before === undefined) return { line, kinds };
    const [collection = "", key, ...more] = line.before.text.split(".");
    const kind = kinds.find((candidate) => candidate.collection === collection);
    const isKey = key === undefined || (more.length === 0 && new RegExp(keyPattern).test(key));
    if (kind === undefined || !isKey)
      throw failure(
        exitCode.invalid,
        "bad-line",
        `${JSON.stringify(line.before.text)} is neither ${kinds.map((each) => each.collection).join(" nor ")}, nor an address like userPools.members.`,
        "Write one of these before the id, or the id alone.",
      );
    return { line, kinds: [kind], ...(key !== undefined && { key }) };
  };
}

/** The answer of GET about each id, by kind: an id alone is asked for as each. */
export async function lookUp(
  session: Session,
  current: CurrentState,
  listed: readonly Listed[],
): Promise<ReadonlyMap<Kind, Observations>> {
  const observations = new Map<Kind, Observations>();
  for (const kind of session.kinds) {
    const requested = listed.filter(({ kinds }) => kinds.includes(kind));
    const ids = requested.map(({ line }) => ({ id: line.id.text, kind }));
    if (ids.length > 0) observations.set(kind, await observeAll(session, current.api(), ids));
  }
  return observations;
}

/** Why an id is never left out: what it is nobody knows yet, or the list is not of one organization. */
const stopping: ReadonlySet<Problem["code"]> = new Set(["id-unreadable", "other-organization"]);

/** The known facts of each id after the look-up, and the fault of each other id at its line. */
export function describeAll(
  session: Session,
  current: CurrentState,
  listed: readonly Listed[],
  observations: ReadonlyMap<Kind, Observations>,
  file: string,
): {
  described: Described[];
  problems: Problem[];
  codes: number[];
  /** The ids with a problem, and what it is: a line each, for a comment. */
  leftOut: string[];
  /** Whether one of the problems is none to leave an id out for. */
  stops: boolean;
  organizationId: string | undefined;
} {
  const described: Described[] = [];
  const problems: Problem[] = [];
  const codes: number[] = [];
  const leftOut: string[] = [];
  let organizationId = current.binding.organizationId ?? current.store?.environment.organizationId;
  for (const one of listed) {
    try {
      const binding = {
        ...current.binding,
        ...(organizationId !== undefined && { organizationId }),
      };
      const found = describe(session, { ...current, binding }, one, observations);
      organizationId ??= found.candidate.organizationId;
      described.push(found);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      const { range, text } = one.line.id;
      const before = one.line.before === undefined ? "" : `${one.line.before.text} `;
      leftOut.push(escapeText(`${before}${text}: ${error.message}`));
      problems.push(...error.problems.map((problem) => ({ ...problem, file, range })));
      // An id that is not there is no refusal of a plan here, but a part that could not be done.
      codes.push(error.exitCode === exitCode.invalid ? exitCode.invalid : exitCode.failed);
    }
  }
  const stops = problems.some(({ code }) => stopping.has(code));
  return { described, problems, codes, leftOut, stops, organizationId };
}
