import { jsonText } from "../text.ts";
import type { OutputFormat } from "./format.ts";

/** One object, name → value. */
export const json = {
  name: "json",
  help: "one object, name to value",
  render: (values) => jsonText(Object.fromEntries(values)),
} satisfies OutputFormat;
