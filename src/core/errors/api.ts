import type { ErrorEntries } from "./entry.ts";

/** What can be wrong with the way to Anon, with the key, and with what Anon answers. */
export const apiErrors = {
  "invalid-api-key": {
    cause: "The API key is empty, or holds white space or characters outside ASCII.",
    remedy:
      "Set the variable it comes from (`ANON_API_KEY` or a longer one) to the key alone, without quotes or a newline.",
  },
  "invalid-base-url": {
    cause: "The base URL is none that a key may be sent to: https, or http on this machine.",
    remedy: "Give one such as `https://svc.sandbox.anon.com` or `http://127.0.0.1:4010`.",
  },
  "invalid-proxy": {
    cause: "A proxy variable does not hold the URL of an HTTP proxy.",
    remedy:
      "Set it to one such as `http://proxy.example:3128` (SOCKS proxies are not supported), or put the host into `NO_PROXY`.",
  },
  "jwks-not-usable": {
    cause:
      "The `jwksUri` of a new self-hosted pool answers no keys that can be used: a warning of `plan`, a refusal of `apply`.",
    remedy:
      "Correct `authorization.jwksUri`, or what its server answers: a pool cannot be corrected after it was made. If it is right all the same: `--skip-jwks-check`.",
  },
  "jwks-private-key": {
    cause:
      "A warning: the `jwksUri` of a new self-hosted pool publishes a private or a secret key. Whoever reads it can sign tokens of any user.",
    remedy:
      "Have the identity provider make a new key and publish its public part alone. The pool itself can be created.",
  },
  "no-api-key": {
    cause: "There is no API key for this environment.",
    remedy:
      "Set `ANON_API_KEY` (or `ANON_API_KEY_<ENVIRONMENT>`; of one organization of several, the variables that the message names). A key is never read from a flag or a file.",
  },
  "no-token": {
    cause: "Anon gave no answer to the request for a token that could be read.",
    remedy: "Run the command again: asking for a token twice does no harm.",
  },
  "not-authorized": {
    cause: "Anon does not accept the API key, or does not let it do this.",
    remedy:
      "Check the key, and that it belongs to this environment (`-e NAME`). The key of a read-only member may look things up, and neither creates nor issues tokens.",
  },
  "tls-not-verified": {
    cause: "`NODE_TLS_REJECT_UNAUTHORIZED=0` turns the verification of TLS certificates off.",
    remedy:
      "Unset it. For a proxy or a server with a certificate of your own CA, set `NODE_EXTRA_CA_CERTS` to the file of that CA's certificate.",
  },
  "token-refused": {
    cause: "Anon refused to issue a token for this client.",
    remedy:
      "Look at the client and its pool in Anon's console: only Anon-hosted pools issue tokens.",
  },
  "undecodable-token": {
    cause: "Anon issued a token, and its claims cannot be decoded.",
    remedy: "Leave `--json` out to get the token as it is.",
  },
} as const satisfies ErrorEntries;
