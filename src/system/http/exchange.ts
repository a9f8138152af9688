import type { ClientRequest, IncomingMessage } from "node:http";
import { request as startHttp } from "node:http";
import { request as startHttps } from "node:https";
import type { Socket } from "node:net";
import type {
  Exchange,
  ExchangeError,
  ExchangeResponse,
  HttpRequest,
} from "../../core/exchange.ts";
import { withoutBrackets } from "./address-scope.ts";
import { gather } from "./gather.ts";
import type { PooledAgent } from "./agent.ts";
import { exchangeError } from "./error.ts";

const maximumHeaderBytes = 16 * 1024;
const maximumInformational = 16;

/**
 * Sends one request and gathers what comes back; resolves with the evidence, never rejects.
 *
 * Order matters: the request is handed to Node only once its socket is connected, so an Exchange
 * with `connected: false` proves that not a byte was sent (docs/design.md#6-apply-one-create, Verdicts).
 */
export function exchangeOnce(
  pool: PooledAgent,
  url: URL,
  request: HttpRequest,
  signal: AbortSignal | undefined,
): Promise<Exchange> {
  return new Promise((resolve) => {
    if (signal?.aborted === true) {
      resolve({ connected: false, error: interrupted });
      return;
    }
    let connected = false;
    let socket: Socket | undefined;
    let head: IncomingMessage | undefined;
    let ended: ExchangeResponse["ended"] = "cut";
    let isDone = false;
    const body = gather(request.maximumBytes);

    const start = url.protocol === "https:" ? startHttps : startHttp;
    const wire: ClientRequest = start({
      protocol: url.protocol,
      hostname: withoutBrackets(url.hostname),
      port: url.port,
      path: url.pathname + url.search,
      agent: pool.agent,
      method: request.method,
      headers: headersOf(request),
      maxHeaderSize: maximumHeaderBytes,
      insecureHTTPParser: false,
    });

    const onAbort = (): void => finish(interrupted);
    const callOff = signal && whenAborted(signal, onAbort);
    const deadline = setTimeout(() => {
      if (head !== undefined) ended = "stalled";
      finish(late("No answer within the deadline"));
    }, request.deadlineMs);
    const connectDeadline = setTimeout(
      () => finish(late("No connection in time")),
      request.connectTimeoutMs,
    );

    wire.once("socket", (given) => {
      socket = given;
      // A pooled connection that just closed: nothing was sent on it, and nothing will be.
      if (given.destroyed)
        finish({ kind: "connect", code: "CLOSED", message: "connection closed" });
      else if (pool.isConnected(given)) send();
      else given.once(pool.connectedEvent, send);
    });
    // Stays for good: Node may report the same broken socket again after we are done.
    wire.on("error", (error) => finish(exchangeError(error, connected, socket)));
    wire.once("close", () => finish({ kind: "cut", code: "CLOSED", message: "connection closed" }));
    let informational = 0;
    wire.on("information", () => {
      informational += 1;
      if (informational > maximumInformational)
        finish({ kind: "protocol", code: "TOO_MANY_1XX", message: "too many 1xx answers" });
    });
    wire.once("response", (response) => {
      head = response;
      response.on("data", take);
      response.once("end", () => {
        if (response.complete) ended = isFramed(response) ? "complete" : "unframed";
        finish(undefined);
      });
      response.on("error", (error) => finish(exchangeError(error, connected, socket)));
      response.once("close", () => finish(undefined));
    });

    function send(): void {
      if (isDone) return;
      connected = true;
      clearTimeout(connectDeadline);
      wire.end(request.body);
    }

    function take(chunk: Buffer): void {
      if (!fits(chunk)) finish(undefined);
    }

    function fits(chunk: Buffer): boolean {
      const fitted = body.add(chunk);
      if (!fitted) ended = "too-large";
      return fitted;
    }

    /**
     * Bytes that are no HTTP are reported before the good ones that came with them are handed out:
     * an id may be among those, and the whole answer.
     */
    function takeWhatCame(response: IncomingMessage): void {
      response.removeListener("data", take);
      for (let chunk = response.read(); chunk !== null; chunk = response.read())
        if (!fits(chunk)) return;
      if (response.complete) ended = isFramed(response) ? "complete" : "unframed";
    }

    function finish(error: ExchangeError | undefined): void {
      if (isDone) return;
      isDone = true;
      clearTimeout(deadline);
      clearTimeout(connectDeadline);
      callOff?.();
      socket?.removeListener(pool.connectedEvent, send);
      if (head !== undefined && ended === "cut") takeWhatCame(head);
      // A whole answer leaves its connection to the pool; every other ends it.
      if (ended !== "complete" || error !== undefined) wire.destroy();
      resolve({
        connected,
        ...(head && {
          response: {
            status: head.statusCode ?? 0,
            headers: plainHeaders(head),
            body: body.bytes(),
            ended,
          },
        }),
        ...(error && { error }),
      });
    }
  });
}

/**
 * Calls when a signal aborts; answers how to call that off. All requests share one listener: Node would
 * call as many as --parallelism says a leak. An array and not a set, whose outgrown tables point to what
 * came later: the collector would keep every request that ever was for the one before it.
 */
function whenAborted(signal: AbortSignal, call: () => void): () => void {
  let callers = callersOf.get(signal);
  if (callers === undefined) {
    const calls: (() => void)[] = [];
    callers = { calls, abort: () => [...calls].forEach((each) => each()) };
    callersOf.set(signal, callers);
  }
  const { calls, abort } = callers;
  if (calls.length === 0) signal.addEventListener("abort", abort);
  calls.push(call);
  return () => {
    calls.splice(calls.indexOf(call), 1);
    if (calls.length === 0) signal.removeEventListener("abort", abort);
  };
}

/** The callbacks for the abort of a signal, and the listener that calls them. */
interface Callers {
  readonly calls: (() => void)[];
  readonly abort: () => void;
}

const callersOf = new WeakMap<AbortSignal, Callers>();

const interrupted: ExchangeError = { kind: "aborted", code: "ABORTED", message: "interrupted" };

function late(message: string): ExchangeError {
  return { kind: "timeout", code: "TIMEOUT", message };
}

/** Asks for no encoding: nothing here inflates, so no small answer can become a large one. */
function headersOf(request: HttpRequest): Record<string, string | number> {
  return {
    ...request.headers,
    "accept-encoding": "identity",
    ...(request.body !== undefined && { "content-length": Buffer.byteLength(request.body) }),
  };
}

/** Whether the end of a body can be told from a cut: by its length, by chunks, or by having none. */
function isFramed(response: IncomingMessage): boolean {
  if (response.statusCode === 204 || response.statusCode === 304) return true;
  if (response.headers["content-length"] !== undefined) return true;
  return /(^|,)\s*chunked\s*$/i.test(response.headers["transfer-encoding"] ?? "");
}

function plainHeaders(response: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(response.headers))
    headers[name] = typeof value === "string" ? value : (value ?? []).join(", ");
  return headers;
}
