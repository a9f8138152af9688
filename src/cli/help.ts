/** The sentence at the top of --help. */
export const summary =
  "Keeps the UserPools and SdkClients of an Anon organization in a file, and their ids in a lockfile.";

/** The end of the program's own --help. */
export const helpEnding = `
Environment variables:
  ANON_API_KEY_<ENVIRONMENT>  the API key for one environment (ANON_API_KEY_SANDBOX)
  ANON_API_KEY                the API key where there is none of the environment's own
  ANON_API_KEY_<NAME>__<ENVIRONMENT>, ANON_API_KEY_<NAME>
                              the same for one organization of several (--key-of, --workspace)
  ANON_BASE_URL               the API, as --base-url
  NO_COLOR, FORCE_COLOR       no colours, or colours in pipes too

Exit codes:
  0    done
  1    failed
  2    changes or drift (only with --detailed-exitcode)
  3    invalid manifest, or a command line that makes no sense
  4    unsettled: a person is needed (anon-sync status says why)
  5    refused by a guard, or not possible with this API
  6    not authorized
  7    locked by another run
  130  interrupted

Run \`anon-sync COMMAND --help\` for the flags of a command.`;
