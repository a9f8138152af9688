import type { Exchange, HttpRequest, Transport } from "../core/exchange.ts";

/**
 * Sends one request that may be repeated (a token, a JWKS) through ky over a fetch function of ours and
 * answers what was seen on the wire. Look-ups and creates go to the transport themselves: ky decides
 * nothing about them, and its Request costs more than all that their verdict does (docs/decisions/0007-wire-evidence-and-ky.md).
 *
 * ky gets neither headers, body nor signal: a Request would copy them, and what is sent must be exactly
 * what the caller gave. Its own retries, timeout and errors are off, and our fetch refuses to be called
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
