/**
 * The largest manifest that anon-sync reads, in bytes: 2 MiB, some 16,000 resources. Readers of the
 * disk stop there. Reading and checking a manifest takes time in proportion to its length, with any
 * content (bench/manifest-checks.mjs).
 */
export const maximumManifestBytes = 2 * 1024 * 1024;

/**
 * How many marks, words, spaces and line ends of YAML a manifest may have. An ordinary manifest has
 * one lexeme for four characters. A text of brackets alone has one for each, and takes four times
 * as long.
 */
export const maximumLexemes = 500_000;

/** How many mistakes against the schema get a message of their own. We only count the others. */
export const maximumWorded = 1_000;

/**
 * How long a manifest may be times the number of its environments, in UTF-16 code units: we check
 * everything in each environment. The largest manifest may have six environments.
 */
export const maximumLengthInEnvironments = 6 * maximumManifestBytes;

/** The longest key that is read, in UTF-16 code units. No valid key is longer than 128. */
export const maximumKeyLength = 256;

/** How many mistakes of one text are reported. We search the text for each mistake's position. */
export const maximumMistakes = 20;

/** How many maps and lists may be nested. The outermost map is the first. */
export const maximumManifestDepth = 64;

/** The longest text that filling in variables may make, in UTF-16 code units. */
export const maximumTextLength = 65_536;
