type Variables = Readonly<Record<string, string | undefined>>;

/** Keys of ours: the API's, and the token for the comments on GitLab. */
const ourKeys = /^ANON_(API_KEY.*|SYNC_GITLAB_TOKEN)$/i;

/**
 * Tokens that the host of a CI gives to a job, and GitLab's copies of its job token:
 * https://docs.github.com/en/actions/concepts/security/github_token
 * https://cli.github.com/manual/gh_help_environment
 * https://docs.gitlab.com/ci/variables/predefined_variables/
 */
const hostTokens = new RegExp(
  `^(${[
    "(GH|GITHUB)(_ENTERPRISE)?_TOKEN",
    "ACTIONS_RUNTIME_TOKEN",
    "CI_(JOB|BUILD)_TOKEN",
    "CI_JOB_JWT(_V[12])?",
    "CI_(REGISTRY|DEPENDENCY_PROXY)_PASSWORD",
    "CI_REPOSITORY_URL",
  ].join("|")})$`,
  "i",
);

/**
 * Returns the environment for a program that is not ours: without our keys, and without the tokens
 * of the CI's host unless it `keepsTokens`, as a git that asks its remote does. Names are compared
 * without case, as on Windows.
 */
export function childEnvironment(variables: Variables, keepsTokens = false): Variables {
  return Object.fromEntries(
    Object.entries(variables).filter(
      ([name]) => !ourKeys.test(name) && (keepsTokens || !hostTokens.test(name)),
    ),
  );
}
