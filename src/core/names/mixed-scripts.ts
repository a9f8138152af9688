/**
 * The scripts in use today (Unicode TR 31, table 5), and those that a language writes together
 * (Unicode TR 39 section 5.2). TR 39 lets some of them stand beside Latin. Here Latin stands alone:
 * a word of two scripts is how a name is made to look like another.
 */
const together: readonly (readonly string[])[] = [
  ["Latin"],
  ["Cyrillic"],
  ["Greek"],
  ["Han", "Hiragana", "Katakana"],
  ["Han", "Hangul"],
  ["Han", "Bopomofo"],
  ["Arabic"],
  ["Armenian"],
  ["Bengali"],
  ["Devanagari"],
  ["Ethiopic"],
  ["Georgian"],
  ["Gujarati"],
  ["Gurmukhi"],
  ["Hebrew"],
  ["Kannada"],
  ["Khmer"],
  ["Lao"],
  ["Malayalam"],
  ["Myanmar"],
  ["Oriya"],
  ["Sinhala"],
  ["Tamil"],
  ["Telugu"],
  ["Thaana"],
  ["Thai"],
  ["Tibetan"],
];

/** The first word outside ASCII compiles the patterns: nearly every word is ASCII. */
let patterns: readonly RegExp[] | undefined;

/**
 * Whether a word holds letters of scripts that no language writes together, or of a script that is
 * not in use today. Digits and signs that all scripts share count for none.
 */
export function mixesScripts(word: string): boolean {
  if (/^\p{ASCII}*$/u.test(word)) return false;
  patterns ??= together.map((scripts) => {
    const classes = [...scripts, "Common", "Inherited"].map((script) => `\\p{scx=${script}}`);
    return new RegExp(`^[${classes.join("")}]*$`, "u");
  });
  return !patterns.some((pattern) => pattern.test(word));
}
