type Variables = Readonly<Record<string, string | undefined>>;

/**
 * The folder that a CI checked the repository out to, from the environment variables; undefined if
 * none says so. For jobs without git: images for GitLab's jobs need not have it.
 */
export function checkoutFolder(variables: Variables): string | undefined {
  return variables["CI_PROJECT_DIR"] || variables["GITHUB_WORKSPACE"] || undefined;
}
