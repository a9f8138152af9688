/** Why there is no way through the proxy. Nothing of a request has been sent then. */
export class ProxyError extends Error {
  /** For people: the system's code, or ours such as `STATUS_407`. */
  readonly code: string;

  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "ProxyError";
    this.code = code;
  }
}
