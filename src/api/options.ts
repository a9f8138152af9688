import type { Clock, Random, Transport } from "../core/ports.ts";
import { createRedaction, type Redaction } from "../core/redaction/redaction.ts";

/** The parts of an API client. */
export interface ApiOptions {
  /** Knows all secrets of the run; one of the key alone if left out. */
  readonly redaction?: Pick<Redaction, "add" | "redactForeign">;
  /** A URL that checkBaseUrl accepts. The key goes to this origin and nowhere else. */
  readonly baseUrl: string;
  readonly apiKey: string;
  /** The version of this tool, for the user-agent header. */
  readonly version: string;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly random: Random;
  /** For a POST with its answer; 120 s if left out (docs/design.md#6-apply-one-create, step 4). */
  readonly postDeadlineMs?: number;
  /** For a lookup with all its tries; 60 s if left out. */
  readonly getDeadlineMs?: number;
  /** For one try of a lookup; 20 s if left out. */
  readonly getTryDeadlineMs?: number;
  /** For DNS, connect and TLS; 10 s if left out. */
  readonly connectTimeoutMs?: number;
  /** The first backoff of a lookup; doubles with each try. 500 ms if left out. */
  readonly backoffMs?: number;
}

/** The options with every default filled in. */
export type Settings = Required<ApiOptions>;

/** Fills in the defaults. */
export function settingsOf(options: ApiOptions): Settings {
  return {
    ...options,
    redaction: options.redaction ?? createRedaction(),
    postDeadlineMs: options.postDeadlineMs ?? 120_000,
    getDeadlineMs: options.getDeadlineMs ?? 60_000,
    getTryDeadlineMs: options.getTryDeadlineMs ?? 20_000,
    connectTimeoutMs: options.connectTimeoutMs ?? 10_000,
    backoffMs: options.backoffMs ?? 500,
  };
}
