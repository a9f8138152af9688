import type { ExchangeError } from "../../core/exchange.ts";
import { ProxyError } from "./proxy-error.ts";

/** Names the failed step, for people and for the choice of a retry; no proof of what was sent. */
export function exchangeError(
  error: Error,
  connected: boolean,
  socket: object | undefined,
): ExchangeError {
  const code = codeOf(error);
  const message = error.message === "" ? code : error.message;
  return { kind: kindOf(error, code, connected, socket), code, message };
}

function kindOf(
  error: Error,
  code: string,
  connected: boolean,
  socket: object | undefined,
): ExchangeError["kind"] {
  if (code.startsWith("HPE_")) return "protocol";
  if (connected) return "cut";
  if (error instanceof ProxyError) return "proxy";
  // Node sets `authorizationError` if the handshake succeeded and only the verification failed.
  if (socket !== undefined && "authorizationError" in socket && socket.authorizationError)
    return "certificate";
  return "syscall" in error && error.syscall === "getaddrinfo" ? "dns" : "connect";
}

function codeOf(error: Error): string {
  return "code" in error && typeof error.code === "string" ? error.code : "UNKNOWN";
}
