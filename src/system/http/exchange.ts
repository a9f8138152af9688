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
 * Sends one request and gathers the answer; resolves with the evidence, never rejects.
 *
 * Order matters: we hand the request to Node only once its socket is connected. An Exchange with
 * `connected: false` proves that no byte was sent (docs/design.md#6-apply-one-create, Verdicts).
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
      // This pooled connection has just closed: we sent nothing on it, and will send nothing.
      if (given.destroyed)
        finish({ kind: "connect", code: "CLOSED", message: "connection closed" });
      else if (pool.isConnected(given)) send();
      else given.once(pool.connectedEvent, send);
    });
    // This listener stays: Node may report the same broken socket again after `finish`.
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
     * Takes the good bytes that came before invalid HTTP: Node reports the error first. The good
     * bytes may contain an id, or the whole answer.
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
      // After a complete answer the connection returns to the pool. Otherwise we close the
      // connection.
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
 * Calls `call` if a signal aborts; returns a function that cancels this. All requests share one
 * listener: Node would report --parallelism listeners as a leak. The calls are an array, not a set:
 * the outgrown tables of a set point to later entries, so the garbage collector would keep every
 * earlier request.
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

/** Returns the headers. They accept no encoding: no small answer can inflate to a large body. */
function headersOf(request: HttpRequest): Record<string, string | number> {
  return {
    ...request.headers,
    "accept-encoding": "identity",
    ...(request.body !== undefined && { "content-length": Buffer.byteLength(request.body) }),
  };
}

/** Whether a body's end differs from a cut: the answer has a length, chunks, or never a body. */
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
