import type { Problem } from "../core/errors/problem.ts";
import { urlInProse } from "../core/names/shown-url.ts";
import type { Session } from "../session/session.ts";

/** What is wrong with the JWKS of a pool, and of others with the same URL. */
export interface JwksProblem extends Problem {
  /** The first of them. */
  readonly address: string;
  readonly next: string;
}

/** What is said of each URL: whose it is, and where the manifest has it. */
export function aboutJwks({ manifest }: Session, url: string, addresses: readonly string[]) {
  const [address = ""] = addresses;
  return {
    subject: `The JWKS of ${addresses.join(", ")} at ${urlInProse(url)}`,
    address,
    file: manifest.file,
    range: manifest.positionOf(address, ["authorization", "jwksUri"]),
  };
}

type About = ReturnType<typeof aboutJwks>;

/** `mistake` ends the sentence. */
export function notUsable({ subject, ...place }: About, mistake: string): JwksProblem {
  return {
    ...place,
    code: "jwks-not-usable",
    severity: "warning",
    message: `${subject} is of no use: ${mistake}. A pool cannot be corrected after it was made.`,
    next: "Correct authorization.jwksUri, or what its server answers. If it is right all the same: --skip-jwks-check",
  };
}

/** `members`: by which of its members a key shows that it is no public one. */
export function publishesSecrets(
  { subject, ...place }: About,
  members: readonly string[],
): JwksProblem {
  return {
    ...place,
    code: "jwks-private-key",
    severity: "warning",
    message: `${subject} publishes a private key (${members.map((member) => `"${member}"`).join(", ")}): whoever reads it can sign in as any user of the pool.`,
    next: "Have the identity provider make a new key and publish its public part alone: this one is known.",
  };
}
