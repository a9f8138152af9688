import { formatJournal, formatSlot, slotBytes, slotStart } from "../../src/store/journal-format.ts";
import type { JournalHeader, Slot } from "../../src/store/journal-format.ts";
import type { JsonObject } from "../../src/core/json.ts";
import { isReference, type Fields } from "../../src/core/kind.ts";
import { stateOf, type AttemptFact, type IdFact, type State } from "../../src/core/state/state.ts";
import { formatLockfile } from "../../src/store/lockfile.ts";
import { parseManifest } from "../../src/manifest/parse.ts";
import { resolveManifest } from "../../src/manifest/resolve.ts";
import { seal } from "../../src/store/sealed-text.ts";
import { kinds } from "../../src/kinds/index.ts";
import { kindOf } from "../support/world.ts";
import { baseUrl, inLineage, lockfilePath, organizationId } from "./simulated-planner.ts";
import { lineageOf } from "../../src/core/names/lineage.ts";

/** The lineage of the example's lockfile. */
export const lineage = lineageOf("9f0c2f6e-5f5c-4a57-9d57-0a6a1b1e7c10");

/**
 * A manifest in the middle of its life, with every kind of entry that a lockfile can have. It has
 * few words, because tests flip each of their bits.
 */
export const manifestText = `version: 1
userPools:
  members: { name: Members, description: In use. }
  partners: { name: Partners, description: Came back. }
  late: { name: Late, description: Unknown. }
  fresh: { name: Fresh, description: New. }
sdkClients:
  web: { name: Web, description: Front., kind: { application: { userPool: members } } }
  jobs: { name: Jobs, description: Jobs., kind: service }
`;

/**
 * The manifests to plan with: the one above, and two with undeclared renames. One renames a pool,
 * the other a pool with an unsettled create. The plans of these two stop.
 */
export const manifestTexts = [
  manifestText,
  manifestText.replace("  members:", "  people:").replace("userPool: members", "userPool: people"),
  manifestText.replace("  late:", "  later:"),
];

/** Two resources that have left the manifest: one is still in use, one is retired. */
const formerText = `version: 1
userPools:
  old:
    name: Old
    description: Left.
    authorization: { jwksUri: "https://a.test/k", idClaim: email }
sdkClients:
  legacy: { name: Legacy, description: Gone., kind: service }
`;

/** Returns the id for an address. */
export function idOf(address: string): string {
  const number = [...address].reduce((sum, character) => sum * 31 + character.charCodeAt(0), 7);
  return `${(number % 0xffffffff).toString(16).padStart(8, "0")}-1d2e-4b5c-8a9b-0c1d2e3f4a5b`;
}

/** Returns the state of the example's lockfile. */
export function houseState(): State {
  return stateOf(
    [
      ...["userPools.members", "sdkClients.web", "userPools.old"].map(active),
      { ...active("userPools.partners"), retired: "removed" },
      { ...active("sdkClients.legacy"), retired: "removed" },
    ],
    [
      attemptAt("userPools.late", "0a1b2c3d4e5f6071-0"),
      { ...attemptAt("userPools.fresh", "0a1b2c3d4e5f6071-1"), verdict: "refused" },
    ],
  );
}

/** Returns the lockfile of a state, as the tool writes it. */
export function lockfileOf(state: State): Uint8Array {
  const environment = { name: "sandbox", baseUrl, organizationId };
  return formatLockfile({ lineage, environment, state });
}

/** Returns the ledger of a state: every id, and the attempts that were ever open. */
export function ledgerOf({ ids, attempts }: State): Uint8Array {
  const lines: JsonObject[] = [
    {
      name: "sandbox",
      baseUrl,
      lockfile: "anon.lock.sandbox.json",
      entries: ids.size + attempts.size,
    },
    ...[...ids.values()].map(({ id, address, generation }) => ({ id, address, generation })),
    ...[...attempts.values()].map(({ attempt, address, generation, fields }) => ({
      attempt,
      address,
      generation,
      fields,
    })),
  ];
  return new TextEncoder().encode(lines.map((line) => `${seal(JSON.stringify(line))}\n`).join(""));
}

/** Returns a killed run's journal of three creates, with a slot in each possible state. */
export function journalOf(): Uint8Array {
  const header: JournalHeader = {
    run: "7d9a1f3c-2b4e-4c6d-8e0f-112233445566",
    lineage,
    attempts: 2,
    creates: ["userPools.fresh", "userPools.late", "sdkClients.jobs"].map((address) => ({
      address,
      kind: kindOf(address).name,
      generation: 1,
      fields: fieldsOf(address),
    })),
  };
  const bytes = Buffer.concat(formatJournal(header).pieces);
  const sentAt = "2026-01-02T03:04:05.678Z";
  const slots: Slot[] = [
    { state: "refused", sentAt, reason: "The API asks to slow down (429)." },
    { state: "unknown", sentAt, reason: "It broke.", hint: "0f0f0f0f-hint" },
    { state: "sending", sentAt },
    { state: "created", sentAt, id: idOf("userPools.fresh") },
  ];
  for (const [index, slot] of slots.entries())
    bytes.set(formatSlot(slot), (slotStart(bytes) ?? 0) + index * slotBytes);
  return bytes;
}

/** Returns the example's files by path; without journal and ledger unless they are given. */
export function filesOf(files: {
  readonly lockfile: Uint8Array;
  readonly journal?: Uint8Array;
  readonly ledger?: Uint8Array;
}): Map<string, Uint8Array> {
  const made = new Map([[lockfilePath, files.lockfile]]);
  if (files.journal !== undefined) made.set(inLineage(lineage, "journal"), files.journal);
  if (files.ledger !== undefined) made.set(inLineage(lineage, "ledger"), files.ledger);
  return made;
}

/** Returns the API's answers for these ids. */
export function answersOf(facts: Iterable<IdFact>): Map<string, JsonObject> {
  const server = { jwksUri: "https://b.test/k", secret: () => "" };
  return new Map(
    [...facts].map(({ id, address, applied }) => {
      const kind = kindOf(address);
      const stored = kind.emulation.stored(kind.body(applied, undefined), server);
      return [id, { id, ...stored, organizationId }];
    }),
  );
}

/** Returns an id in use, created from the manifest's fields of its address. */
export function active(address: string): IdFact {
  const applied = Object.fromEntries(
    Object.entries(fieldsOf(address)).map(([field, value]) => [
      field,
      isReference(value) ? idOf(value.ref) : value,
    ]),
  );
  const fact: IdFact = { id: idOf(address), address, generation: 1, applied };
  const answer = answersOf([fact]).get(fact.id) ?? {};
  return { ...fact, answered: kindOf(address).observed(answer) };
}

function attemptAt(address: string, attempt: string): AttemptFact {
  const fields = fieldsOf(address) as Fields;
  const sentAt = "2026-01-02T03:04:05.678Z";
  const reason = "It broke.";
  return { attempt, address, generation: 1, verdict: "unknown", fields, sentAt, reason };
}

function fieldsOf(address: string) {
  for (const text of [manifestText, formerText]) {
    const { manifest } = parseManifest(new TextEncoder().encode(text), "m.yaml", kinds);
    if (manifest === undefined) throw new Error("a manifest of the test is invalid");
    const { wanted } = resolveManifest(manifest, "sandbox", kinds);
    const found = wanted.find((each) => each.address === address);
    if (found !== undefined) return found.fields;
  }
  throw new Error(`no manifest of the test has ${address}`);
}
