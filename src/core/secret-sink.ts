import { createHash } from "node:crypto";

/** The destinations of secrets that are shown once (service clients' keys). */
export interface SecretSinks {
  /**
   * Opens the place for one address's secret, so that what can fail has failed before the create
   * is sent. Rejects with a Failure if the place is not to be had.
   */
  open(address: string): Promise<SecretSink>;
}

export interface SecretSink {
  /** The destination, for people: `its secret is in PLACE`. */
  readonly place: string;
  /** Delivers the secret of the client with this id for good, and closes the sink. */
  write(secret: string, id: string): Promise<void>;
  /** Removes the destination: no secret came. */
  discard(): Promise<void>;
}

/** Stands for the fingerprint of a secret whose delivery was never recorded: it may be lost. */
export const lostSecret = "lost";

/**
 * Returns a fingerprint that later proves whether a secret is the delivered secret, and nothing
 * else. It has 48 bits of a hash: enough to tell two secrets apart, and of no use for guessing a
 * random, long secret.
 */
export function fingerprintOf(secret: string): string {
  const hash = createHash("sha256").update(`anon-sync secret fingerprint v1\n${secret}`);
  return `sha256:${hash.digest("hex").slice(0, 12)}`;
}
