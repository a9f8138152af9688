/** The reason why the proxy opened no tunnel. We have sent no byte of a request then. */
export class ProxyError extends Error {
  /** A code for people: the system's, or one of ours such as `STATUS_407`. */
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "ProxyError";
    this.code = code;
  }
}
