import { colourStyle, plainStyle, type Style } from "../report/style.ts";

/** The settings that decide on colour, for one stream. */
export interface ColourWishes {
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly isTerminal: boolean;
  /** Whether --no-color was given. */
  readonly noColour: boolean;
}

/**
 * The style for a stream. What the person typed wins, then FORCE_COLOR, then NO_COLOR (as Node has
 * it); otherwise there is colour on terminals that know it, and never in a pipe or a file.
 */
export function styleFor({ variables, isTerminal, noColour }: ColourWishes): Style {
  const { FORCE_COLOR: force, NO_COLOR: no, TERM: terminal } = variables;
  if (noColour) return plainStyle;
  if (force !== undefined) return ["0", "false"].includes(force) ? plainStyle : colourStyle;
  if (no !== undefined && no !== "") return plainStyle;
  return isTerminal && terminal !== "dumb" ? colourStyle : plainStyle;
}
