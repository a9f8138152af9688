import type { ErrorEntries } from "./entry.ts";

/** What can be wrong with the places where secrets of service clients go. */
export const secretErrors = {
  "bad-secret-sink": {
    cause: "The place for secrets is neither `file:DIR` nor a command that can be understood.",
    remedy:
      "Write `file:DIR`, or `'command:PROGRAM ARG …'` with `{address}`, `{name}`, `{NAME}`, `{environment}` or `{id}` in the arguments.",
  },
  "mask-outside-actions": {
    cause: "`--mask` prints each secret for GitHub's runner, which alone would hide it.",
    remedy: "Leave `--mask` out outside GitHub Actions.",
  },
  "no-secret-sink": {
    cause: "The plan creates a service client, and nobody said where its secret goes.",
    remedy:
      "Name an existing folder outside git's reach, `--secret-sink file:DIR`, or a command that takes it, `--secret-sink 'command:PROGRAM ARG …'`.",
  },
  "one-secret-sink": {
    cause: "Two flags both say where secrets go, or both want stdout for themselves.",
    remedy: "Say one of them.",
  },
  "secret-place": {
    cause:
      "The file for a secret cannot be made, or is there already; a secret is never overwritten.",
    remedy:
      "Move a file that is there to where it belongs, or name an existing folder that you may write to: `--secret-sink file:DIR`.",
  },
  "secret-program": {
    cause: "There is no program of that name that may be executed, to give secrets to.",
    remedy: "Install it, or write its path: `--secret-sink 'command:/PATH/PROGRAM ARG …'`.",
  },
  "secret-stdout-in-ci": {
    cause: "`--secret-stdout` would put secrets into the log of a CI job.",
    remedy: "Give them to your secret store: `--secret-sink 'command:PROGRAM ARG …'`.",
  },
  "secrets-in-git": {
    cause:
      "The folder for secrets is inside a git work tree and not ignored, inside git's own folder, or behind a symlink that is or can be committed.",
    remedy:
      "Name a folder outside the repository, or one that `.gitignore` covers, without such a symlink on its way.",
  },
  "secrets-in-one-place": {
    cause:
      "The command for a client's secret is the very same as that of another client, in the manifest or in use: it would store the one over the other. With `--workspace`, clients of other manifests count. Or the files for the secrets of two new clients would have names that differ in case alone.",
    remedy:
      "Put `{address}`, `{name}` or `{NAME}` into its arguments; with `--workspace`, `{id}`, or name a folder in each manifest: `secretSink: file:DIR`. For files, give one of the clients another key.",
  },
} as const satisfies ErrorEntries;
