import { runLength } from "./secret-forms.ts";

/**
 * What a character counts as, by its code: 0 if it is no part of a secret in any form. Capitals count
 * as small letters, and the signs of base64url as those of base64 (RFC 4648, 5).
 */
const values = new Uint8Array(128);
for (const sign of "0123456789abcdefghijklmnopqrstuvwxyz=%~.\\+/") {
  values[sign.charCodeAt(0)] = sign.charCodeAt(0);
  values[sign.toUpperCase().charCodeAt(0)] = sign.charCodeAt(0);
}
values["-".charCodeAt(0)] = values["+".charCodeAt(0)] as number;
values["_".charCodeAt(0)] = values["/".charCodeAt(0)] as number;

function valueAt(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code < 128 ? (values[code] as number) : 0;
}

const multiplier = 0x01000193;
/** What the first character of a run has been multiplied with when the last one comes. */
const multiplierToLast = Array.from({ length: runLength - 1 }).reduce<number>(
  (power) => Math.imul(power, multiplier),
  1,
);

/** Where runs stand: from the first of their characters to behind the last. */
export type Span = readonly [start: number, end: number];

/**
 * The runs of `runLength` characters of many texts: to look for all of them in another text costs
 * the same for one and for thousands.
 */
export class RunIndex {
  /** The hashes of the runs; 0 is a free slot. */
  #slots = new Int32Array(0);
  /** A slot is the upper bits of a hash, times a number that spreads them. */
  #shift = 32;
  #count = 0;
  /** All texts: what has the hash of a run is looked for here. */
  #texts = "";
  #pending: string[] = [];

  /** From now on. It costs nothing until something is looked for. */
  add(...texts: readonly string[]): void {
    this.#pending.push(...texts);
  }

  /**
   * Where the text holds runs, in order and apart from each other; undefined if there is none, as
   * nearly always. Only characters beside each other are a run.
   */
  spans(text: string): Span[] | undefined {
    if (this.#pending.length > 0) this.#index();
    return this.#count === 0 ? undefined : this.#walk(text, false);
  }

  #index(): void {
    for (const text of this.#pending) {
      this.#texts += `${folded(text)} `;
      this.#walk(text, true);
    }
    this.#pending = [];
  }

  /**
   * Meets each `runLength` characters in a row that may be part of a secret, with a hash of them that
   * grows out of the last one; takes them in, or answers where there are known ones. Most words are
   * shorter: it looks at the end of what may be a run first, and jumps past what cannot be one.
   */
  #walk(text: string, takesIn: boolean): Span[] | undefined {
    const length = text.length;
    let spans: [number, number][] | undefined;
    for (let start = 0; start + runLength <= length;) {
      let at = start + runLength - 1;
      while (at >= start && valueAt(text, at) !== 0) at -= 1;
      if (at >= start) {
        start = at + 1;
        continue;
      }
      let hash = 0;
      for (at = start; at < start + runLength - 1; at += 1)
        hash = (Math.imul(hash, multiplier) + valueAt(text, at)) | 0;
      for (; at < length; at += 1, start += 1) {
        const value = valueAt(text, at);
        if (value === 0) break;
        hash = (Math.imul(hash, multiplier) + value) | 0;
        // One in 2^32 is 0, which is a free slot: it shares a place with 1.
        const shown = hash === 0 ? 1 : hash;
        if (takesIn) this.#put(shown);
        else if (this.#has(shown) && this.#texts.includes(folded(text, start)))
          spans = joined(spans, start);
        hash = (hash - Math.imul(valueAt(text, start), multiplierToLast)) | 0;
      }
      start = at + 1;
    }
    return spans;
  }

  #has(hash: number): boolean {
    let slot = this.#slotOf(hash);
    for (let held = this.#slots[slot]; held !== 0; held = this.#slots[slot]) {
      if (held === hash) return true;
      slot = this.#next(slot);
    }
    return false;
  }

  #put(hash: number): void {
    if (this.#count * 4 >= this.#slots.length) this.#grow();
    if (this.#has(hash)) return;
    let slot = this.#slotOf(hash);
    while (this.#slots[slot] !== 0) slot = this.#next(slot);
    this.#slots[slot] = hash;
    this.#count += 1;
  }

  #grow(): void {
    const hashes = this.#slots;
    const size = Math.max(1 << 12, hashes.length * 2);
    this.#slots = new Int32Array(size);
    this.#shift = Math.clz32(size) + 1;
    this.#count = 0;
    for (const hash of hashes) if (hash !== 0) this.#put(hash);
  }

  #slotOf(hash: number): number {
    return Math.imul(hash, 0x9e3779b1) >>> this.#shift;
  }

  #next(slot: number): number {
    return slot + 1 === this.#slots.length ? 0 : slot + 1;
  }
}

/** A text, or the run of it from `start` on, with characters that count as one written as one. */
function folded(text: string, start?: number): string {
  const run = start === undefined ? text : text.slice(start, start + runLength);
  return run.toLowerCase().replaceAll("-", "+").replaceAll("_", "/");
}

/** The spans with a run that begins behind the beginnings of all of them. */
function joined(spans: [number, number][] = [], start: number): [number, number][] {
  const last = spans.at(-1);
  if (last !== undefined && last[1] >= start) last[1] = start + runLength;
  else spans.push([start, start + runLength]);
  return spans;
}
