import { exitCode } from "../core/errors/exit-code.ts";
import { actualValue } from "../core/plan/compare.ts";
import type { Fields, FieldValue, Kind } from "../core/kind.ts";
import type { Observation } from "../core/plan/observation.ts";
import { failure } from "../core/errors/problem.ts";
import { parseResourceId, resourceIdRule, type ResourceId } from "../core/names/resource-id.ts";
import {
  activeIds,
  generations,
  retire,
  withId,
  type IdFact,
  type State,
} from "../core/state/state.ts";
import { observation } from "../engine/observe.ts";
import type { ComparisonRow } from "../report/plan/comparison.ts";
import { keyVariables } from "../report/suggested-command.ts";
import type { LockedState } from "./lock.ts";
import type { Evidence } from "../core/plan/evidence.ts";
import type { Session } from "../session/session.ts";
import type { CurrentState } from "./current-state.ts";

/** The API's answer for an id that is about to be adopted, beside the fields that it should have. */
export interface Candidate {
  readonly rows: readonly ComparisonRow[];
  /** The fields that the id was made from: the API's if it tells them, otherwise the wanted ones. */
  readonly applied: Fields;
  /** The fields of `applied` that the API does not tell. */
  readonly assumed: readonly string[];
  readonly answered: Fields;
  readonly organizationId: string | undefined;
  readonly differs: boolean;
}

/** The id that somebody typed. Throws a Failure. */
export function typedId(text: string): ResourceId {
  const id = parseResourceId(text);
  if (id !== undefined) return id;
  throw failure(
    exitCode.invalid,
    "not-an-id",
    `${JSON.stringify(text.slice(0, 200))} is not a valid id. Nothing was done.`,
    `Copy the id from Anon's console. ${resourceIdRule}`,
  );
}

/** Looks an id up and compares it field by field. Throws a Failure if it cannot be adopted. */
export async function lookUpCandidate(
  session: Session,
  current: LockedState,
  kind: Kind,
  id: ResourceId,
  wanted: Fields,
): Promise<Candidate> {
  const verdict = await current.api().lookup(kind, id, session.context.interrupt.stop);
  return candidateOf(session, current, kind, { id, seen: observation(kind, verdict) }, wanted);
}

/**
 * An id that was looked up, compared field by field with what it should be. Throws a Failure if it
 * cannot be adopted.
 */
export function candidateOf(
  session: Session,
  known: Pick<CurrentState, "binding" | "store">,
  kind: Kind,
  { id, seen }: { readonly id: string; readonly seen: Observation },
  wanted: Fields,
): Candidate {
  if (seen.seen === "absent")
    throw failure(
      exitCode.refused,
      "id-not-found",
      `The API at ${session.target.baseUrl} knows no ${kind.label} ${id}.`,
      "Check the id, and that key and environment (-e) are the right ones.",
    );
  if (seen.seen === "unreadable")
    throw failure(
      seen.unauthorized ? exitCode.unauthorized : exitCode.failed,
      seen.unauthorized ? "not-authorized" : "id-unreadable",
      `The ${kind.label} ${id} could not be looked up: ${seen.reason}`,
      seen.unauthorized ? `Check ${keyVariables(session.target)}.` : "Run the command again.",
    );
  const expected = known.binding.organizationId ?? known.store?.environment.organizationId;
  const { organizationId } = seen;
  if (expected !== undefined && organizationId !== undefined && organizationId !== expected)
    throw failure(
      exitCode.refused,
      "other-organization",
      `The ${kind.label} ${id} belongs to the organization ${organizationId}, not to ${expected}.`,
      "Check the id, and that key and environment (-e) are the right ones.",
    );
  return { ...compare(kind, wanted, seen.fields), answered: seen.fields, organizationId };
}

/**
 * The fact that an adopted id leaves. Which attempt made it stays known: another branch, or the
 * ledger, may still have that open.
 */
export function adoptedFact(
  state: State,
  evidence: readonly Evidence[],
  { address, id }: { readonly address: string; readonly id: string },
  { applied, assumed, answered }: Candidate,
): IdFact {
  const generation = (generations(state).get(address) ?? 0) + 1;
  const earlier = state.ids.get(id);
  const maker = earlier?.attempt ?? makerOf(evidence, id);
  return {
    id,
    address,
    generation: Math.max(generation, (earlier?.generation ?? 0) + 1),
    ...(maker !== undefined && { attempt: maker }),
    applied,
    ...(assumed.length > 0 && { assumed }),
    answered,
    ...(earlier?.secretFingerprint !== undefined && {
      secretFingerprint: earlier.secretFingerprint,
    }),
  };
}

/** Whether an id was imported, and as far as anybody knows never created here. */
export function isImported({ id, attempt }: IdFact, evidence: readonly Evidence[]): boolean {
  return attempt === undefined && makerOf(evidence, id) === undefined;
}

/** The change that an import makes at one address. */
export interface Adoption {
  readonly address: string;
  readonly id: string;
  readonly candidate: Candidate;
}

/**
 * The state once ids are adopted, all at once: two that were swapped can only change places together.
 * Of the ids whose place is taken those that got no other retire as replaced; none is dropped.
 */
export function withAdopted(
  state: State,
  evidence: readonly Evidence[],
  adoptions: readonly Adoption[],
): { readonly state: State; readonly retired: readonly IdFact[] } {
  const holders = activeIds(state);
  const adopted = adoptions.map(({ address, id, candidate }): IdFact => {
    const fact = adoptedFact(state, evidence, { address, id }, candidate);
    // It protects the address, whichever id that has.
    return { ...fact, ...(holders.get(address)?.protected === true && { protected: true }) };
  });
  const ids = new Set(adopted.map(({ id }) => id));
  const retired = adopted.flatMap(({ address }) => {
    const holder = holders.get(address);
    return holder === undefined || ids.has(holder.id) ? [] : [retire(holder, "replaced")];
  });
  return { state: [...retired, ...adopted].reduce(withId, state), retired };
}

/** The attempt that made an id, as git knows it if the lockfile has lost the id. */
function makerOf(evidence: readonly Evidence[], id: string): string | undefined {
  return evidence.map(({ ids }) => ids.get(id)?.attempt).find((attempt) => attempt !== undefined);
}

function compare(
  kind: Kind,
  wanted: Fields,
  observed: Fields,
): Pick<Candidate, "rows" | "applied" | "assumed" | "differs"> {
  const rows: ComparisonRow[] = [];
  const applied: Record<string, FieldValue> = {};
  const assumed: string[] = [];
  for (const field of kind.fields) {
    const actual = actualValue(kind, field, observed);
    if (wanted[field] === undefined) {
      // A torn record lost the fields that were sent, so nothing can be compared with the answer.
      applied[field] = actual ?? null;
      if (actual === undefined) assumed.push(field);
      continue;
    }
    const value = wanted[field];
    const shown = kind.shows(field, value, observed);
    const verdict = shown === undefined ? "not told" : shown ? "equal" : "differs";
    // A field that neither the manifest sets nor the API tells has no meaning.
    if (verdict !== "not told" || value !== null)
      rows.push({ field, manifest: value, actual: actual, verdict });
    applied[field] = verdict === "differs" ? (actual ?? null) : value;
    if (verdict === "not told") assumed.push(field);
  }
  return { rows, applied, assumed, differs: rows.some(({ verdict }) => verdict === "differs") };
}
