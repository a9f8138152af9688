import { deceptionIn } from "../core/names/deceptive-url.ts";
import type { JsonObject } from "../core/json.ts";
import type { Kind } from "../core/kind.ts";
import { type Checked, inWhich, type Note } from "./check-variables.ts";
import type { Resource } from "./manifest.ts";
import { pathText } from "./words.ts";

/** The schema refuses longer URLs, and judging a URL of a million letters takes a second. */
const maximumUrlLength = 4_096;

/** Notes URLs of a filled-in block that make a reader see another host than programs connect to. */
export function checkUrls(
  resource: Resource,
  block: JsonObject,
  kind: Kind,
  { tree, report }: Checked,
  note: Note,
): void {
  for (const field of kind.urls ?? []) {
    const inside = field.split(".");
    const value = inside.reduce<unknown>(memberOf, block);
    const isJudged = typeof value === "string" && value.length <= maximumUrlLength;
    const deception = isJudged ? deceptionIn(value) : undefined;
    if (deception === undefined) continue;
    const { what, next } = deception;
    const path = [resource.collection, resource.key, ...inside];
    note(`url ${field} ${what}`, (where, everywhere) => {
      const message = `${pathText(path)} ${what}${inWhich(where, everywhere)}`;
      report({ code: "deceptive-url", message, next }, tree.valueRange(path));
    });
  }
}

function memberOf(value: unknown, key: string): unknown {
  return (value as Readonly<Record<string, unknown>> | null | undefined)?.[key];
}
