import { lineageOf, type Lineage } from "../../src/core/names/lineage.ts";

/** Returns a different lineage for each number. */
export function lineageNumber(number: number): Lineage {
  return lineageOf(`11111111-aaaa-4aaa-8aaa-${String(number).padStart(12, "0")}`);
}
