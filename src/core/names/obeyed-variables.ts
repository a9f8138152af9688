/**
 * Variables that shells, loaders, runtimes, git or the host of a CI obey. A person who sources a
 * file with such a variable, or sets it for a job, runs or trusts something else. A `PATH` of one
 * word is a folder of the repository. The first three lines are the list of sudo
 * (`initial_badenv_table` in plugins/sudoers/env.c), the others are of the programs that pipelines
 * run.
 */
const obeyed = [
  "IFS|CDPATH|LOCALDOMAIN|RES_OPTIONS|HOSTALIASES|NLSPATH|PATH_LOCALE|_?LD_.*|_RLD.*|SHLIB_PATH|LIBPATH|LDR_.*|AUTHSTATE|DYLD_.*",
  "KRB5_.*|(VAR|USR|DLC)_ACE|TERM(INFO.*|PATH|CAP)|ENV|BASH_ENV|PS4|GLOBIGNORE|BASHOPTS|SHELLOPTS|JAVA_TOOL_OPTIONS",
  "PERL(IO_DEBUG|LIB|5LIB|5OPT|5DB)|FPATH|(READ)?NULLCMD|ZDOTDIR|TMPPREFIX|PYTHON.*|RUBY(LIB|OPT)",
  "PATH|HOME|PWD|OLDPWD|SHELL|TERM|T(E?MP|MPDIR)|EDITOR|VISUAL|PAGER|BROWSER|PROMPT_COMMAND|PS[0-3]|LANG|LC_.*|XDG_.*",
  "PATHEXT|COMSPEC|SYSTEMROOT|WINDIR|PSMODULEPATH|(LOCAL)?APPDATA|USERPROFILE|PROGRAMDATA",
  "NODE|NODE_.*|NPM_.*|YARN_.*|PNPM_.*|BUN_.*|DENO_.*|_?JAVA_.*|JDK_.*|CLASSPATH|(MAVEN|GRADLE|SBT|JVM)_OPTS|GEM_.*|BUNDLE_.*|PIP_.*|PHPRC|PHP_INI_.*|DOTNET_.*|COR(ECLR)?_.*|GO(BIN|DEBUG|ENV|FLAGS|NOSUMDB|PATH|PRIVATE|PROXY|ROOT|SUMDB|TOOLCHAIN|VCS)|CARGO_.*|RUST(C|UP|DOC)?_.*|RUST(C|DOC)?FLAGS|RUSTC|MAKEFLAGS|CC|CXX",
  "GIT_.*|SSH_.*|GPG_.*|DOCKER_.*|KUBECONFIG|HELM_.*|TF_.*|AWS_.*|AZURE_.*|ARM_.*|GOOGLE_.*|CLOUDSDK_.*|VAULT_.*",
  "(HTTPS?|ALL|NO|FTP)_PROXY|SSL_CERT_.*|SSLKEYLOGFILE|OPENSSL_.*|CURL_.*|WGETRC|REQUESTS_CA_BUNDLE|(FORCE|NO)_COLOR",
  "CI|CI_.*|GITHUB_.*|GH_.*|GITLAB_.*|RUNNER_.*|ACTIONS_.*|BUILDKITE.*|CIRCLECI|CIRCLE_.*|TRAVIS.*|JENKINS_.*|TEAMCITY_.*|BITBUCKET_.*|SYSTEM_ACCESSTOKEN|ANON_SYNC_.*",
];

const isObeyed = new RegExp(`^(${obeyed.join("|")})$`, "i");

/** Whether programs other than the application obey the variable of this name, in any case. */
export function isObeyedVariable(name: string): boolean {
  return isObeyed.test(name);
}
