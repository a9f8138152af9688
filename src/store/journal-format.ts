import { isAddress } from "../core/names/address.ts";
import type { PlannedCreate } from "../core/journal.ts";
import { isObject } from "../core/json.ts";
import { isReference, type Fields, type FieldValue, type WantedFields } from "../core/kind.ts";
import { parseLineage, type Lineage } from "../core/names/lineage.ts";
import { keepableId, parseResourceId } from "../core/names/resource-id.ts";
import { isRunId } from "../core/names/run-id.ts";
import type { AttemptFact, IdFact } from "../core/state/state.ts";
import { seal, unseal, unsealObject } from "./sealed-text.ts";

/** One slot's size in bytes: a disk sector, the most that a power cut tears rarely. */
export const slotBytes = 512;

/** The largest journal that is read, in bytes: half a million slots. */
export const maximumJournalBytes = 256 * 1024 * 1024;

/** The sealed head of a journal: everything about the run that is known before its first POST. */
export interface JournalHeader {
  /** Random; the attempts' ids begin with it. */
  readonly run: string;
  readonly lineage: Lineage;
  /** How many tries each create has a slot for. */
  readonly attempts: number;
  readonly creates: readonly PlannedCreate[];
}

/** One try of one create. */
export type Slot =
  | { readonly state: "planned" }
  | {
      readonly state: "sending" | "refused" | "created" | "unknown";
      /** ISO 8601. */
      readonly sentAt?: string;
      /** The ids that the references of the fields stood for, by field. */
      readonly references?: Readonly<Record<string, string>>;
      readonly id?: string;
      readonly reason?: string;
      readonly hint?: string;
      readonly quarantined?: string;
    };

type UsedSlot = Exclude<Slot, { state: "planned" }>;

/** So many slots are one piece of a new journal, 1 MiB. */
const slotsPerPiece = 2048;

/**
 * A new journal, every slot planned: where its slots start, and its bytes, piece by piece, since they may
 * be a hundred megabytes.
 */
export function formatJournal(header: JournalHeader): {
  readonly start: number;
  readonly pieces: readonly Uint8Array[];
} {
  const head = new TextEncoder().encode(`${seal(JSON.stringify(header))}\n`);
  const count = header.creates.length * header.attempts;
  // Slots begin on a sector, so that writing one never touches another.
  const start = Math.ceil((preludeBytes + head.length) / slotBytes) * slotBytes;
  const prelude = `${seal(`anon-sync-journal 1 ${start} ${count}`)}`.padEnd(preludeBytes - 1);
  const top = new Uint8Array(start).fill(0x20);
  top.set(new TextEncoder().encode(`${prelude}\n`), 0);
  top.set(head, preludeBytes);
  const slots = Buffer.alloc(
    Math.min(count, slotsPerPiece) * slotBytes,
    formatSlot({ state: "planned" }),
  );
  const whole = Array.from({ length: Math.floor(count / slotsPerPiece) }, () => slots);
  const rest = slots.subarray(0, (count % slotsPerPiece) * slotBytes);
  // One slot is like the other: those of a small journal are one piece with what is above them.
  return { start, pieces: [Buffer.concat([top, rest]), ...whole] };
}

/**
 * The bytes of one slot. What does not fit is cut if it is prose, and left out if it is not:
 * an id or a moment that is not whole would be a wrong one. What can be done without goes first.
 */
export function formatSlot(slot: Slot): Uint8Array {
  for (const smaller of slot.state === "planned" ? [slot] : ever(slot)) {
    // ASCII only, so that bytes and characters are one.
    const ascii = JSON.stringify(smaller).replace(
      /[^\u0020-\u007e]/g,
      (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
    );
    if (ascii.length > slotBytes - 10) continue;
    return new TextEncoder().encode(`${seal(ascii.padEnd(slotBytes - 10))}\n`);
  }
  throw new Error("a slot that does not fit even without what it can do without");
}

/** A slot, and the same ever smaller. */
function* ever(slot: UsedSlot): Generator<Slot> {
  yield slot;
  const { reason, hint, quarantined, sentAt, references, ...rest } = slot;
  const line = { ...rest, sentAt, references };
  if (reason !== undefined)
    for (const longest of lengths)
      yield { ...line, reason: cut(reason, longest), hint, quarantined };
  // The settling window needs the time of each send, except for an attempt that was created.
  if (slot.state === "created") yield { ...rest, references };
  yield { ...line, quarantined };
  if (quarantined !== undefined)
    for (const longest of lengths) yield { ...line, quarantined: cut(quarantined, longest) };
  yield { ...rest, sentAt };
}

const lengths = [256, 128, 64, 32, 16, 8];

/** The first characters of a text, with a mark that shows that there was more. */
function cut(text: string, longest: number): string {
  const characters = Array.from(text);
  return characters.length <= longest ? text : `${characters.slice(0, longest).join("")}…`;
}

/** The start of a journal's slots; undefined if the bytes are not a whole journal. */
export function slotStart(bytes: Uint8Array): number | undefined {
  const prelude = unseal(decode(bytes.subarray(0, preludeBytes)).trimEnd());
  const match = /^anon-sync-journal 1 (\d+) (\d+)$/.exec(prelude ?? "");
  if (match === null) return undefined;
  const start = Number(match[1]);
  // A file that is shorter, or longer, than it was sealed to be is not what was synced.
  return bytes.length === start + Number(match[2]) * slotBytes ? start : undefined;
}

/** The facts of a leftover journal. Undefined if it is damaged beyond what a tear explains. */
export function parseJournal(
  bytes: Uint8Array,
): { header: JournalHeader; ids: IdFact[]; attempts: AttemptFact[] } | undefined {
  const start = slotStart(bytes);
  if (start === undefined) return undefined;
  const head = new TextDecoder().decode(bytes.subarray(preludeBytes, start)).trimEnd();
  const header = unsealObject(head);
  if (header === undefined || !isHeader(header)) return undefined;
  const ids: IdFact[] = [];
  const attempts: AttemptFact[] = [];
  const count = (bytes.length - start) / slotBytes;
  if (count !== header.creates.length * header.attempts) return undefined;
  for (let retry = 0; retry < header.attempts; retry += 1)
    for (const [position, create] of header.creates.entries()) {
      const index = retry * header.creates.length + position;
      const from = start + index * slotBytes;
      const slot = parseSlot(bytes.subarray(from, from + slotBytes));
      if (slot.state === "planned") continue;
      const attempt = attemptId(header, index);
      const { address, generation } = create;
      const fields = resolvedFields(create.fields, slot.references);
      if (slot.state === "created" && slot.id !== undefined && parseResourceId(slot.id))
        ids.push({ id: slot.id, address, generation, attempt, applied: fields });
      else attempts.push({ attempt, address, generation, fields, ...knownOf(slot) });
    }
  return { header, ids, attempts };
}

/** The id of the attempt in one slot. The position names it, so a torn slot is known too. */
export function attemptId({ run }: JournalHeader, slot: number): string {
  return `${run.replaceAll("-", "").slice(0, 16)}-${slot}`;
}

const preludeBytes = 64;

/** A slot that does not read was being written when the power went: nobody knows what it was. */
function parseSlot(bytes: Uint8Array): Slot {
  const slot = unsealObject(decode(bytes).slice(0, -1));
  return slot !== undefined && isSlot(slot)
    ? slot
    : { state: "unknown", reason: "its record was torn by a crash" };
}

/** Whether it is a header of ours: a CRC fits to whatever it was made of. */
function isHeader(value: object): value is JournalHeader {
  const { run, lineage, attempts, creates }: Partial<Record<keyof JournalHeader, unknown>> = value;
  return (
    isRunId(run) &&
    typeof lineage === "string" &&
    parseLineage(lineage) !== undefined &&
    Number.isInteger(attempts) &&
    Array.isArray(creates) &&
    creates.every(
      (create: unknown) =>
        isObject(create) &&
        isAddress(create["address"]) &&
        Number.isSafeInteger(create["generation"]) &&
        isObject(create["fields"]),
    )
  );
}

function isSlot(value: object): value is Slot {
  const { state, references, ...texts }: { state?: unknown; references?: unknown } = value;
  return (
    ["planned", "sending", "refused", "created", "unknown"].some((known) => known === state) &&
    (references === undefined || isObject(references)) &&
    Object.values(texts).every((member) => typeof member === "string")
  );
}

function knownOf(
  slot: UsedSlot,
): Pick<AttemptFact, "verdict" | "sentAt" | "reason" | "hint" | "quarantined"> {
  const { sentAt, hint } = slot;
  // One that an earlier version took for usable.
  const quarantined = slot.quarantined ?? (slot.id && keepableId(slot.id));
  const refused = slot.state === "refused";
  const reason =
    slot.reason ??
    (slot.state === "sending" ? "the run ended before an answer was recorded" : undefined);
  return {
    verdict: refused ? "refused" : "unknown",
    ...(sentAt !== undefined && { sentAt }),
    ...(reason !== undefined && { reason }),
    ...(hint !== undefined && { hint }),
    ...(quarantined && { quarantined }),
  };
}

/** The fields of a create with ids in place of references; those whose id is not known are left out. */
export function resolvedFields(
  fields: WantedFields,
  references: Readonly<Record<string, string>> | undefined,
): Fields {
  const values: Record<string, FieldValue> = {};
  for (const [field, value] of Object.entries(fields)) {
    const id = isReference(value) ? references?.[field] : value;
    if (id !== undefined) values[field] = id;
  }
  return values;
}

/** Slots and the prelude are ASCII: a byte a character, whatever a damaged disk made of them. */
function decode(bytes: Uint8Array): string {
  return new TextDecoder("latin1").decode(bytes);
}
