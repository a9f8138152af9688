import type { JsonObject } from "../json.ts";

/** The known facts of one try at creating something (docs/design.md#6-apply-one-create, Verdicts). */
export type CreateVerdict =
  | {
      /** Certainly nothing was sent. */
      readonly verdict: "not-sent";
      readonly reason: string;
      /** False if another try cannot help: certificates, a proxy that refuses. */
      readonly retry: boolean;
    }
  | {
      /** The API refused; nothing was created. */
      readonly verdict: "refused";
      readonly status: number;
      readonly reason: string;
      /** 429: may be sent again after this long, in milliseconds (0 if the API gave none). */
      readonly retryAfterMs?: number;
      /** 401, 403, 404: the API will accept no other create either. */
      readonly stop: boolean;
    }
  | {
      readonly verdict: "created";
      readonly id: string;
      /** The answer of the API, every secret in it redacted: fields of it go into the lockfile. */
      readonly answer: JsonObject;
      /** The secret that the answer held, shown once; absent if it held none. */
      readonly secret?: string;
    }
  | {
      /** The answer was cut, but this id was readable: a GET can confirm it. */
      readonly verdict: "cut";
      readonly id: string;
      readonly reason: string;
    }
  | {
      /** The answer's id is on record already, or cannot be a path segment. */
      readonly verdict: "quarantined";
      readonly id: string;
      readonly reason: string;
    }
  | {
      readonly verdict: "unknown";
      readonly reason: string;
      /** An id that a Location header hints at; never believed without a person. */
      readonly hint?: string;
    };

/** The verdict on a GET of one id. */
export type LookupVerdict =
  | { readonly verdict: "present"; readonly answer: JsonObject }
  /** A 404 that is not HTML. It counts only if it was seen twice. */
  | { readonly verdict: "absent" }
  | NoAnswer;

/** The verdict on a request for a token (contract: createAppUserIdToken). */
export type TokenVerdict =
  /** A JWT, and so a credential: it may go to the user who asked, and nowhere else. */
  | { readonly verdict: "issued"; readonly token: string }
  /** The API refused. */
  | { readonly verdict: "refused"; readonly status: number; readonly reason: string }
  | NoAnswer;

/** Why a repeatable request got no usable answer. */
export type NoAnswer =
  | { readonly verdict: "unauthorized"; readonly status: number; readonly reason: string }
  | Unreadable;

/** An answer that could not be read. */
export interface Unreadable {
  readonly verdict: "unreadable";
  readonly reason: string;
  /** Whether trying again may help. */
  readonly retry: boolean;
  readonly retryAfterMs?: number;
}
