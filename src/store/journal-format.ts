import { isAddress } from "../core/names/address.ts";
import type { PlannedCreate } from "../core/journal.ts";
import { isObject } from "../core/json.ts";
import { isReference, type Fields, type FieldValue, type WantedFields } from "../core/kind.ts";
import { parseLineage, type Lineage } from "../core/names/lineage.ts";
import { keepableId, parseResourceId } from "../core/names/resource-id.ts";
import { isRunId } from "../core/names/run-id.ts";
import type { AttemptFact, IdFact } from "../core/state/state.ts";
import { seal, unseal, unsealObject } from "./sealed-text.ts";

/** One slot's size in bytes: a disk sector, the largest unit that a power cut only rarely tears. */
export const slotBytes = 512;

/** The largest journal that is read, in bytes: half a million slots. */
export const maximumJournalBytes = 256 * 1024 * 1024;

/** The sealed head of a journal: all facts about a run that are known before its first POST. */
export interface JournalHeader {
  /** Random; the attempts' ids begin with it. */
  readonly run: string;
  readonly lineage: Lineage;
  /** The number of tries, and so of slots, of each create. */
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
      /** The ids that replaced the references in the fields, by field. */
      readonly references?: Readonly<Record<string, string>>;
      readonly id?: string;
      readonly reason?: string;
      readonly hint?: string;
      readonly quarantined?: string;
    };

type UsedSlot = Exclude<Slot, { state: "planned" }>;

/** The number of slots in one piece of a new journal: 1 MiB. */
const slotsPerPiece = 2048;

/**
 * Returns a new journal with every slot planned: the offset of the first slot, and the bytes.
 * The bytes come in pieces, because a journal may have a hundred megabytes.
 */
export function formatJournal(header: JournalHeader): {
  readonly start: number;
  readonly pieces: readonly Uint8Array[];
} {
  const head = new TextEncoder().encode(`${seal(JSON.stringify(header))}\n`);
  const count = header.creates.length * header.attempts;
  // Every slot begins on a sector boundary: writing a slot never touches another slot.
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
  // All slots are equal. The slots of a small journal form one piece with the head.
  return { start, pieces: [Buffer.concat([top, rest]), ...whole] };
}

/**
 * The bytes of one slot. What does not fit is cut if it is prose, and left out if it is not:
 * an id or a moment that is not whole would be a wrong one. What can be done without goes first.
 */
export function formatSlot(slot: Slot): Uint8Array {
  for (const smaller of slot.state === "planned" ? [slot] : ever(slot)) {
    // The text is ASCII only: one byte is one character.
    const ascii = JSON.stringify(smaller).replace(
      /[^\u0020-\u007e]/g,
      (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
    );
    if (ascii.length > slotBytes - 10) continue;
    return new TextEncoder().encode(`${seal(ascii.padEnd(slotBytes - 10))}\n`);
  }
  throw new Error("a slot that does not fit even without what it can do without");
}

/** Yields a slot, then ever smaller versions of the slot. */
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

/** Returns the first characters of a text, with an ellipsis if characters were cut. */
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
  // A file that is shorter, or longer, than its prelude states is not the file that we synced.
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

/** Returns the id of the attempt in one slot. A torn slot has an id too: its position gives it. */
export function attemptId({ run }: JournalHeader, slot: number): string {
  return `${run.replaceAll("-", "").slice(0, 16)}-${slot}`;
}

const preludeBytes = 64;

/** Reads a slot. A power cut during its write tore an unreadable slot, so it is `unknown`. */
function parseSlot(bytes: Uint8Array): Slot {
  const slot = unsealObject(decode(bytes).slice(0, -1));
  return slot !== undefined && isSlot(slot)
    ? slot
    : { state: "unknown", reason: "its record was torn by a crash" };
}

/** Whether a value is a header of ours: a CRC alone does not prove that anon-sync made the text. */
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
  // An earlier version of anon-sync may have recorded an unusable id as usable.
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

/** Returns a create's fields with ids for references, without fields whose id is not known. */
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

/** Decodes a slot or the prelude: one character for each byte, even if a disk damaged the bytes. */
function decode(bytes: Uint8Array): string {
  return new TextDecoder("latin1").decode(bytes);
}
