/** The owner and the environment of a key. */
export interface KeyOwner {
  /** The environment: `sandbox`. */
  readonly name: string;
  /** The organization, if several share the variables of one machine: `acme`. */
  readonly keyOf?: string;
}

const prefix = "ANON_API_KEY";

/** The environments of a manifest that names none: every machine may have their variables. */
export const builtInEnvironments = ["sandbox", "production", "emulator"] as const;

/**
 * Returns the variables that may have the key; the first variable that is set counts. The key of a
 * named organization never comes from a variable without its name: that key would be another's. Two
 * underscores, which no name has, keep apart the environment `eu_prod` of `acme` and `prod` of
 * `acme-eu`.
 */
export function keyVariablesOf({ name, keyOf }: KeyOwner): readonly [string, string] {
  const environment = environmentWord(name);
  if (keyOf === undefined) return [`${prefix}_${environment}`, prefix];
  const own = `${prefix}_${keyNameOf(keyOf)}`;
  return [`${own}__${environment}`, own];
}

/**
 * An organization's name as variables have it: `eu/acme-labs` is EU_ACME_LABS. Empty if nothing of it
 * is left. Only a to z have capitals here: `ſandbox` (U+017F) is no SANDBOX. A name that macOS has taken
 * apart (NFD) is the same as elsewhere.
 */
export function keyNameOf(text: string): string {
  return capitals(text.normalize("NFC"))
    .replaceAll(/[^A-Z0-9]+/g, "_")
    .replaceAll(/^_|_$/g, "");
}

/** One variable that two readings of names have in common. */
export interface KeyConflict {
  readonly variable: string;
  /** The environment without an organization whose key the variable holds. */
  readonly environment: string;
}

/**
 * Finds an environment whose variable is an organization's variable, too. ANON_API_KEY_PRODUCTION
 * is the key of the organization `production` and of the environment `production`. Undefined if
 * there is no such environment.
 */
export function keyConflict(
  keyOf: string,
  environments: Iterable<string>,
): KeyConflict | undefined {
  const organization = keyNameOf(keyOf);
  for (const environment of [...builtInEnvironments, ...environments])
    if (environmentWord(environment) === organization)
      return { variable: `${prefix}_${organization}`, environment };
  return undefined;
}

/**
 * Returns the organization and the environment that an environment's name reads as, too. The
 * variable of `acme__prod` is also the variable of `prod` in the organization `acme`. Undefined for
 * any other name: no organization's name has two underscores in a row, and each environment's
 * begins with a letter.
 */
export function organizationIn(
  name: string,
): { readonly variable: string; readonly keyOf: string; readonly name: string } | undefined {
  const [, keyOf, rest] = readsAsTwo.exec(name) ?? [];
  if (keyOf === undefined || rest === undefined) return undefined;
  return { variable: `${prefix}_${environmentWord(name)}`, keyOf, name: rest };
}

const readsAsTwo = /^((?:(?![-_]{2}).)+)[-_]{2}([A-Za-z].*)$/;

/** Returns an environment's name as in variables: `eu-prod` becomes EU_PROD. */
export function environmentWord(name: string): string {
  return capitals(name).replaceAll(/[^A-Z0-9]/g, "_");
}

function capitals(text: string): string {
  return text.replaceAll(/[a-z]/g, (letter) => letter.toUpperCase());
}
