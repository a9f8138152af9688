/** The path of the schema in a project that has anon-sync as a dependency; editors read it offline. */
const schemaPath = "./node_modules/anon-sync/schemas/manifest.schema.json";

/** The lines of the comment at the top of a manifest that `init --from-ids` writes. */
export const templateHeader: readonly string[] = [
  `yaml-language-server: $schema=${schemaPath}`,
  "",
  "Made from what exists (anon-sync init --from-ids): fields are as Anon told them. Anon never",
  "tells a client's oauthDisabled: it is taken for not set. The ids are kept in",
  "anon.lock.<environment>.json beside this file: commit both.",
];

/** The first line of the comment at the manifest's end, if ids were left out of the manifest. */
export const leftOutTitle =
  "Left out (--skip-missing). To adopt one of them later: anon-sync import ADDRESS ID";

/**
 * The commented manifest that `anon-sync init` writes. It is valid as it is and has `environment`,
 * bound to sandbox if its name is not the name of a target.
 *
 * The modeline names the schema of the installed package and no URL: that one always fits the tool's
 * version, and an editor asks no server. If the tool is not a dependency of the project, the
 * comment below the modeline says what to do.
 */
export function manifestTemplate(environment = "sandbox"): string {
  const names = [...new Set(["sandbox", "production", environment])];
  const environments = names.map((name) => {
    const target = ["production", "emulator"].includes(name) ? name : "sandbox";
    const site = name === "production" ? "example.com" : `${name.toLowerCase()}.example.com`;
    return `  ${name}:\n    target: ${target}\n    vars:\n      site: ${site}\n`;
  });
  return `# yaml-language-server: $schema=${schemaPath}
# (anon-sync is not in node_modules? Run \`anon-sync schema manifest > manifest.schema.json\` and name
# that file above: editors then complete keys and explain them.)
#
# What should exist in your Anon organization. The ids of what exists are kept in
# anon.lock.<environment>.json beside this file: commit both.
#
#   anon-sync validate    check this file
#   anon-sync plan        show what would be created
#   anon-sync apply       create it
version: 1

# Where resources can live. The target is sandbox, production or emulator; vars are the texts for
# \${vars.NAME} below. API keys come from ANON_API_KEY_<ENVIRONMENT> or ANON_API_KEY, never from here.
environments:
${environments.join("")}
# Groups of users. The key (members) is yours to choose; renaming it later takes a \`moved\` entry.
# Anon's API cannot change what was created: choose names and descriptions with care.
userPools:
  # Hosted by Anon.
  members:
    name: Members
    description: People who sign up at \${vars.site}.

  # Self-hosted: your identity provider says who a user is.
  # staff:
  #   name: Staff
  #   description: Employees.
  #   authorization:
  #     jwksUri: https://login.\${vars.site}/.well-known/jwks.json
  #     idClaim: email
  #   environments: [production] # only there; in all of them when left out

# How applications and services identify themselves.
sdkClients:
  web:
    name: Web app
    description: The browser front end of \${vars.site}.
    kind: { application: { userPool: members } }

  # The create answer of a service client carries its API key, once: see --secret-sink.
  # jobs:
  #   name: Jobs
  #   description: Server-side jobs.
  #   kind: service

# Renamed a key? Say so, and the id stays:
# moved:
#   - { from: userPools.users, to: userPools.members }
`;
}
