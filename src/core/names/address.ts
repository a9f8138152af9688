/** Keys of resources, the second part of an address. */
export const keyPattern = "^[A-Za-z][A-Za-z0-9_-]{0,63}$";

/** Addresses of resources: `userPools.members`. */
export const addressPattern = `^[A-Za-z]+\\.${keyPattern.slice(1)}`;

const isPattern = new RegExp(addressPattern);

/** Whether a value from a record of ours is an address. */
export function isAddress(value: unknown): value is string {
  return typeof value === "string" && isPattern.test(value);
}
