/**
 * The largest manifest that is read, in bytes: 16 MiB. Whoever reads the disk stops there. Reading and
 * checking it takes time in proportion to its length, whatever it holds (bench/manifest-checks.mjs).
 */
export const maximumManifestBytes = 16 * 1024 * 1024;

/**
 * How long a manifest may be times the number of its environments, in UTF-16 code units: everything
 * is checked in each of them. The three that a manifest has by default are enough for the largest.
 */
export const maximumLengthInEnvironments = 3 * maximumManifestBytes;

/** The longest key that is read, in UTF-16 code units. No valid one is longer than 128. */
export const maximumKeyLength = 256;

/** How many mistakes of one text are told. Each is looked for in the text, to show its place. */
export const maximumMistakes = 20;

/** How many maps and lists may stand inside each other; the outermost map is the first. */
export const maximumManifestDepth = 64;

/** The longest text that filling in variables may make, in UTF-16 code units. */
export const maximumTextLength = 65_536;
