import { exitCode } from "../../core/errors/exit-code.ts";
import { failure, type Failure } from "../../core/errors/problem.ts";
import { isReference, type Fields, type FieldValue, type Kind } from "../../core/kind.ts";
import type { Wanted } from "../../core/plan/wanted.ts";
import { activeIds, unsettledAttempts, type IdFact } from "../../core/state/state.ts";
import { findLostAttempts } from "../../guards/lost-attempts.ts";
import { suggestedCommand } from "../../report/suggested-command.ts";
import type { ComparisonRow } from "../../report/plan/comparison.ts";
import { quote } from "../../report/text.ts";
import { isImported, type Adoption } from "../../run/adopt.ts";
import type { LockedState } from "../../run/lock.ts";
import type { ImportOptions } from "../../session/options.ts";
import type { Session } from "../../session/session.ts";

/**
 * An id is never held by two addresses, nor an address by two ids. But what was imported and never
 * created here may have been the wrong one: another may take its place, and it may go to another
 * address where its own gets one too (`corrected`). Throws a Failure.
 */
export function refuseTaken(
  { target }: Session,
  { state, evidence }: LockedState,
  address: string,
  id: string,
  corrected: ReadonlySet<string> = new Set(),
): void {
  const holder = activeIds(state).get(address);
  if (holder !== undefined && !isImported(holder, evidence))
    throw failure(
      exitCode.refused,
      "address-taken",
      `${address} is ${holder.id} already. An address holds one id.`,
      "Give the other resource an address of its own in the manifest, then import it there.",
    );
  const isLost = findLostAttempts(state, evidence).some(({ fact }) => fact.address === address);
  // Adopting an id would say nothing of what became of the create, and leave it open for good.
  if (isLost || unsettledAttempts(state).has(address))
    throw failure(
      exitCode.unsettled,
      "address-unsettled",
      `${address} has a create that nobody knows the end of.`,
      `If that create made ${id}: ${suggestedCommand(target, ["settle", address, "--id", id])}`,
    );
  const fact = state.ids.get(id);
  if (fact === undefined || fact.retired !== undefined) return;
  const mayLeave = isImported(fact, evidence);
  if (mayLeave && corrected.has(fact.address)) return;
  throw failure(
    exitCode.refused,
    "id-taken",
    `${id} is ${fact.address} already. An id is never held by two addresses.`,
    wayToGive(target, fact, address, mayLeave),
  );
}

function wayToGive(
  target: Session["target"],
  fact: IdFact,
  address: string,
  mayLeave: boolean,
): string {
  if (fact.address.split(".")[0] !== address.split(".")[0])
    return "Check the id in Anon's console: it is of another kind.";
  const rename = `To rename it, add to the manifest: moved: [{ from: ${fact.address}, to: ${address} }]`;
  if (!mayLeave) return rename;
  return `${rename}. If ${fact.address} was given the wrong id, say the right ids of both in one file: ${suggestedCommand(target, ["import", "--file", "FILE"])}`;
}

/**
 * The wanted fields, with the ids of `holders` (address → id) for references. Throws a Failure if one
 * is unknown.
 */
export function resolvedFields(wanted: Wanted, holders: ReadonlyMap<string, string>): Fields {
  const fields: Record<string, FieldValue> = {};
  for (const [field, value] of Object.entries(wanted.fields)) {
    const id = isReference(value) ? holders.get(value.ref) : value;
    if (isReference(value) && id === undefined)
      throw failure(
        exitCode.refused,
        "needs-another",
        `${wanted.address} refers to ${value.ref}, which has no id yet.`,
        `Import or create ${value.ref} first.`,
      );
    if (id !== undefined) fields[field] = id;
  }
  return fields;
}

/** Address → the id that holds it. */
export function holdersOf({ state }: Pick<LockedState, "state">): Map<string, string> {
  return new Map([...activeIds(state)].map(([address, { id }]) => [address, id]));
}

/** Says that the manifest does not hold an address. */
export function notInManifest(
  { manifest, target, resolved: { wanted } }: Session,
  address: string,
): Failure {
  const known = wanted.map((candidate) => candidate.address).join(", ");
  return failure(
    exitCode.invalid,
    "unknown-address",
    `${manifest.file} has no ${JSON.stringify(address)} in the environment ${target.name}.`,
    known === ""
      ? "Add the resource to the manifest first."
      : `Add it to the manifest first, or choose from: ${known}`,
  );
}

/**
 * Refuses an id that is of another resource than the address means: always if no edit could have
 * made one of the other, and if nobody looks (--yes) if nothing is what it should be. `holders`
 * (address → id) are ours. Throws a Failure.
 */
export function refuseAnother(
  { yes, evenIfDifferent }: Pick<ImportOptions, "yes" | "evenIfDifferent">,
  kind: Kind,
  { address, id, candidate: { rows } }: Adoption,
  holders: ReadonlyMap<string, string>,
): void {
  const what = `the ${kind.label} ${id}`;
  for (const row of rows.filter(({ verdict }) => verdict === "differs")) {
    const why = sortsDiffer(kind, row) ?? isOthers(row, holders);
    if (why !== undefined)
      throw failure(
        exitCode.refused,
        "another-resource",
        `${address} is not ${what}: ${why}. Nothing was done.`,
        "Check the id in Anon's console, or correct the manifest.",
      );
  }
  const telling = rows.filter((row) => tells(kind, row));
  const hasNothing = telling.length > 0 && telling.every(({ verdict }) => verdict === "differs");
  if (yes !== true || evenIfDifferent === true || !hasNothing) return;
  throw failure(
    exitCode.refused,
    "nothing-in-common",
    `Nothing that Anon tells of ${what} is what the manifest wants for ${address}: it looks like another resource. Nothing was done.`,
    "Check the id in Anon's console. If it is the right one, add --even-if-different.",
  );
}

/** As a clause: that no edit makes one of the other. */
function sortsDiffer(kind: Kind, { field, manifest, actual }: ComparisonRow): string | undefined {
  if (manifest === undefined || isReference(manifest) || actual === undefined) return undefined;
  const [wanted, found] = [kind.sort(field, manifest), kind.sort(field, actual)];
  if (wanted === found) return undefined;
  return `the manifest wants ${quote(wanted ?? "")}, and it is ${quote(found ?? "")}`;
}

/** As a clause: that it refers to another resource of ours than the manifest says. */
function isOthers(
  { field, actual }: ComparisonRow,
  holders: ReadonlyMap<string, string>,
): string | undefined {
  const other = [...holders].find(([, id]) => id === actual)?.[0];
  return other === undefined ? undefined : `its ${field} is the id of ${other}`;
}

/** Whether a field can tell one resource from others of its sort: nothing, or the sort, does not. */
function tells(kind: Kind, { field, manifest, verdict }: ComparisonRow): boolean {
  if (verdict !== "equal") return verdict === "differs";
  return typeof manifest === "string" && kind.sort(field, manifest) !== manifest;
}
