import type { JsonObject } from "../json.ts";
import type { Kind } from "../kind.ts";
import type { CreateVerdict, LookupVerdict, TokenVerdict } from "./verdict.ts";

/** The Anon API for the engine: every answer is a verdict, and only our bugs throw. */
export interface Api {
  /**
   * Sends exactly one POST and never another (a retry is a new attempt with its own journal slot,
   * docs/design.md#6-apply-one-create). `isKnownId` returns whether an id is on record already. If
   * `signal` aborts, the verdict shows whether anything was sent.
   */
  create(
    kind: Kind,
    body: JsonObject,
    isKnownId: (id: string) => boolean,
    signal?: AbortSignal,
  ): Promise<CreateVerdict>;
  /**
   * Looks one id up, trying again if that may help, inside one total deadline. `absent` only
   * when a 404 was seen twice.
   */
  lookup(kind: Kind, id: string, signal?: AbortSignal): Promise<LookupVerdict>;
  /**
   * Has a token issued for a body of CreateAppUserIdToken. The one POST that is sent again if
   * that may help, inside one total deadline: repeating it only refreshes the expiry.
   */
  issueToken(body: JsonObject, signal?: AbortSignal): Promise<TokenVerdict>;
  /** The emulator's record of itself; undefined for every other server. */
  instance(signal?: AbortSignal): Promise<Instance | undefined>;
}

/**
 * One emulator: a fresh emulator starts fresh, whatever its port
 * (docs/design.md#4-lockfile-journal-ledger).
 */
export interface Instance {
  readonly instanceId: string;
  readonly organizationId: string;
}
