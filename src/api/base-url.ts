import type { Problem } from "../core/errors/problem.ts";
import { checkEndpoint, isLoopbackHost } from "../core/wire/endpoint.ts";

/**
 * Checks the base URL of the API, which gets the key, see checkEndpoint. Answers the normalised URL without a slash
 * at its end, or what is wrong.
 */
export function checkBaseUrl(text: string): string | Problem {
  const checked = checkEndpoint(text);
  if ("url" in checked) return checked.url;
  return {
    code: "invalid-base-url",
    severity: "error",
    message: `The base URL ${checked.wrong}.`,
    next: "Give one such as https://svc.sandbox.anon.com or http://127.0.0.1:4010.",
  };
}

/** Whether a checked base URL points at this machine: the emulator, or a test's server. */
export function isLoopback(baseUrl: string): boolean {
  return isLoopbackHost(new URL(baseUrl).hostname);
}
