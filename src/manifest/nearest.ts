/** Answers the candidate that `written` was probably meant to be; undefined if none is near. */
export type Nearest = (written: string, candidates: Iterable<string>) => string | undefined;

/** Longer names get no suggestion: users rarely type them, and the comparison is quadratic. */
const maximumLength = 64;

/**
 * A did-you-mean with a budget: it stops suggesting after so many comparisons of two letters. Ten
 * thousand wrong references among ten thousand names stay quick that way.
 */
export function createNearest(comparisons = 20_000_000): Nearest {
  let left = comparisons;
  return (written, candidates) => {
    if (written.length > maximumLength) return undefined;
    let best: string | undefined;
    let bestDistance = Math.max(1, Math.floor(written.length / 3)) + 1;
    for (const candidate of candidates) {
      if (left <= 0) return best;
      left -= 1;
      if (candidate.length > 2 * maximumLength) continue;
      left -= written.length * candidate.length;
      const distance = distanceBetween(written.toLowerCase(), candidate.toLowerCase());
      if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
    }
    return best;
  };
}

/** The edit distance. A candidate's first letters count as near, if there are at least three. */
function distanceBetween(written: string, candidate: string): number {
  if (written.length >= 3 && candidate.startsWith(written)) return 1;
  return editDistance(written, candidate);
}

/** Levenshtein's distance, a swap of neighbours counted once. Infinite if lengths differ a lot. */
function editDistance(left: string, right: string): number {
  if (Math.abs(left.length - right.length) > maximumLength / 3) return Infinity;
  let before: number[] = [];
  let above = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let i = 1; i <= left.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= right.length; j += 1) {
      const changed = left[i - 1] === right[j - 1] ? 0 : 1;
      let cost = Math.min(above[j]! + 1, row[j - 1]! + 1, above[j - 1]! + changed);
      const swapped =
        i > 1 && j > 1 && left[i - 1] === right[j - 2] && left[i - 2] === right[j - 1];
      if (swapped) cost = Math.min(cost, before[j - 2]! + 1);
      row.push(cost);
    }
    [before, above] = [above, row];
  }
  return above[right.length]!;
}
