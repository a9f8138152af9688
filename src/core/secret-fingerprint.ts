import { createHash } from "node:crypto";

/** Stands for the fingerprint of a secret whose delivery was never recorded: it may be lost. */
export const lostSecret = "lost";

/**
 * Tells later whether a secret is the one that was delivered, and nothing else of it: 48 bits of a
 * hash, which is enough to tell two apart and of no use for a secret that is random and long.
 */
export function fingerprintOf(secret: string): string {
  const hash = createHash("sha256").update(`anon-sync secret fingerprint v1\n${secret}`);
  return `sha256:${hash.digest("hex").slice(0, 12)}`;
}
