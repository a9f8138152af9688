declare const brand: unique symbol;

/**
 * The name of an environment: a letter, then letters, digits, `-` and `_`, 64 in all, and no device
 * of Windows. It is a part of file names (lockfile, secrets) and of a ref's name.
 */
export type EnvironmentName = string & { readonly [brand]: "environment" };

/** The same rule as a pattern, for JSON Schema; the pattern lets the devices through. */
export const environmentNamePattern = "^[A-Za-z][A-Za-z0-9_-]{0,63}$";

const isName = new RegExp(environmentNamePattern);

/**
 * Windows takes these for devices in every folder, in any case and whatever ending follows them
 * (https://learn.microsoft.com/windows/win32/fileio/naming-a-file).
 */
const isDevice = /^(con|prn|aux|nul|com\d|lpt\d)$/i;

/** Returns a text as an EnvironmentName; undefined if it is none. */
export function parseEnvironmentName(text: string): EnvironmentName | undefined {
  return isName.test(text) && !isDevice.test(text) ? (text as EnvironmentName) : undefined;
}

/** Returns a name from a valid manifest as an EnvironmentName. Throws an Error if it is none. */
export function environmentNameOf(text: string): EnvironmentName {
  const name = parseEnvironmentName(text);
  if (name === undefined) throw new Error(`${JSON.stringify(text)} is not an environment's name`);
  return name;
}
