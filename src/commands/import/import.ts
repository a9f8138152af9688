import { exitCode } from "../../core/errors/exit-code.ts";
import { failure } from "../../core/errors/problem.ts";
import { kindNamed } from "../../core/kind.ts";
import type { ResourceId } from "../../core/names/resource-id.ts";
import type { Wanted } from "../../core/plan/wanted.ts";
import { evidenceOf } from "../../guards/evidence.ts";
import { renderComparison } from "../../report/plan/comparison.ts";
import { renderRetired, renderTakenPlaces } from "../../report/status/import-table.ts";
import { lookUpCandidate, typedId, withAdopted } from "../../run/adopt.ts";
import { confirm } from "../../run/approval.ts";
import { lockLockfile, openState, type LockedState } from "../../run/lock.ts";
import type { RunCommand, ImportOptions } from "../../session/options.ts";
import { openSession, type Session } from "../../session/session.ts";
import { saveStore } from "../../store/save-store.ts";
import {
  holdersOf,
  notInManifest,
  refuseTaken,
  resolvedFields,
  refuseAnother,
} from "./import-checks.ts";
import { readImports } from "./import-file.ts";

/**
 * `anon-sync import ADDRESS ID`: adopts a resource that exists, after showing what it is; with
 * `--file FILE` many at once.
 */
export const run: RunCommand<ImportOptions> = async (context, options, [address, id]) => {
  if (options.file !== undefined && address !== undefined)
    throw failure(
      exitCode.invalid,
      "flags-exclude-each-other",
      "Either ADDRESS ID or --file FILE says what to import, not both.",
      "Leave one of them out.",
    );
  if (options.file !== undefined) {
    const session = await openSession(context, options);
    return underLock(session, await readImports(session, options.file));
  }
  if (address === undefined || id === undefined)
    throw failure(
      exitCode.invalid,
      "missing-argument",
      "Say what to import: ADDRESS ID, or --file FILE for many at once.",
      "Run `anon-sync import --help`.",
    );
  const given = typedId(id);
  const session = await openSession(context, options);
  const wanted = session.resolved.wanted.find((candidate) => candidate.address === address);
  if (wanted === undefined) throw notInManifest(session, address);
  return underLock(session, (current) => adopt(session, current, wanted, given));
};

/** Adopts under the lock, with the evidence of git and this machine. */
async function underLock(
  session: Session<ImportOptions>,
  adoptIds: (current: LockedState) => Promise<number>,
): Promise<number> {
  await using lock = await lockLockfile(session);
  await using current = await openState(session, lock, { mayLackIds: true });
  const evidence = await evidenceOf(session, current.store);
  const code = await adoptIds({ ...current, evidence });
  await current.end();
  return code;
}

async function adopt(
  session: Session<ImportOptions>,
  current: LockedState,
  wanted: Wanted,
  id: ResourceId,
): Promise<number> {
  const { context, options, kinds, ports, places } = session;
  const { state, store } = current;
  const { address } = wanted;
  if (holdersOf(current).get(address) === id) {
    // Saved again all the same: an import that was killed may not have told the ledger.
    await saveStore(ports, places, store, state, store.environment.organizationId);
    context.out.write(`${address} is ${id} already: nothing to import.\n`);
    return exitCode.done;
  }
  refuseTaken(session, current, address, id);
  const kind = kindNamed(kinds, wanted.kind);

  const fields = resolvedFields(wanted, holdersOf(current));
  const candidate = await lookUpCandidate(session, current, kind, id, fields);
  context.err.write(`${address} beside the ${kind.label} ${id}:\n`);
  context.err.write(renderComparison(candidate.rows, context.err.style));
  refuseAnother(options, kind, { address, id, candidate }, holdersOf(current));
  context.err.write(renderTakenPlaces([{ address, id }], holdersOf(current)));
  if (candidate.differs)
    context.err.write(
      "It is adopted as it is. What differs will be refused by plan until the manifest or the console is changed.\n",
    );
  if (options.yes !== true) {
    const question = `Do you want ${address} to be ${id} from now on?`;
    const next = "Read the comparison above, then add --yes.";
    const cancelled = "Import cancelled. Nothing was done.";
    if (!(await confirm(session, question, { next, cancelled }))) return exitCode.failed;
  }
  const { applied, organizationId } = candidate;
  const adopted = withAdopted(state, current.evidence, [{ address, id, candidate }]);
  await saveStore(
    ports,
    places,
    store,
    adopted.state,
    store.environment.organizationId ?? organizationId,
  );
  context.out.write(`Imported: ${address} = ${id}\n${renderRetired(adopted.retired)}`);
  if (kind.hasSecret(applied))
    context.out.write(
      "Its secret does not come with it: Anon shows it once, to whoever creates the client.\n",
    );
  return exitCode.done;
}
