import type { Exchange, ExchangeResponse } from "../core/exchange.ts";
import { isObject, type JsonObject } from "../core/json.ts";
import { noAnswer, wholeObject } from "../core/wire/classify.ts";
import { isLoopbackHost } from "../core/wire/endpoint.ts";
import type { Unreadable } from "../core/wire/verdict.ts";
import { askAgain, retryAfterOf } from "./ask-again.ts";
import { settingsOf, type ApiOptions } from "./options.ts";
import { send } from "./send.ts";

const maximumBytes = 1024 * 1024;
const maximumUrlLength = 2048;
const tryDeadlineMs = 5_000;
const deadlineMs = 20_000;

/** Public keys (RFC 7517, 5), each an object whose members are unchecked. */
export interface Jwks {
  readonly keys: readonly JsonObject[];
}

/** The result of a look at a JWKS. */
export type JwksVerdict = { readonly verdict: "found"; readonly jwks: Jwks } | Unreadable;

/**
 * Whether a URL that was answered may be asked for keys: https, or, if `loopback` is allowed (for
 * the emulator), http on this machine. Nothing with a user name or a password in it.
 */
export function isJwksUrl(text: string, loopback: boolean): boolean {
  if (text.length > maximumUrlLength || /[\s\p{Cc}]/u.test(text) || !URL.canParse(text))
    return false;
  const { protocol, hostname, username, password } = new URL(text);
  if (username !== "" || password !== "") return false;
  return protocol === "https:" || (loopback && protocol === "http:" && isLoopbackHost(hostname));
}

/**
 * Fetches a JWKS from a URL that isJwksUrl allows: without the API key, without following
 * redirects, at most 1 MiB, at most 20 s with all tries. The reason repeats nothing of the answer.
 */
export async function fetchJwks(
  options: Pick<ApiOptions, "transport" | "clock" | "random" | "version">,
  url: string,
  signal: AbortSignal | undefined,
): Promise<JwksVerdict> {
  const settings = settingsOf({
    ...options,
    baseUrl: url,
    apiKey: "",
    getTryDeadlineMs: tryDeadlineMs,
    getDeadlineMs: deadlineMs,
    connectTimeoutMs: tryDeadlineMs,
  });
  const request = {
    method: "GET",
    url,
    headers: { accept: "application/json", "user-agent": `anon-sync/${options.version}` },
    connectTimeoutMs: settings.connectTimeoutMs,
    maximumBytes,
    freshConnection: false,
  } as const;
  return askAgain(
    settings,
    async (ms) => verdictOf(await send(options.transport, { ...request, deadlineMs: ms }, signal)),
    retryAfterOf,
    signal,
  );
}

function verdictOf(exchange: Exchange): JwksVerdict {
  const { response } = exchange;
  if (response?.status === 200) return keysOf(response);
  const seen = noAnswer(exchange, () => "");
  const status = response?.status ?? 0;
  if (status >= 300 && status < 400) return unreadable(`The answer was ${status}: a redirect.`);
  return seen.verdict === "unreadable" ? seen : unreadable(`The answer was ${status}.`);
}

function keysOf(response: ExchangeResponse): JwksVerdict {
  const answer = wholeObject(response);
  if ("verdict" in answer) return answer;
  const { keys } = answer.object;
  if (!Array.isArray(keys) || !keys.every(isObject)) return unreadable("The answer is no JWKS.");
  return { verdict: "found", jwks: { keys } };
}

function unreadable(reason: string): Unreadable {
  return { verdict: "unreadable", reason, retry: false };
}
