import type { ClientRequest } from "node:http";
import type { Socket } from "node:net";
import { checkServerIdentity, TLSSocket } from "node:tls";
import { HttpsProxyAgent } from "https-proxy-agent";
import type { Proxy } from "./proxy.ts";
import { ProxyError } from "./proxy-error.ts";

/** The options of the connections through a proxy. */
export interface ProxyAgentOptions {
  /** PEM certificates to trust instead of Node's own; Node's if left out. */
  readonly certificateAuthorities?: string;
  /**
   * How long the proxy may take to open the way; 8 s if left out. Less than a request's connect
   * timeout (10 s), so that it is the proxy that gets named.
   */
  readonly proxyTimeoutMs?: number;
  /** The option of net.connect and tls.connect. */
  readonly autoSelectFamilyAttemptTimeout: number;
}

type ConnectOptions = Parameters<HttpsProxyAgent<string>["connect"]>[1];

/**
 * Keep-alive TLS connections through an HTTP proxy. A socket of this agent is the TLS connection to
 * the API. Its `secureConnect` event proves that Node accepted the API's certificate: no request
 * may be sent earlier. Every failure of the proxy is a ProxyError.
 */
export class ProxyAgent extends HttpsProxyAgent<string> {
  readonly #certificateAuthorities: string | undefined;
  readonly #proxyTimeoutMs: number;
  readonly #underWay = new Set<AbortController>();

  constructor(proxy: Proxy, options: ProxyAgentOptions) {
    const { certificateAuthorities, proxyTimeoutMs = 8_000, ...connecting } = options;
    const trust = { rejectUnauthorized: true, ca: certificateAuthorities };
    super(proxy.url, {
      ...connecting,
      ...trust,
      keepAlive: true,
      headers: () => ({
        ...(proxy.authorization && { "Proxy-Authorization": proxy.authorization }),
      }),
    });
    this.#certificateAuthorities = certificateAuthorities;
    this.#proxyTimeoutMs = proxyTimeoutMs;
  }

  /** Opens a tunnel; resolves with the TLS connection to the API before its handshake ends. */
  override async connect(request: ClientRequest, options: ConnectOptions): Promise<Socket> {
    let status = 0;
    request.once("proxyConnect", (answer: { statusCode: number }) => (status = answer.statusCode));
    const socket = await this.#openWay(request, options);
    // After any answer but 200 the base class returns a socket with the proxy's answer. Node would
    // read that answer as the API's.
    if (socket instanceof TLSSocket) return socket;
    socket.destroy();
    if (status >= 100 && status <= 999)
      throw new ProxyError(`STATUS_${status}`, `the proxy answered ${status}`);
    throw new ProxyError("NOT_HTTP", "the proxy's answer is not HTTP");
  }

  /** Ends the connections that still wait for the proxy. */
  abandon(): void {
    for (const abort of this.#underWay) abort.abort();
  }

  async #openWay(request: ClientRequest, options: ConnectOptions): Promise<Socket> {
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), this.#proxyTimeoutMs);
    this.#underWay.add(abort);
    // The base class keeps the socket to the proxy private until the proxy answers. A proxy that
    // never answers would keep the process alive. The base class reads this signal before its first
    // wait.
    this.connectOpts = { ...this.connectOpts, signal: abort.signal };
    try {
      return await super.connect(request, this.#verified(options));
    } catch (error) {
      throw proxyErrorOf(error);
    } finally {
      clearTimeout(timer);
      this.#underWay.delete(abort);
    }
  }

  /**
   * The base class forgets what it was told about certificates, and if the API's host is an IP
   * address it would have Node compare the certificate with the name of the proxy.
   */
  #verified(options: ConnectOptions): ConnectOptions {
    const host = String("host" in options ? options.host : "");
    return {
      ...options,
      rejectUnauthorized: true,
      ca: this.#certificateAuthorities,
      checkServerIdentity: (
        _name: string,
        certificate: Parameters<typeof checkServerIdentity>[1],
      ) => checkServerIdentity(host, certificate),
    } as ConnectOptions;
  }
}

function proxyErrorOf(error: unknown): ProxyError {
  if (!(error instanceof Error)) return new ProxyError("UNKNOWN", String(error));
  if (error.name === "AbortError")
    return new ProxyError("TIMEOUT", "the proxy did not open the way in time", { cause: error });
  const code = "code" in error ? String(error.code) : "CLOSED";
  return new ProxyError(code, `the proxy: ${error.message}`, { cause: error });
}
