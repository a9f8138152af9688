/** The largest manifest that is read, in bytes: 64 MiB. Whoever reads the disk stops there. */
export const maximumManifestBytes = 64 * 1024 * 1024;

/** How many maps and lists may stand inside each other; the outermost map is the first. */
export const maximumManifestDepth = 64;

/** The longest text that filling in variables may make, in UTF-16 code units. */
export const maximumTextLength = 65_536;
