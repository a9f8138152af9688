/** Whose key is wanted. */
export interface KeyOwner {
  /** The environment: `sandbox`. */
  readonly name: string;
  /** The organization, where several share the variables of one machine: `acme`. */
  readonly keyOf?: string;
}

/**
 * The variables that may hold the key, of which the first that is set counts. The key of an organization
 * that is named is never one without its name: that would be another's. Two underscores, which no name
 * holds, keep apart the environment `eu_prod` of `acme` and `prod` of `acme-eu`.
 */
export function keyVariablesOf({ name, keyOf }: KeyOwner): readonly [string, string] {
  const environment = name.toUpperCase().replaceAll(/[^A-Z0-9]/g, "_");
  if (keyOf === undefined) return [`ANON_API_KEY_${environment}`, "ANON_API_KEY"];
  const own = `ANON_API_KEY_${keyNameOf(keyOf)}`;
  return [`${own}__${environment}`, own];
}

/** A name as variables have it: `eu/acme-labs` is EU_ACME_LABS. Empty where nothing of it is left. */
export function keyNameOf(text: string): string {
  return text
    .toUpperCase()
    .replaceAll(/[^A-Z0-9]+/g, "_")
    .replaceAll(/^_|_$/g, "");
}
