import type { JsonObject } from "./json.ts";

/** One field's value. Fields are flat: `authorization.jwksUri`, as a person would name the path. */
export type FieldValue = string | boolean | null;

/**
 * The fields of a resource by dotted path. An absent path is unknown (unobservable); null is a
 * value that is known to be nothing.
 */
export type Fields = Readonly<Record<string, FieldValue>>;

/** Stands for the id of another resource of the manifest. */
export interface Reference {
  /** The address of that resource, `userPools.members`. */
  readonly ref: string;
}

/** The fields a manifest wants: every path of the kind is present, references not yet resolved. */
export type WantedFields = Readonly<Record<string, FieldValue | Reference>>;

/** Whether a wanted value stands for another resource's id. */
export function isReference(value: FieldValue | Reference | undefined): value is Reference {
  return typeof value === "object" && value !== null;
}

/** The kind whose collection an address names; undefined if there is none. */
export function kindOfAddress(kinds: readonly Kind[], address: string): Kind | undefined {
  return kinds.find(({ collection }) => address.startsWith(`${collection}.`));
}

/** Returns the kind of a name. Throws an Error for an unknown name, which is a bug of ours. */
export function kindNamed(kinds: readonly Kind[], name: string): Kind {
  const kind = kinds.find((each) => each.name === name);
  if (kind === undefined) throw new Error(`unknown kind ${name}`);
  return kind;
}

/** A reference as it stands in the manifest, for messages at its position. */
export interface ReferenceInBlock {
  /** Its path inside the resource's block: ["kind", "application", "userPool"]. */
  readonly path: readonly string[];
  /** The collection it points into: `userPools`. */
  readonly collection: string;
  /** The key that was written: `members`. */
  readonly key: string;
}

/** Everything about one kind of resource. A new kind is one such object (ARCHITECTURE.md). */
export interface Kind {
  /** As the API names it: `UserPool`. */
  readonly name: string;
  /** The manifest's key and the first part of an address: `userPools`. */
  readonly collection: string;
  /** For prose, singular: `user pool`. */
  readonly label: string;
  /** POST here creates; GET here plus `/` and the id looks up. */
  readonly path: string;
  /** JSON Schema (draft-07) of one block in the manifest, without the keys that all kinds share. */
  readonly schema: JsonObject;
  /** Every field a manifest can want, in the order people read them. */
  readonly fields: readonly string[];
  /** The fields that hold a URL; none if left out. */
  readonly urls?: readonly string[];
  /** A valid block → the fields it wants. */
  wanted(block: JsonObject): WantedFields;
  /** The references a block holds. Takes any block: validate reports them beside other problems. */
  references(block: JsonObject): readonly ReferenceInBlock[];
  /** Resolved fields → the body that creates it. */
  body(fields: Fields, organizationId: string | undefined): JsonObject;
  /** An answer of the API → its fields. Never a secret; unknown fields are left out. */
  observed(answer: JsonObject): Fields;
  /**
   * Whether what was observed shows the wanted value of a field; undefined if the API does not
   * tell. Knows the vendor's quirks (a trimmed description, a hosted pool's own JWKS).
   */
  shows(field: string, value: FieldValue, observed: Fields): boolean | undefined;
  /** Turns the answer of a GET into the block of a manifest. */
  block(observed: Fields, around: Surroundings): Written;
  /** Whether two values of a field mean the same (idClaim null and "sub" do). */
  same(field: string, left: FieldValue, right: FieldValue): boolean;
  /**
   * The sort of thing that a value of a field makes of it: no edit turns one into another. Undefined
   * if the field does not tell.
   */
  sort(field: string, value: FieldValue): string | undefined;
  /** Whether the create answer will carry a secret that is shown once. */
  hasSecret(fields: WantedFields): boolean;
  /**
   * The URL of the keys that sign its users' tokens, if the manifest wants another URL than Anon's.
   */
  readonly jwksUri?: (fields: WantedFields) => string | undefined;
  /** The secret in a create answer, if there. */
  secret(answer: JsonObject): string | undefined;
  /** The part it has in the tokens of users; absent if it has none. */
  readonly tokens?: TokenPart;
  /** A sentence about the uses that a new id in place of the old id breaks. */
  readonly newIdBreaks: string;
  /** The emulator's functions for this kind. */
  readonly emulation: Emulation;
}

/** The questions of a kind to the manifest that a block is written into. */
export interface Surroundings {
  /** The key of a resource there, by its collection and id; undefined if it holds none. */
  keyOf(collection: string, id: string): string | undefined;
  /** Whether a URL is of the API's own host. */
  isAnons(url: string): boolean;
}

/** A block that was made of a GET's answer. */
export interface Written {
  readonly block: JsonObject;
  /** The fields that could not be read, a line of a comment each. Empty if the block is complete. */
  readonly unknownFields: readonly string[];
  /** The keys that a person must add before the block is valid, and a value that each could have. */
  readonly missing?: JsonObject;
}

/** The behaviour of a kind in the emulator. */
export interface Emulation {
  /** The fault of a create's body, in the server's words; undefined if there is none. */
  refusal(body: JsonObject): string | undefined;
  /** The ids of other kinds that the body refers to: [collection, id]. */
  refersTo(body: JsonObject): readonly (readonly [string, string])[];
  /** The stored resource made of a valid body, without id and organizationId. */
  stored(body: JsonObject, server: EmulatedServer): JsonObject;
  /** The one-time part of the create answer (a secret), merged over the answer; undefined if none. */
  once(stored: JsonObject, server: EmulatedServer): JsonObject | undefined;
  /** The stored resource as the older reference answers it. */
  older(stored: JsonObject): JsonObject;
}

/** The questions of a kind to the emulator. */
export interface EmulatedServer {
  /** The emulator's own JWKS URL. */
  readonly jwksUri: string;
  /** A new random secret. */
  secret(): string;
}

/**
 * The part of a kind in the tokens of users (contract: createAppUserIdToken). Tokens are issued for
 * a client, and Anon issues them for the users of the pools that it hosts.
 */
export type TokenPart =
  | {
      readonly part: "client";
      /** The id of the pool its users are in; null if it has no users, undefined if not told. */
      poolOf(fields: Fields): FieldValue | undefined;
      /** The body that asks for a token. `expiresAt` in seconds since 1970; otherwise the API decides. */
      body(
        id: string,
        poolId: string | undefined,
        user: string,
        expiresAt: number | undefined,
      ): JsonObject;
    }
  | {
      readonly part: "pool";
      /** Whether Anon hosts it; undefined if neither side tells. */
      isHosted(applied: Fields, answered: Fields): boolean | undefined;
      /** The URL of the keys that its users' tokens verify against, if the API returned one. */
      jwksUri(answered: Fields): string | undefined;
    };
