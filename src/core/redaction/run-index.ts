import { runLength } from "./secret-forms.ts";

/**
 * The value of a character by its code: 0 if it is no part of a secret in any form. Capitals count
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
/** The factor of the first value of a run when the last value comes. */
const multiplierToLast = Array.from({ length: runLength - 1 }).reduce<number>(
  (power) => Math.imul(power, multiplier),
  1,
);

/** Nearly no text has so many characters of a run, so we search for these first. */
const partLength = 4;
const partBits = 16;

function partAt(text: string, at: number): number {
  let part = 0;
  for (let nth = at; nth < at + partLength; nth += 1)
    part = Math.imul(part, 0x01000193) + valueAt(text, nth);
  return Math.imul(part, 0x9e3779b1) >>> (32 - partBits);
}

/** The positions of runs: from the first of their characters to behind the last. */
export type Span = readonly [start: number, end: number];

/**
 * The runs of `runLength` characters of many texts. A search for all of them in another text costs
 * the same for one and for thousands.
 */
export class RunIndex {
  /** The values of all texts, a 0 behind each. */
  #pool = new Uint8Array(1 << 10);
  #used = 0;
  /**
   * By a hash: the position in the pool at which a run begins, counted from 1. 0 is a free slot.
   */
  #slots = new Int32Array(1 << 13);
  #count = 0;
  /** By a hash of `partLength` characters: 1 if some run has them. */
  #parts = new Uint8Array(0);
  #pending: string[] = [];

  /** Adds texts from now on. It costs nothing until the next search. */
  add(...texts: readonly string[]): void {
    this.#pending.push(...texts);
  }

  /**
   * The positions of runs in a text, in order and apart from each other; undefined if it holds none, as nearly
   * always. Only characters beside each other are a run.
   */
  spans(text: string): Span[] | undefined {
    if (this.#pending.length > 0) this.#index();
    if (this.#count === 0) return undefined;
    let spans: [number, number][] | undefined;
    for (let start = 0; start + runLength <= text.length;) {
      // Most words are shorter than a run: we check the run's end first, to jump past short words.
      let end = start + runLength - 1;
      while (end >= start && valueAt(text, end) !== 0) end -= 1;
      if (end >= start) {
        start = end + 1;
        continue;
      }
      end = start + runLength;
      while (valueAt(text, end) !== 0) end += 1;
      if (this.#mayHold(text, start, end)) spans = this.#spansIn(text, start, end, spans);
      start = end + 1;
    }
    return spans;
  }

  /**
   * False if none of the sampled parts is a part of a run here: each run would contain a sample.
   */
  #mayHold(text: string, start: number, end: number): boolean {
    for (let at = start; at + partLength <= end; at += runLength - partLength + 1)
      if (this.#parts[partAt(text, at)] === 1) return true;
    return false;
  }

  /** Hashes of runs of characters that may be part of a secret; each hash grows out of the last one. */
  #spansIn(
    text: string,
    first: number,
    end: number,
    before: [number, number][] | undefined,
  ): [number, number][] | undefined {
    let spans = before;
    let hash = 0;
    for (let at = first; at < end; at += 1) {
      hash = (Math.imul(hash, multiplier) + valueAt(text, at)) | 0;
      const start = at - runLength + 1;
      if (start < first) continue;
      if (this.#has(hash, text, start)) spans = joined(spans, start);
      hash = (hash - Math.imul(valueAt(text, start), multiplierToLast)) | 0;
    }
    return spans;
  }

  #has(hash: number, text: string, start: number): boolean {
    for (let slot = this.#slotOf(hash); ; slot = (slot + 1) & (this.#slots.length - 1)) {
      const place = this.#slots[slot] as number;
      if (place === 0) return false;
      let same = 0;
      while (same < runLength && this.#pool[place - 1 + same] === valueAt(text, start + same))
        same += 1;
      if (same === runLength) return true;
    }
  }

  #index(): void {
    if (this.#parts.length === 0) this.#parts = new Uint8Array(1 << partBits);
    for (const text of this.#pending) {
      const first = this.#used;
      if (first + text.length >= this.#pool.length) this.#enlargePool(text.length + 1);
      for (let at = 0; at < text.length; at += 1) this.#pool[this.#used++] = valueAt(text, at);
      this.#pool[this.#used++] = 0;
      // Both grow with each value: the hash of a run, and how many of its values are beside each
      // other.
      let hash = 0;
      let length = 0;
      for (let at = 0; at < text.length; at += 1) {
        const value = this.#pool[first + at] as number;
        length = value === 0 ? 0 : length + 1;
        hash = value === 0 ? 0 : (Math.imul(hash, multiplier) + value) | 0;
        if (length < runLength) continue;
        const start = at - runLength + 1;
        // The first run of a stretch adds all its parts, each later run only its last part.
        for (let part = length === runLength ? start : at + 1 - partLength; ; part += 1) {
          this.#parts[partAt(text, part)] = 1;
          if (part + partLength > at) break;
        }
        if (!this.#has(hash, text, start)) this.#put(hash, first + start + 1);
        hash = (hash - Math.imul(this.#pool[first + start] as number, multiplierToLast)) | 0;
      }
    }
    this.#pending = [];
  }

  #put(hash: number, place: number): void {
    if (this.#count * 4 >= this.#slots.length) this.#enlargeSlots();
    let slot = this.#slotOf(hash);
    while (this.#slots[slot] !== 0) slot = (slot + 1) & (this.#slots.length - 1);
    this.#slots[slot] = place;
    this.#count += 1;
  }

  /** A slot is the upper bits of a hash, spread by a multiplication. */
  #slotOf(hash: number): number {
    return Math.imul(hash, 0x9e3779b1) >>> (Math.clz32(this.#slots.length) + 1);
  }

  #enlargePool(more: number): void {
    const pool = new Uint8Array((this.#pool.length + more) * 2);
    pool.set(this.#pool);
    this.#pool = pool;
  }

  #enlargeSlots(): void {
    const places = this.#slots;
    this.#slots = new Int32Array(places.length * 4);
    this.#count = 0;
    for (const place of places)
      if (place !== 0)
        this.#put(hashOf(this.#pool.subarray(place - 1, place - 1 + runLength)), place);
  }
}

function hashOf(run: Uint8Array): number {
  let hash = 0;
  for (const value of run) hash = (Math.imul(hash, multiplier) + value) | 0;
  return hash;
}

/** Adds a run to the spans. It must begin behind the beginnings of all of them. */
function joined(spans: [number, number][] = [], start: number): [number, number][] {
  const last = spans.at(-1);
  if (last !== undefined && last[1] >= start) last[1] = start + runLength;
  else spans.push([start, start + runLength]);
  return spans;
}
