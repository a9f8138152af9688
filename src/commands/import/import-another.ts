import { exitCode } from "../../core/errors/exit-code.ts";
import { isReference, type Kind } from "../../core/kind.ts";
import { failure } from "../../core/errors/problem.ts";
import type { ComparisonRow } from "../../report/plan/comparison.ts";
import { quote } from "../../report/text.ts";
import type { Adoption } from "../../run/adopt.ts";
import type { Options } from "../../session/options.ts";

/**
 * Refuses an id that is of another resource than the address means: always where no edit could have
 * made one of the other, and where nobody looks (--yes) if nothing is what it should be. `holders`
 * (address → id) are ours. Throws a Failure.
 */
export function refuseAnother(
  { yes, evenIfDifferent }: Pick<Options, "yes" | "evenIfDifferent">,
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
