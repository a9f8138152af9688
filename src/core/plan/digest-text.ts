/** The version of a digest's content. Digests of two versions are never equal. */
export const digestVersion = "v2";

/** A digest of this version, as a regular expression: one word of a shell. */
export const digestPattern = `${digestVersion}:[0-9a-f]{64}`;

/** A digest of any version, as a regular expression: the first version had no prefix. */
export const anyDigestPattern = "(?:v[0-9]{1,4}:)?[0-9a-f]{64}";

/** Whether a text is a digest that another version of anon-sync made. */
export function isOtherDigest(text: string): boolean {
  return new RegExp(`^${anyDigestPattern}$`).test(text) && !text.startsWith(`${digestVersion}:`);
}
