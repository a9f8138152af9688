import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { exitCode } from "../core/errors/exit-code.ts";
import { failure } from "../core/errors/problem.ts";

/** The rights of the bearer of a key. */
export type Rights = "admin" | "read-only";

/** The two API keys of an emulated organization. The emulator never stores them. */
export interface Keys {
  readonly apiKey: string;
  readonly readOnlyKey: string;
  /** The rights an Authorization header gives; undefined if it is missing or wrong. */
  rightsOf(authorization: string | undefined): Rights | undefined;
}

/** The keys that were given, or fresh ones. Throws a Failure if a key cannot be sent. */
export function makeKeys(apiKey = newSecret(), readOnlyKey = newSecret()): Keys {
  for (const key of [apiKey, readOnlyKey]) {
    // The characters that RFC 6750 allows after "Bearer ".
    if (!/^[\w.~+/-]+=*$/.test(key))
      throw badKey("An API key for the emulator may hold only letters, digits and - . _ ~ + / =.");
  }
  if (apiKey === readOnlyKey)
    throw badKey("The emulator's API key and its read-only key must not be the same.");
  const rights = [
    [digest(apiKey), "admin"],
    [digest(readOnlyKey), "read-only"],
  ] as const;
  return {
    apiKey,
    readOnlyKey,
    rightsOf(authorization) {
      const token = /^bearer +([^ ]+) *$/i.exec(authorization ?? "")?.[1];
      if (token === undefined) return undefined;
      const sent = digest(token);
      return rights.find(([key]) => timingSafeEqual(key, sent))?.[1];
    },
  };
}

/** The bytes of a key: with base64's padding 80 characters, the length of Anon's keys. */
const keyBytes = 59;

/**
 * Returns a new random key in the form of Anon's: `anon_` and 80 characters of base64. Every key
 * has `/`, `+` and `=`: code that cannot take one of them fails at once, not with one key in three.
 */
export function newSecret(): string {
  for (;;) {
    const text = randomBytes(keyBytes).toString("base64");
    if (text.includes("/") && text.includes("+")) return `anon_${text}`;
  }
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}

function badKey(message: string) {
  return failure(
    exitCode.invalid,
    "bad-emulator-key",
    message,
    "Leave the keys out: fresh ones are made.",
  );
}
