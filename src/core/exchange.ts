/** One HTTP request. The transport sends it once, as it is. */
export interface HttpRequest {
  readonly method: "GET" | "POST" | "PUT" | "PATCH";
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** From the call to the last byte of the body, in milliseconds. */
  readonly deadlineMs: number;
  /** For DNS, connect and TLS together, in milliseconds. */
  readonly connectTimeoutMs: number;
  /** A longer body is cut off here. */
  readonly maximumBytes: number;
  /**
   * Only a new connection, or one that was idle for less than a second
   * (docs/design.md#6-apply-one-create, step 4).
   */
  readonly freshConnection: boolean;
}

/** The evidence of one request on the wire. Verdicts are made of it. */
export interface Exchange {
  /**
   * Whether this request's socket connected (for TLS: finished its handshake). False is the only
   * proof that nothing was sent (docs/design.md#6-apply-one-create, Verdicts).
   */
  readonly connected: boolean;
  /** Present when a whole response head came. */
  readonly response?: ExchangeResponse;
  /** Present when something went wrong, before, in or after the head. */
  readonly error?: ExchangeError;
}

export interface ExchangeResponse {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The body as it was sent, at most maximumBytes of it, never inflated. */
  readonly body: Uint8Array;
  /**
   * How the body ended. `unframed`: closed with neither length nor chunks, so a cut is invisible.
   */
  readonly ended: "complete" | "unframed" | "cut" | "stalled" | "too-large";
}

export interface ExchangeError {
  /** The part that failed. `certificate` and `proxy` do not get better by trying again. */
  readonly kind:
    "dns" | "connect" | "certificate" | "proxy" | "timeout" | "cut" | "protocol" | "aborted";
  /** For people, never classified: ECONNREFUSED. */
  readonly code: string;
  readonly message: string;
}

/** Sends requests. Never follows a redirect, inflates, repeats or caches. */
export interface Transport {
  /** Rejects only because of our bugs: every other error is in the Exchange. */
  exchange(request: HttpRequest, signal?: AbortSignal): Promise<Exchange>;
  /** Closes idle connections. */
  close(): void;
}
