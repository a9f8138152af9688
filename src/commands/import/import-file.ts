import type { ImportOptions } from "../../session/options.ts";
import { exitCode } from "../../core/errors/exit-code.ts";
import { failure } from "../../core/errors/problem.ts";
import { kindNamed, type Kind } from "../../core/kind.ts";
import type { Wanted } from "../../core/plan/wanted.ts";
import { createNearest } from "../../manifest/nearest.ts";
import {
  renderImports,
  renderRetired,
  renderTakenPlaces,
} from "../../report/status/import-table.ts";
import { counted } from "../../report/text.ts";
import { candidateOf, withAdopted, type Candidate } from "../../run/adopt.ts";
import { confirm } from "../../run/approval.ts";
import type { LockedState } from "../../run/lock.ts";
import { observeAll } from "../../run/plan-world.ts";
import type { Session } from "../../session/session.ts";
import { saveStore } from "../../store/save-store.ts";
import type { IdLine, IdList } from "./id-list.ts";
import { refuseAnother, holdersOf, refuseTaken, resolvedFields } from "./import-checks.ts";
import { collector, oncePerAddress, readList, type Collect } from "./listed-ids.ts";

/** One line of the file: an address of the manifest, and the id that it is to hold. */
interface Pair {
  readonly wanted: Wanted;
  readonly kind: Kind;
  readonly id: string;
  readonly line: IdLine;
}

/**
 * `anon-sync import --file FILE` adopts many ids at once, or none. It leaves an address alone that holds
 * its id already, so a user may give the same file again. Reads the file; returns the step that
 * adopts its ids under the lock. Throws a Failure.
 */
export async function readImports(
  session: Session<ImportOptions>,
  file: string,
): Promise<(current: LockedState) => Promise<number>> {
  const list = await readList(session, file);
  const collect = collector(file, list);
  const pairs = pairsOf(session, list, collect);
  return (current) => adoptAll(session, current, pairs, collect);
}

function pairsOf(
  { kinds, manifest, resolved, target }: Session<ImportOptions>,
  list: IdList,
  collect: Collect,
) {
  const wantedAt = new Map(resolved.wanted.map((wanted) => [wanted.address, wanted]));
  const nearest = createNearest();
  const refuseSecond = oncePerAddress();
  return collect(
    list.lines.map((line) => ({ line })),
    ({ line }): Pair => {
      const address = line.before?.text ?? "";
      const wanted = wantedAt.get(address);
      if (wanted === undefined) {
        const meant = nearest(address, wantedAt.keys());
        throw failure(
          exitCode.invalid,
          "unknown-address",
          `${manifest.file} has no ${JSON.stringify(address)} in the environment ${target.name}.`,
          meant === undefined ? "Add it to the manifest first." : `Did you mean ${meant}?`,
        );
      }
      refuseSecond(line);
      const kind = kindNamed(kinds, wanted.kind);
      return { wanted, kind, id: line.id.text, line };
    },
  );
}

async function adoptAll(
  session: Session<ImportOptions>,
  current: LockedState,
  pairs: readonly Pair[],
  collect: Collect,
): Promise<number> {
  const { context, options, ports, places } = session;
  const { err, out } = context;
  const before = holdersOf(current);
  const fresh = pairs.filter(({ wanted, id }) => before.get(wanted.address) !== id);
  const holders = new Map(before);
  for (const { wanted, id } of fresh) holders.set(wanted.address, id);
  const corrected = new Set(fresh.map(({ wanted }) => wanted.address));
  const ready = collect(fresh, (pair) => {
    refuseTaken(session, current, pair.wanted.address, pair.id, corrected);
    return { ...pair, fields: resolvedFields(pair.wanted, holders) };
  });
  const observations = await observeAll(session, current.api(), ready);
  const found = collect(ready, (pair) => {
    const seen = observations.get(pair.id);
    if (seen === undefined) throw new Error(`${pair.id} was not looked up`);
    return {
      ...pair,
      candidate: candidateOf(session, current, pair.kind, { id: pair.id, seen }, pair.fields),
    };
  });
  const organizationId = oneOrganization(current, found, collect);

  const candidates = new Map(found.map(({ id, candidate }) => [id, candidate]));
  const rows = pairs.map(({ wanted: { address }, id }) => ({
    address,
    id,
    rows: candidates.get(id)?.rows,
  }));
  if (rows.length > 0) err.write(renderImports(rows, err.style));
  if (found.length === 0) {
    out.write(
      `Nothing to import: ${counted(rows.length, "line")} of the file, all there already.\n`,
    );
    return exitCode.done;
  }
  const adoptions = found.map(({ wanted: { address }, ...one }) => ({ ...one, address }));
  collect(adoptions, (one) => refuseAnother(options, one.kind, one, holders));
  err.write(renderTakenPlaces(adoptions, before));
  if (options.yes !== true) {
    const question = `Do you want to import ${counted(found.length, "id")}?`;
    const next = "Read the table above, then add --yes.";
    const cancelled = "Import cancelled. Nothing was done.";
    if (!(await confirm(session, question, { next, cancelled }))) return exitCode.failed;
  }
  const { state, retired } = withAdopted(current.state, current.evidence, adoptions);
  // All of them in one write: a kill leaves all or none.
  await saveStore(ports, places, current.store, state, organizationId);
  for (const { address, id } of adoptions) out.write(`Imported: ${address} = ${id}\n`);
  out.write(renderRetired(retired));
  const secret = found.filter(({ kind, candidate }) => kind.hasSecret(candidate.applied));
  if (secret.length > 0)
    out.write(
      `The secrets of ${secret.map(({ wanted }) => wanted.address).join(", ")} do not come with them: Anon shows each once, to whoever creates the client.\n`,
    );
  return exitCode.done;
}

/** The organization of all; the first id's if none is known yet. Throws a Failure. */
export function oneOrganization<Item extends { readonly line: IdLine }>(
  known: Pick<LockedState, "store">,
  found: readonly (Item & { readonly id: string; readonly candidate: Candidate })[],
  collect: Collect,
): string | undefined {
  const theirs = found.flatMap(({ candidate }) => candidate.organizationId ?? []);
  const expected = known.store.environment.organizationId ?? theirs[0];
  collect(found, ({ id, candidate: { organizationId } }) => {
    if (organizationId === undefined || organizationId === expected) return;
    throw failure(
      exitCode.refused,
      "other-organization",
      `${id} belongs to the organization ${organizationId}, not to ${expected}.`,
      "Check the id, and that key and environment (-e) are the right ones.",
    );
  });
  return expected;
}
