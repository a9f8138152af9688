import { configureGlobal } from "fast-check";

/**
 * fast-check with one seed: a run fails because of a change, and never by chance. The environment
 * variable PROPERTY_SEED names another seed, a whole number, or is `random`.
 */
export * as fc from "fast-check";

const chosen = process.env["PROPERTY_SEED"] ?? "20261201";
if (chosen !== "random") {
  const seed = Number(chosen);
  if (!Number.isInteger(seed)) throw new Error(`PROPERTY_SEED is not a whole number: ${chosen}`);
  configureGlobal({ seed });
}
