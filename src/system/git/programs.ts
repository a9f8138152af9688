/*
 * Every git setting that could start a program from one of our git processes. We pin a setting, or
 * judge it and keep the clone's value. A pull request cannot write git's configuration, which
 * repository.ts takes from the clone alone. But a pull request can fill a folder or a file that the
 * configuration names. A test lists all settings of the machine's git, and fails if a setting of
 * this kind is in neither list. https://git-scm.com/docs/git-config
 */

/** Setting → the value that each of our git processes gets. */
const pinned: readonly (readonly [name: string, value: string])[] = [
  // With this, git 2.38 and later discover no bare repository. repository.ts refuses them for any
  // git.
  ["safe.bareRepository", "explicit"],
  // Hooks often lie in the work tree (.husky). fetch and update-ref run reference-transaction.
  ["core.hooksPath", "/dev/null"],
  // A file system monitor would start for one command and outlive our process.
  ["core.fsmonitor", "false"],
  // A fetch would run this command in a shell. The program `true` prints no refs of alternates.
  ["core.alternateRefsCommand", "true"],
  // The address of an `ext` remote is a command line.
  ["protocol.ext.allow", "never"],
  // A fetch would start `git maintenance` in the background.
  ["maintenance.auto", "false"],
  // A signed push would start gpg.program, which may ask for a passphrase.
  ["push.gpgSign", "false"],
];

/** The names of the pinned settings. */
export const pinnedSettings: ReadonlySet<string> = new Set(pinned.map(([name]) => name));

/** The pinned settings as git flags. Flags before the command win over files and variables. */
export const pinnedFlags: readonly string[] = pinned.flatMap(([name, value]) => [
  "-c",
  `${name}=${value}`,
]);

/** Setting, as `git help --config` writes it → why the clone's own value may count. */
export const judgedSettings: Readonly<Record<string, string>> = {
  "core.sshCommand": "The remote needs it: actions/checkout writes it for a deploy key.",
  "core.gitProxy": "The remote needs it.",
  "core.askPass": "The remote needs it.",
  "credential.helper": "The remote needs it.",
  "http.proxy": "The remote needs it, and it is no program.",
  "remote.<name>.proxy": "The remote needs it, and it is no program.",
  "remote.<name>.receivepack": "It belongs to the remote that the clone's owner has set up.",
  "remote.<name>.uploadpack": "It belongs to the remote that the clone's owner has set up.",
  "remote.<name>.vcs": "It belongs to the remote that the clone's owner has set up.",
  "protocol.allow": "git allows ext only if protocol.ext.allow says so, which is pinned.",
  "protocol.<name>.allow": "protocol.ext.allow is pinned; the other protocols run no command line.",
  "filter.<driver>.clean":
    ".gitattributes names a filter; the configuration alone has its command.",
  "filter.<driver>.process": "The same as filter.<driver>.clean.",
  "filter.<driver>.smudge": "None of our commands checks files out.",
  "include.path":
    "A clone that includes a file of its work tree lets every pull request configure git.",
  "includeIf.<condition>.path": "The same as include.path.",
  "gpg.program": "commit-tree signs only with -S, and push.gpgSign is pinned.",
  "gpg.<format>.program": "The same as gpg.program.",
  "gpg.ssh.defaultKeyCommand": "The same as gpg.program.",
  "core.editor": "None of our commands edits a message.",
  "sequence.editor": "None of our commands rebases.",
  "core.pager": "stdout of our git processes is never a terminal.",
  "pager.<cmd>": "stdout of our git processes is never a terminal.",
  "diff.external": "diff gets --no-ext-diff; status and diff-tree start no driver.",
  "diff.<driver>.command": "The same as diff.external.",
  "diff.<driver>.textconv": "diff gets --no-textconv; cat-file reads without --textconv.",
  "interactive.diffFilter": "None of our commands asks a person.",
  "merge.<driver>.driver": "None of our commands merges files.",
  "uploadpack.packObjectsHook": "git reads it from protected configuration only, at the remote.",
  "fsmonitor.allowRemote": "core.fsmonitor is pinned.",
  "fsmonitor.socketDir": "core.fsmonitor is pinned.",
  "gc.auto": "maintenance.auto is pinned, and alone starts it.",
};
