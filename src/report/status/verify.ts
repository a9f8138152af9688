import type { FieldChange } from "../../core/plan/action.ts";
import type { JsonObject } from "../../core/json.ts";
import { documentedEnvironment, type ReportedEnvironment } from "../../core/plan/plan-document.ts";
import type { Style } from "../style.ts";
import { bare, counted, indent, sentence } from "../text.ts";
import { changeLines } from "../plan/values.ts";

/** The results of one look-up, and their colours. */
const resourceLooks = {
  ok: "green",
  drifted: "yellow",
  missing: "red",
  unreadable: "red",
  "other organization": "red",
  unsettled: "red",
  "not created": "red",
} as const;

/** The results of the token of one pool. */
const tokenLooks = {
  ok: "green",
  skipped: "dim",
  "not proven": "yellow",
  failed: "red",
  unauthorized: "red",
} as const;

/** One resource of the lockfile beside the API's answer, or a resource that the lockfile lacks. */
export interface VerifiedResource {
  readonly address: string;
  /** Absent if nobody knows it. */
  readonly id?: string;
  readonly result: keyof typeof resourceLooks;
  /** Lockfile → API, for fields that differ. */
  readonly drift: readonly FieldChange[];
  /** A sentence; absent if there is nothing more to say. */
  readonly reason?: string;
}

/** One pool of the lockfile, and whether a token of one of its users can be trusted. */
export interface VerifiedToken {
  /** The pool's address. */
  readonly address: string;
  /** The client for which the token was issued. */
  readonly client?: string;
  readonly jwksUri?: string;
  readonly result: keyof typeof tokenLooks;
  /** A sentence. */
  readonly reason: string;
}

/** The parts of a report of `verify`. */
export interface VerifyView {
  readonly toolVersion: string;
  readonly environment: ReportedEnvironment;
  /** The lockfile as the user would name it. */
  readonly lockfile: string;
  readonly resources: readonly VerifiedResource[];
  /** Undefined if nobody asked for tokens. */
  readonly tokens: readonly VerifiedToken[] | undefined;
  /** Present if the manifest has pools that Anon hosts, and no token of any was proven. */
  readonly noTokenProven?: true;
}

/** The results of verify, for people. Ends with a newline. */
export function renderVerify(view: VerifyView, style: Style): string {
  const { environment, lockfile, resources, tokens } = view;
  const results = [...resources, ...(tokens ?? [])].map(({ result }) => result.length);
  const width = Math.max(0, ...results);
  const widest = Math.max(0, ...resources.map(({ address }) => bare(address).length));
  const row = (result: string, colour: keyof Style, text: string) =>
    `${style[colour](result.padEnd(width))}  ${text}`;
  const lines = [
    `Environment ${bare(environment.name)} at ${bare(environment.baseUrl)}`,
    `Lockfile ${bare(lockfile)}`,
    "",
    ...resources.flatMap(({ address, id, result, drift, reason }) => [
      ...indent(
        [
          row(
            result,
            resourceLooks[result],
            `${bare(address).padEnd(widest)}  ${id === undefined ? "no id" : bare(id)}`,
          ),
        ],
        1,
      ),
      ...indent(reason === undefined ? [] : [sentence(reason)], 3),
      ...indent(
        drift.flatMap((change) => changeLines(change, style)),
        3,
      ),
    ]),
    ...(resources.length === 0 ? [] : [""]),
    ...(tokens === undefined || tokens.length === 0
      ? []
      : [
          style.bold("Tokens, pool by pool:"),
          ...tokens.flatMap(({ address, result, reason }) => [
            ...indent([row(result, tokenLooks[result], bare(address))], 1),
            ...indent([sentence(reason)], 3),
          ]),
          "",
        ]),
    countLine(view),
  ];
  return `${lines.join("\n")}\n`;
}

/** The results of `verify` as a JSON document. The document contains no token. */
export function verifyDocument(view: VerifyView): JsonObject {
  const { toolVersion, environment, lockfile, resources, tokens, noTokenProven } = view;
  const document = {
    format: "anon-sync-verify",
    formatVersion: 1,
    toolVersion,
    environment: documentedEnvironment(environment),
    lockfile,
    resources,
    tokens: tokens ?? null,
    ...(noTokenProven && { noTokenProven }),
  };
  return document as unknown as JsonObject;
}

/** `Verified: 3 resources: 2 ok, 1 drifted. 2 pools for tokens: 1 ok, 1 skipped.` */
function countLine({ resources, tokens, noTokenProven }: VerifyView): string {
  const pools =
    tokens === undefined || tokens.length === 0
      ? ""
      : ` ${counted(tokens.length, "pool")} for tokens: ${tally(tokens)}.`;
  const ofTokens = noTokenProven ? `${pools} No token was proven.` : pools;
  if (resources.length === 0) return `Verified: the lockfile holds no resources.${ofTokens}`;
  return `Verified: ${counted(resources.length, "resource")}: ${tally(resources)}.${ofTokens}`;
}

function tally(rows: readonly { readonly result: string }[]): string {
  const counts = new Map<string, number>();
  for (const { result } of rows) counts.set(result, (counts.get(result) ?? 0) + 1);
  return [...counts].map(([result, count]) => `${count} ${result}`).join(", ");
}
