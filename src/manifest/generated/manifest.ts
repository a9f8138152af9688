// Written by scripts/generate.mjs. Change the schema, then `npm run generate`.

/**
 * The UserPools and SdkClients that should exist in an Anon organization.
 */
export interface ManifestFile {
  /**
   * The version of this format.
   */
  version: 1;
  /**
   * Where an apply under way keeps what it knows: local, on this machine's disk, or git, on the git remote, too. When left out, local, and git in CI.
   */
  state?:
    | ("local" | "git")
    | {
        /**
         * Where on the git remote.
         */
        git: {
          /**
           * The remote's name: origin, or the only one there is, when left out.
           */
          remote?: string;
          /**
           * What the names of its refs begin with: refs/anon-sync when left out, refs/anon-sync-TEAM, or refs/heads/anon-sync for hosts that take branches alone.
           */
          refs?: string;
        };
      };
  /**
   * Where resources can live. When left out, sandbox, production and emulator exist under those names.
   */
  environments?: {
    /**
     * A name bound to one of Anon's targets.
     */
    [k: string]: {
      /**
       * Which Anon it means. The addresses of the targets are built in.
       */
      target: "sandbox" | "production" | "emulator";
      /**
       * Texts for ${vars.NAME} in the resources of this environment.
       */
      vars?: {
        /**
         * A text.
         */
        [k: string]: string;
      };
      /**
       * Sent with each create, and every answer must carry it.
       */
      organizationId?: string;
    };
  };
  /**
   * Every user pool, by a key of your choice that never changes.
   */
  userPools?: {
    /**
     * A group of users and how they are authenticated.
     */
    [k: string]: {
      /**
       * The name people see. It cannot be changed through the API once created.
       */
      name: string;
      /**
       * What it is for. It cannot be changed through the API once created.
       */
      description: string;
      /**
       * Makes the pool self-hosted. Without it Anon hosts the pool.
       */
      authorization?: {
        /**
         * Public JWKS URL of the identity provider (https).
         */
        jwksUri: string;
        /**
         * Claim of the ID token that identifies the user; "sub" when left out.
         */
        idClaim?: string;
      };
      /**
       * The environments it lives in; all of them when left out.
       *
       * @minItems 1
       *
       * Items: The name of an environment.
       */
      environments?: [string, ...string[]];
      /**
       * Refuses to replace or retire it. The lockfile remembers it: only protect: false ends it.
       */
      protect?: boolean;
      /**
       * Fields whose changes in Anon's console are not told.
       *
       * Items: A field.
       */
      ignoreDrift?: ("name" | "description" | "authorization.jwksUri" | "authorization.idClaim")[];
    };
  };
  /**
   * Every SDK client, by a key of your choice that never changes.
   */
  sdkClients?: {
    /**
     * How an application or a service identifies itself.
     */
    [k: string]: {
      /**
       * The name people see. It cannot be changed through the API once created.
       */
      name: string;
      /**
       * What it is for. It cannot be changed through the API once created.
       */
      description: string;
      /**
       * Either "service" or { application: { userPool: KEY } }.
       */
      kind:
        | "service"
        | {
            /**
             * An application whose users are in a pool.
             */
            application: {
              /**
               * The key of a pool in this manifest.
               */
              userPool?: string;
              /**
               * The id of a pool that is kept elsewhere.
               */
              userPoolId?: string;
            };
          };
      /**
       * Turns the OAuth flow off. The API does not tell it back.
       */
      oauthDisabled?: boolean;
      /**
       * Where the secret of a new service client goes: file:DIR, a folder seen from this file.
       */
      secretSink?: string;
      /**
       * The environments it lives in; all of them when left out.
       *
       * @minItems 1
       *
       * Items: The name of an environment.
       */
      environments?: [string, ...string[]];
      /**
       * Refuses to replace or retire it. The lockfile remembers it: only protect: false ends it.
       */
      protect?: boolean;
      /**
       * Fields whose changes in Anon's console are not told.
       *
       * Items: A field.
       */
      ignoreDrift?: (
        "name" | "description" | "kind" | "kind.application.userPoolId" | "oauthDisabled"
      )[];
    };
  };
  /**
   * Addresses that changed: the id stays with the resource.
   *
   * Items: One address that changed.
   */
  moved?: {
    /**
     * The address it had, like userPools.users.
     */
    from: string;
    /**
     * The address it has in this manifest, like userPools.members.
     */
    to: string;
  }[];
  /**
   * Ids that exist already, for addresses that have none yet: plan adopts them.
   *
   * Items: One id that exists. Once the lockfile has the address, the entry says nothing.
   */
  imports?: {
    /**
     * The address in this manifest that is to hold it, like userPools.members.
     */
    to: string;
    /**
     * The id, from Anon's console. ${vars.NAME} is filled in.
     */
    id: string;
    /**
     * The one environment that the id is of; when left out, every one that has it.
     */
    environment?: string;
  }[];
  /**
   * Names for ids in what anon-sync output prints, instead of those it derives.
   */
  outputs?: {
    /**
     * The address whose id it is, like sdkClients.web.
     */
    [k: string]: string;
  };
}
