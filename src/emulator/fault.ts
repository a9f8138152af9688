import { exitCode } from "../core/errors/exit-code.ts";
import { failure } from "../core/errors/problem.ts";

/** One scripted misbehaviour of the emulator. */
export interface Fault {
  readonly on: "POST" | "GET";
  /** Only requests whose path contains this; every API request of the method if absent. */
  readonly path?: string;
  /** The number of the matching request that the fault hits, from 1 on, or every such request. */
  readonly nth: number | "every";
  readonly action: FaultName;
  /** The number after `=`; if absent, the action's default applies. See `faultActions`. */
  readonly value?: number;
}

/** The effect of an action, in a sentence for help texts, and the number it takes, if any. */
export interface FaultAction {
  readonly sentence: string;
  readonly value?: FaultValue;
}

/** The number that an action takes after `=`. The number is optional unless `required`. */
export interface FaultValue {
  readonly name: string;
  readonly minimum: number;
  readonly maximum: number;
  readonly required?: boolean;
}

const milliseconds = { name: "MILLISECONDS", minimum: 1, maximum: 600_000, required: true };
const status = { name: "STATUS", minimum: 200, maximum: 599 };

/** The notation of a fault. */
export const faultGrammar = "METHOD[/PATH]:N:ACTION[=NUMBER]";

/** Every action and its effect. "Creates" means: carries the request out, and saves the result. */
export const faultActions = {
  refuse: { sentence: "Answers 400 with a JSON error; creates nothing." },
  "refuse-next": {
    sentence: "Creates and answers; then connections are refused for so long.",
    value: milliseconds,
  },
  "reset-before": { sentence: "Resets the connection; creates nothing." },
  "reset-after": { sentence: "Creates, then resets the connection without an answer." },
  "eof-before": { sentence: "Closes the connection in order, without an answer; creates nothing." },
  "eof-after": { sentence: "Creates, then closes the connection in order, without an answer." },
  "500": { sentence: "Answers 500; creates nothing." },
  "500-after": { sentence: "Creates, then answers 500." },
  "503": { sentence: "Answers 503; creates nothing." },
  "429": {
    sentence: "Answers 429, with Retry-After where a number is given; creates nothing.",
    value: { name: "SECONDS", minimum: 0, maximum: 86_400 },
  },
  status: {
    sentence: "Answers this status with a JSON error; creates nothing.",
    value: { ...status, minimum: 300, required: true },
  },
  "status-after": {
    sentence: "Creates, then answers this status with a JSON error.",
    value: { ...status, minimum: 300, required: true },
  },
  html: {
    sentence: "Answers an HTML page, as a portal does (status 200 or this); creates nothing.",
    value: status,
  },
  "html-after": {
    sentence: "Creates, then answers an HTML page (status 200 or this).",
    value: status,
  },
  redirect: { sentence: "Answers 307 to the same address; creates nothing." },
  "redirect-after": { sentence: "Creates, then answers 303 to what was created." },
  "cut-body": {
    sentence: "Creates, then closes in the middle of the body (or after this many bytes).",
    value: { name: "BYTES", minimum: 0, maximum: 1_048_576 },
  },
  "cut-unframed": {
    sentence: "Creates, then closes in the middle of a body that has no length.",
    value: { name: "BYTES", minimum: 0, maximum: 1_048_576 },
  },
  stall: { sentence: "Never answers; creates nothing." },
  "stall-after": { sentence: "Creates, then never answers." },
  "stall-body": { sentence: "Creates, sends half of the body, and then nothing more." },
  late: { sentence: "Waits so long before it creates and answers.", value: milliseconds },
  slow: { sentence: "Creates, then waits so long before it answers.", value: milliseconds },
  empty: { sentence: "Creates, then answers 200 with an empty body." },
  "204": { sentence: "Creates, then answers 204." },
  "201": { sentence: "Creates, then answers 201 in place of 200." },
  huge: { sentence: "Creates, then answers with 2 MiB more than needed." },
  "huge-headers": { sentence: "Creates, then answers with 64 KiB of headers." },
  garbage: { sentence: "Creates, then sends bytes that are not HTTP." },
  "extra-fields": { sentence: "Creates, then answers with fields that nobody knows." },
  "no-id": { sentence: "Creates, then answers without the id." },
  "bad-id": { sentence: "Creates, then answers with an id that cannot stand in a URL." },
  "same-id": { sentence: "Creates, then answers with the oldest id of the collection." },
  "other-organization": { sentence: "Creates, then answers with another organization's id." },
} as const satisfies Record<string, FaultAction>;

export type FaultName = keyof typeof faultActions;

/** Returns the rows of a help text: the notation of each action, and its sentence. */
export function faultHelp(): readonly (readonly [string, string])[] {
  return Object.entries<FaultAction>(faultActions).map(([name, { sentence, value }]) => {
    if (value === undefined) return [name, sentence];
    return [value.required ? `${name}=${value.name}` : `${name}[=${value.name}]`, sentence];
  });
}

/**
 * Reads the notation of a fault. `post:2:refuse` is the second POST, `get/userPool:every:503` every
 * GET whose path contains `/userPool`. Throws a Failure that names the wrong part.
 */
export function parseFault(text: string): Fault {
  const parts = /^([a-z]+)(\/[^:]*)?:([^:]+):([^:=]+)(?:=([^:]*))?$/i.exec(text);
  if (parts === null) throw badFault(text, `it is not written as ${faultGrammar}`);
  const [, method = "", path, nth = "", action = "", value] = parts;
  const on = method.toUpperCase();
  if (on !== "POST" && on !== "GET") throw badFault(text, `"${method}" is neither post nor get`);
  if (nth !== "every" && !/^[1-9]\d{0,8}$/.test(nth))
    throw badFault(text, `"${nth}" is neither a count from 1 nor "every"`);
  if (!isFaultName(action)) throw badFault(text, `there is no action "${action}"`);
  const number = parseValue(text, action, value);
  return {
    on,
    ...(path !== undefined && { path }),
    nth: nth === "every" ? nth : Number(nth),
    action,
    ...(number !== undefined && { value: number }),
  };
}

function parseValue(text: string, action: FaultName, value: string | undefined) {
  const takes: FaultValue | undefined = (faultActions[action] as FaultAction).value;
  if (takes === undefined) {
    if (value === undefined) return undefined;
    throw badFault(text, `"${action}" takes no number`);
  }
  if (value === undefined) {
    if (takes.required !== true) return undefined;
    throw badFault(text, `"${action}" needs a number: ${action}=${takes.name}`);
  }
  const number = /^\d{1,9}$/.test(value) ? Number(value) : -1;
  if (number >= takes.minimum && number <= takes.maximum) return number;
  const range = `${takes.minimum} to ${takes.maximum}`;
  throw badFault(text, `"${value}" is not a number from ${range} (${takes.name})`);
}

function isFaultName(name: string): name is FaultName {
  return Object.hasOwn(faultActions, name);
}

function badFault(text: string, why: string) {
  return failure(
    exitCode.invalid,
    "bad-fault",
    `The fault ${JSON.stringify(text)} cannot be read: ${why}.`,
    `Write it as ${faultGrammar}, like post:2:reset-after. Actions: ${Object.keys(faultActions).join(", ")}.`,
  );
}
