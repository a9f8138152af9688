/**
 * The largest manifest that is read, in bytes: 2 MiB, some 16,000 resources. Whoever reads the disk stops
 * there. Reading and checking it takes time in proportion to its length, whatever it holds
 * (bench/manifest-checks.mjs).
 */
export const maximumManifestBytes = 2 * 1024 * 1024;

/**
 * How many marks, words, spaces and line ends of YAML a manifest may hold. An ordinary one holds one for
 * each four characters. A text of brackets alone holds one for each, and takes four times as long.
 */
export const maximumLexemes = 500_000;

/** How many mistakes against the schema get a message of their own. The others are only counted. */
export const maximumWorded = 1_000;

/**
 * How long a manifest may be times the number of its environments, in UTF-16 code units: everything
 * is checked in each of them. The largest may have six.
 */
export const maximumLengthInEnvironments = 6 * maximumManifestBytes;

/** The longest key that is read, in UTF-16 code units. No valid one is longer than 128. */
export const maximumKeyLength = 256;

/** How many mistakes of one text are told. Each is looked for in the text, to show its place. */
export const maximumMistakes = 20;

/** How many maps and lists may stand inside each other; the outermost map is the first. */
export const maximumManifestDepth = 64;

/** The longest text that filling in variables may make, in UTF-16 code units. */
export const maximumTextLength = 65_536;
