import { colourStyle, plainStyle, type Style } from "../report/style.ts";

/** The settings that decide on colour, for one stream. */
export interface ColourWishes {
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly isTerminal: boolean;
  /** Whether --no-color was given. */
  readonly noColour: boolean;
}

/**
 * Returns the style for a stream. A typed --no-color wins, then FORCE_COLOR, then NO_COLOR (as in
 * Node). Otherwise a terminal with colours gets colours; a pipe or a file never does.
 */
export function styleFor({ variables, isTerminal, noColour }: ColourWishes): Style {
  const { FORCE_COLOR: force, NO_COLOR: no, TERM: terminal } = variables;
  if (noColour) return plainStyle;
  if (force !== undefined) return ["0", "false"].includes(force) ? plainStyle : colourStyle;
  if (no !== undefined && no !== "") return plainStyle;
  return isTerminal && terminal !== "dumb" ? colourStyle : plainStyle;
}
