import type { Exchange } from "../../src/core/exchange.ts";
import type { JsonObject } from "../../src/core/json.ts";
import type { Chance } from "./chance.ts";

/** What the server's end of a POST may do: whether it creates, and what the wire then shows. */
export interface PostOutcome {
  readonly name: string;
  /** `never` creates nothing; `now`: before the answer; `late`: after the client has abandoned the POST. */
  readonly commits: "never" | "now" | "late";
  /** Whether the client can be sure that nothing was created. */
  readonly certain?: true;
  /** `answer` is what a server that created would say; absent if it did not create. */
  exchange(answer: JsonObject | undefined, chance: Chance): Exchange;
}

const encoder = new TextEncoder();

/** Returns a complete answer. */
export function whole(
  status: number,
  body: JsonObject | string,
  headers: Readonly<Record<string, string>> = {},
): Exchange {
  const isText = typeof body === "string";
  const type = isText ? "text/html" : "application/json";
  return {
    connected: true,
    response: {
      status,
      headers: { "content-type": type, ...headers },
      body: encoder.encode(isText ? body : JSON.stringify(body)),
      ended: "complete",
    },
  };
}

function broken(kind: NonNullable<Exchange["error"]>["kind"], connected: boolean): Exchange {
  return { connected, error: { kind, code: "ESIMULATED", message: "simulated" } };
}

function notSent(kind: NonNullable<Exchange["error"]>["kind"]): PostOutcome {
  return {
    name: `not sent: ${kind}`,
    commits: "never",
    certain: true,
    exchange: () => broken(kind, false),
  };
}

/** The rows that come before, after and long after the server's commit. */
function whenever(name: string, exchange: PostOutcome["exchange"]): PostOutcome[] {
  return (["never", "now", "late"] as const).map((commits) => ({
    name: `${name} (${commits})`,
    commits,
    exchange,
  }));
}

function refusal(status: number): PostOutcome {
  return {
    name: `refused ${status}`,
    commits: "never",
    certain: true,
    exchange: () => whole(status, { error: { message: "no" } }),
  };
}

function cut(ended: "cut" | "stalled" | "too-large" | "unframed"): PostOutcome {
  return {
    name: `body ${ended}`,
    commits: "now",
    exchange(answer, chance) {
      const exchange = whole(200, answer ?? {});
      const body = exchange.response?.body ?? new Uint8Array();
      const length = chance.below(body.length + 1);
      return {
        connected: true,
        response: {
          status: 200,
          headers: { "content-type": "application/json" },
          body: body.subarray(0, length),
          ended,
        },
        ...(ended === "unframed" ? {} : { error: { kind: "cut", code: "X", message: "cut" } }),
      };
    },
  };
}

/** A body that says everything, and is cut behind it. */
function cutButWhole(name: string, change: (answer: JsonObject) => JsonObject): PostOutcome {
  return {
    name,
    commits: "now",
    exchange(answer) {
      const { response } = whole(200, change(answer ?? {}));
      return {
        connected: true,
        ...(response && { response: { ...response, ended: "cut" } }),
        error: { kind: "cut", code: "X", message: "cut" },
      };
    },
  };
}

const hint = { location: "/org/userPool/11111111-2222-4333-8444-555555555555" };

/** The created answer with something changed. */
function altered(name: string, change: (answer: JsonObject) => JsonObject): PostOutcome {
  return {
    name,
    commits: "now",
    exchange: (answer) => whole(200, change(answer ?? {})),
  };
}

/** The API asks to slow down. */
export const tooMany: PostOutcome = {
  name: "429",
  commits: "never",
  certain: true,
  exchange: (_answer, chance) =>
    whole(429, { error: {} }, chance.once(2) ? { "retry-after": String(chance.below(200)) } : {}),
};

/** The fate of this name, for a script. Throws if there is none. */
export function fateOf(name: string): PostOutcome {
  const fate = postOutcomes.find((candidate) => candidate.name === name);
  if (fate === undefined) throw new Error(`there is no fate ${name}`);
  return fate;
}

/** Every row of the verdict table (docs/design.md#6-apply-one-create), but for the plain success. */
export const postOutcomes: readonly PostOutcome[] = [
  notSent("dns"),
  notSent("connect"),
  notSent("timeout"),
  notSent("certificate"),
  notSent("proxy"),
  ...whenever("reset", () => broken("cut", true)),
  ...whenever("timeout", () => broken("timeout", true)),
  ...whenever("garbage", () => broken("protocol", true)),
  ...[500, 502, 503, 504, 408, 421, 425].flatMap((status) =>
    whenever(`status ${status}`, () => whole(status, { error: {} })),
  ),
  ...[301, 302, 303, 307, 308].flatMap((status) =>
    whenever(`redirect ${status}`, () => whole(status, {}, hint)),
  ),
  ...whenever("error page", () => whole(403, "<!doctype html><title>no</title>")),
  ...whenever("empty success", () => whole(200, "", { "content-type": "application/json" })),
  ...whenever("success without an id", () => whole(200, {})),
  ...whenever("no content", () => whole(204, "", { "content-type": "" })),
  ...whenever("page instead of JSON", () => whole(200, "<html></html>")),
  tooMany,
  ...[400, 401, 403, 404, 409, 410, 422].map(refusal),
  ...whenever("an id that cannot be used", () => whole(200, { id: "a/b" })),
  cutButWhole("the id comes and the end does not", (answer) => answer),
  cutButWhole("an id that nothing has comes, and the end does not", (answer) => ({
    ...answer,
    id: "99999999-0000-4000-8000-000000000000",
  })),
  cut("cut"),
  cut("stalled"),
  cut("too-large"),
  cut("unframed"),
  altered("no id", ({ id: _id, ...rest }) => rest),
  altered("id with a slash", (answer) => ({ ...answer, id: "a/b" })),
  altered("number as id", (answer) => ({ ...answer, id: 7 })),
  altered("another organization", (answer) => ({ ...answer, organizationId: "other" })),
  altered("another name", (answer) => ({ ...answer, name: "Somebody else" })),
];

/** A lookup that went wrong for a moment. */
export const lookupOutcomes: readonly (() => Exchange)[] = [
  () => broken("connect", false),
  () => broken("timeout", true),
  () => whole(503, "<html></html>"),
  () => whole(429, {}, { "retry-after": "1" }),
  () => whole(404, "<html></html>"),
];
