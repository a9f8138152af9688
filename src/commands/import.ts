import { exitCode } from "../core/exit-code.ts";
import { isReference, type Fields, type FieldValue } from "../core/kind.ts";
import { failure } from "../core/problem.ts";
import { activeIds, generations, unsettledAttempts, withId, type IdFact } from "../core/state.ts";
import type { Wanted } from "../core/wanted.ts";
import { saveStore } from "../files/save-store.ts";
import { renderComparison } from "../report/comparison.ts";
import { lookUpCandidate } from "./adopt.ts";
import { askForYes } from "./consent.ts";
import { forgottenAttempts } from "./forgotten.ts";
import { locked, type Locked } from "./locked.ts";
import { memoriesOf } from "./memories.ts";
import type { RunCommand } from "./options.ts";
import { openSession, type Session } from "./session.ts";

/** `anon-sync import ADDRESS ID`: adopts a resource that exists, after showing what it is. */
export const run: RunCommand = async (context, options, [address = "", id = ""]) => {
  const session = await openSession(context, options);
  const wanted = session.resolved.wanted.find((candidate) => candidate.address === address);
  if (wanted === undefined) throw notInManifest(session, address);
  return locked(
    session,
    async (known) => {
      const memories = await memoriesOf(session, known.store);
      return adopt(session, { ...known, memories }, wanted, id);
    },
    { mayLackIds: true },
  );
};

async function adopt(session: Session, known: Locked, wanted: Wanted, id: string): Promise<number> {
  const { context, options, kinds, ports, places } = session;
  const { state, store } = known;
  const { address } = wanted;
  refuseTaken(known, address, id);
  const kind = kinds.find((candidate) => candidate.name === wanted.kind);
  if (kind === undefined) throw new Error(`unknown kind ${wanted.kind}`);

  const candidate = await lookUpCandidate(session, known, kind, id, resolved(known, wanted));
  context.err.write(`${address} beside the ${kind.label} ${id}:\n`);
  context.err.write(renderComparison(candidate.rows, context.err.style));
  if (candidate.differs)
    context.err.write(
      "It is adopted as it is. What differs will be refused by plan until the manifest or the console is changed.\n",
    );
  if (options.yes !== true) {
    const question = `Do you want ${address} to be ${id} from now on?`;
    if (!(await askForYes(session, question, "Read the comparison above, then add --yes."))) {
      context.err.write("\nImport cancelled. Nothing was done.\n");
      return exitCode.failed;
    }
  }
  const { applied, assumed, answered, organizationId } = candidate;
  const generation = (generations(state).get(address) ?? 0) + 1;
  const earlier = state.ids.get(id);
  const maker = earlier?.attempt ?? makerOf(known, id);
  const fact: IdFact = {
    id,
    address,
    generation: Math.max(generation, (earlier?.generation ?? 0) + 1),
    // Which attempt made it stays known: another branch, or the ledger, may still have that open.
    ...(maker !== undefined && { attempt: maker }),
    applied,
    ...(assumed.length > 0 && { assumed }),
    answered,
    ...(earlier?.secretFingerprint !== undefined && {
      secretFingerprint: earlier.secretFingerprint,
    }),
  };
  await saveStore(
    ports,
    places,
    store,
    withId(state, fact),
    store.environment.organizationId ?? organizationId,
  );
  context.out.write(`Imported: ${address} = ${id}\n`);
  if (kind.hasSecret(applied))
    context.out.write(
      "Its secret does not come with it: Anon shows it once, to whoever creates the client.\n",
    );
  return exitCode.done;
}

/** An id is never held by two addresses, nor an address by two ids. */
function refuseTaken({ state, memories }: Locked, address: string, id: string): void {
  const holder = activeIds(state).get(address);
  if (holder !== undefined)
    throw failure(
      exitCode.refused,
      "address-taken",
      holder.id === id
        ? `${address} is ${id} already.`
        : `${address} is ${holder.id} already. An address holds one id.`,
      "Give the other resource an address of its own in the manifest, then import it there.",
    );
  const forgotten = forgottenAttempts(state, memories).some(({ fact }) => fact.address === address);
  // Adopting an id would say nothing of what became of the create, and leave it open for good.
  if (forgotten || unsettledAttempts(state).has(address))
    throw failure(
      exitCode.unsettled,
      "address-unsettled",
      `${address} has a create that nobody knows the end of.`,
      `If that create made ${id}: anon-sync settle ${address} --id ${id}`,
    );
  const fact = state.ids.get(id);
  if (fact !== undefined && fact.retired === undefined)
    throw failure(
      exitCode.refused,
      "id-taken",
      `${id} is ${fact.address} already. An id is never held by two addresses.`,
      fact.address.split(".")[0] === address.split(".")[0]
        ? `To rename it, add to the manifest: moved: [{ from: ${fact.address}, to: ${address} }]`
        : "Check the id in Anon's console: it is of another kind.",
    );
}

/** The attempt that made an id, as git knows it where the lockfile has lost the id. */
function makerOf({ memories }: Locked, id: string): string | undefined {
  return memories.map(({ ids }) => ids.get(id)?.attempt).find((attempt) => attempt !== undefined);
}

/** What the manifest wants, as far as the ids it refers to are known. */
function resolved({ state }: Locked, wanted: Wanted): Fields {
  const holders = activeIds(state);
  const fields: Record<string, FieldValue> = {};
  for (const [field, value] of Object.entries(wanted.fields)) {
    const id = isReference(value) ? holders.get(value.ref)?.id : value;
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

function notInManifest({ manifest, target, resolved: { wanted } }: Session, address: string) {
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
