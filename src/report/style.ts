import { styleText } from "node:util";

/** The styles for parts of a text for people. Each function takes a text and returns it, styled. */
export interface Style {
  bold(text: string): string;
  dim(text: string): string;
  red(text: string): string;
  green(text: string): string;
  yellow(text: string): string;
  cyan(text: string): string;
}

/** No colour: every text as it is. For pipes, files and NO_COLOR. */
export const plainStyle: Style = {
  bold: asIs,
  dim: asIs,
  red: asIs,
  green: asIs,
  yellow: asIs,
  cyan: asIs,
};

/** ANSI colours. The caller decides whether the stream wants colours. */
export const colourStyle: Style = {
  bold: (text) => styled("bold", text),
  dim: (text) => styled("dim", text),
  red: (text) => styled("red", text),
  green: (text) => styled("green", text),
  yellow: (text) => styled("yellow", text),
  cyan: (text) => styled("cyan", text),
};

function asIs(text: string): string {
  return text;
}

function styled(format: Exclude<keyof Style, symbol>, text: string): string {
  return styleText(format, text, { validateStream: false });
}
