import { suite } from "uvu";
import * as assert from "uvu/assert";
import { isObeyedVariable } from "../../src/core/names/obeyed-variables.ts";

const Obeyed = suite("variables that programs obey");

Obeyed("what shells, loaders, runtimes, git, proxies and CIs obey, in any case", () => {
  const names =
    "PATH Path IFS ENV BASH_ENV PS4 SHELLOPTS LD_PRELOAD LD_LIBRARY_PATH DYLD_INSERT_LIBRARIES NODE_OPTIONS NODE_PATH NODE_EXTRA_CA_CERTS npm_config_registry PYTHONPATH PYTHONSTARTUP PERL5OPT RUBYOPT JAVA_TOOL_OPTIONS _JAVA_OPTIONS GOFLAGS CARGO_HOME RUSTC_WRAPPER RUSTFLAGS PHPRC GIT_DIR GIT_SSH_COMMAND SSH_AUTH_SOCK HTTPS_PROXY no_proxy SSL_CERT_FILE CURL_CA_BUNDLE AWS_ACCESS_KEY_ID KUBECONFIG CI CI_JOB_TOKEN GITHUB_TOKEN GITHUB_ENV GH_TOKEN RUNNER_TEMP ACTIONS_RUNTIME_TOKEN ANON_SYNC_GITLAB_TOKEN HOME TMPDIR PROMPT_COMMAND EDITOR";
  for (const name of names.split(" ")) assert.ok(isObeyedVariable(name), name);
});

Obeyed("names of applications stay free", () => {
  const names =
    "webClient CLIENT_ID NEXT_PUBLIC_ANON_CLIENT VITE_POOL REACT_APP_POOL ANON_USER_POOL_MEMBERS_ID pool PATH_POOL GOLD_POOL RUSTIC ENVIRONMENT HOMEPAGE_CLIENT nodeClient gitClient citrus PYTHIA";
  for (const name of names.split(" ")) assert.not(isObeyedVariable(name), name);
});

Obeyed.run();
