/**
 * The largest manifest that anon-sync reads, in bytes: 2 MiB, some 16,000 resources. Readers of the
 * disk stop there. Reading and checking a manifest takes time in proportion to its length, with any
 * content (bench/manifest-checks.mjs).
 */
export const maximumManifestBytes = 2 * 1024 * 1024;

/**
 * The most lexemes (marks, words, spaces and line ends of YAML) of a manifest. An ordinary manifest
 * has one lexeme for four characters. A text of brackets alone has one for each character, and
 * takes four times as long.
 */
export const maximumLexemes = 500_000;

/** The most mistakes against the schema that get a message. We only count the others. */
export const maximumWorded = 1_000;

/**
 * The most of a manifest's length, in UTF-16 code units, times the number of its environments: we
 * check everything in each environment. The largest manifest may have six environments.
 */
export const maximumLengthInEnvironments = 6 * maximumManifestBytes;

/** The longest key that is read, in UTF-16 code units. No valid key is longer than 128. */
export const maximumKeyLength = 256;

/** The most mistakes that we report for one text. We search the text for each position. */
export const maximumMistakes = 20;

/** The most levels of nested maps and lists. The outermost map is the first level. */
export const maximumManifestDepth = 64;

/** The longest text that filling in variables may make, in UTF-16 code units. */
export const maximumTextLength = 65_536;
