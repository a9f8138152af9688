import { isLoopbackHost } from "../core/loopback.ts";
import type { Problem } from "../core/problem.ts";

/**
 * Where the API is and the key may go: https, or http on this machine (design section 3). Answers
 * the normalised URL without a slash at its end, or what is wrong. The text itself is in no
 * message: it may hold a password.
 */
export function checkBaseUrl(text: string): string | Problem {
  // URL parsers drop white space silently, and an empty query or fragment leaves no trace.
  if (/[\s\p{Cc}]/u.test(text)) return problem("The base URL holds white space.");
  if (/[?#]/.test(text)) return problem("The base URL has a query or a fragment.");
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined) return problem("The base URL is not a URL.");
  if (url.username !== "" || url.password !== "")
    return problem("The base URL holds a user name or a password.");
  if (url.protocol !== "https:" && !(url.protocol === "http:" && isLoopbackHost(url.hostname)))
    return problem("The base URL is neither https, nor http on this machine (loopback).");
  return `${url.origin}${url.pathname.replace(/\/+$/, "")}`;
}

/** Whether a checked base URL points at this machine: the emulator, or a test's server. */
export function isLoopback(baseUrl: string): boolean {
  return isLoopbackHost(new URL(baseUrl).hostname);
}

function problem(message: string): Problem {
  return {
    code: "invalid-base-url",
    severity: "error",
    message,
    next: "Give one such as https://svc.sandbox.anon.com or http://127.0.0.1:4010.",
  };
}
