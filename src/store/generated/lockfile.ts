// Written by scripts/generate.mjs. Change the schema, then `npm run generate`.

/**
 * What exists in one environment, by id. Written by anon-sync, committed to the repository. It holds no secret.
 */
export interface LockfileFile {
  /**
   * The version of this format.
   */
  lockfileVersion: 1;
  /**
   * A random UUID, made once, never changes.
   */
  lineage: string;
  /**
   * What the lockfile belongs to; it is refused anywhere else.
   */
  environment: {
    /**
     * The environment's name in the manifest.
     */
    name: string;
    /**
     * The API's base URL, or emulator: and the emulator's instance id.
     */
    baseUrl: string;
    /**
     * The organization, once an answer named it.
     */
    organizationId?: string;
  };
  /**
   * The ids in use, by address.
   */
  resources: {
    /**
     * This interface was referenced by `undefined`'s JSON-Schema definition
     * via the `patternProperty` "^(userPools|sdkClients)\.[A-Za-z][A-Za-z0-9_-]{0,63}$".
     */
    [k: string]: {
      /**
       * The id the API answered.
       */
      id: string;
      /**
       * Grows with each agreed change of who holds the address.
       */
      generation: number;
      /**
       * Grows with each relock and each change of protection, so that the later one wins a merge.
       */
      revision?: number;
      /**
       * The attempt that created it; absent after an import.
       */
      attempt?: string;
      /**
       * The fields it was created from.
       */
      applied: {
        [k: string]: string | boolean | null;
      };
      /**
       * The fields the API answered.
       */
      answered?: {
        [k: string]: string | boolean | null;
      };
      /**
       * Applied fields that the API does not tell, taken from the manifest.
       */
      assumed?: string[];
      /**
       * Of a secret that was delivered, to tell it from others; lost where its delivery was never recorded.
       */
      secretFingerprint?: string;
      /**
       * A person agreed that a new id takes its place: any later apply finishes it. With changed and a hash, only while the manifest wants what it wanted then.
       */
      replacing?: string;
      /**
       * It is neither replaced nor retired before the manifest says protect: false.
       */
      protected?: true;
    };
  };
  /**
   * Attempts that only a person can settle, by address.
   */
  unsettled: {
    /**
     * By attempt.
     *
     * This interface was referenced by `undefined`'s JSON-Schema definition
     * via the `patternProperty` "^(userPools|sdkClients)\.[A-Za-z][A-Za-z0-9_-]{0,63}$".
     */
    [k: string]: {
      [k: string]: {
        /**
         * Grows with each agreed change of who holds the address.
         */
        generation: number;
        /**
         * The fields that were sent.
         */
        fields: {
          [k: string]: string | boolean | null;
        };
        /**
         * When it was sent, for display.
         */
        sentAt?: string;
        /**
         * Why nobody knows what became of it.
         */
        reason?: string;
        /**
         * An id that the answer hinted at.
         */
        hint?: string;
        /**
         * An id that was answered and cannot be used.
         */
        quarantined?: string;
      };
    };
  };
  /**
   * Attempts that a person said created nothing, so that no merge reopens them.
   */
  settled?: {
    [k: string]: {
      address: string;
      /**
       * Grows with each agreed change of who holds the address.
       */
      generation: number;
    };
  };
  /**
   * Ids that are not in use any more, kept for ever, by id.
   */
  retired: {
    [k: string]: {
      /**
       * Where it was.
       */
      address: string;
      /**
       * Grows with each agreed change of who holds the address.
       */
      generation: number;
      /**
       * Why it is retired.
       */
      reason: "removed" | "replaced" | "duplicate" | "quarantined";
      /**
       * Grows with each relock and each change of protection, so that the later one wins a merge.
       */
      revision?: number;
      /**
       * The attempt that created it; absent after an import.
       */
      attempt?: string;
      /**
       * The fields it was created from.
       */
      applied: {
        [k: string]: string | boolean | null;
      };
      /**
       * The fields the API answered.
       */
      answered?: {
        [k: string]: string | boolean | null;
      };
      /**
       * Applied fields that the API does not tell, taken from the manifest.
       */
      assumed?: string[];
      /**
       * Of a secret that was delivered, to tell it from others; lost where its delivery was never recorded.
       */
      secretFingerprint?: string;
    };
  };
}
