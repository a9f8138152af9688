import type { Exchange, HttpRequest, Transport } from "../core/exchange.ts";

/**
 * Sends one request that may be repeated (a token, a JWKS) through ky over a fetch function of
 * ours. Returns the exchange seen on the wire. Look-ups and creates go to the transport directly:
 * ky decides nothing about them, and its Request costs more than their whole verdict
 * (docs/decisions/0007-wire-evidence-and-ky.md).
 *
 * ky gets no headers, no body and no signal: a Request would copy them, and we must send exactly
 * what the caller gave. ky's own retries, timeout and errors are off. Our fetch throws if called
 * twice, so one call is at most one request.
 */
export async function send(
  transport: Transport,
  request: HttpRequest,
  signal: AbortSignal | undefined,
): Promise<Exchange> {
  const { default: ky } = await import("ky");
  let sent: Promise<Exchange> | undefined;
  const fetchOnce = async (): Promise<Response> => {
    if (sent !== undefined) throw new Error("a request was about to be sent twice");
    sent = transport.exchange(request, signal);
    return responseOf(await sent);
  };
  try {
    await ky(request.url, {
      method: request.method,
      fetch: fetchOnce,
      retry: 0,
      timeout: false,
      throwHttpErrors: false,
      redirect: "manual",
    });
  } catch (error) {
    // The evidence of the wire counts, whatever ky makes of it.
    if (sent === undefined) throw error;
  }
  if (sent === undefined) throw new Error("a request was not sent");
  return sent;
}

/** The part of an answer that ky gets: its status. The evidence itself goes past ky. */
function responseOf(exchange: Exchange): Response {
  const status = exchange.response?.status ?? 0;
  return status >= 200 && status <= 599 ? new Response(null, { status }) : Response.error();
}
