import type { ErrorEntries } from "./entry.ts";

/** What can go wrong between a run and the CI that started it. */
export const ciErrors = {
  "ci-file-not-written": {
    cause:
      "A warning: the file that GitHub's runner reads outputs or the step summary from did not take them. The plan or the apply itself is what it is.",
    remedy:
      "Look at what the message says of the file. A step summary holds 1 MiB: write less to it in the same step.",
  },
  "comment-not-written": {
    cause:
      "A warning: `plan --comment` could not write its comment on the pull request. The plan itself is what it is.",
    remedy:
      "Give the job what the message names: on GitHub `permissions: pull-requests: write`, on GitLab a project access token in `ANON_SYNC_GITLAB_TOKEN`. Where the host was down or asked too often, run it again.",
  },
  "no-comment-token": {
    cause: "A warning: `plan --comment` has no token to write the comment with.",
    remedy:
      "On GitHub set `GITHUB_TOKEN: ${{ github.token }}` in the step's `env`; on GitLab set `ANON_SYNC_GITLAB_TOKEN` to a project access token.",
  },
  "no-pull-request": {
    cause: "A warning: `plan --comment` ran for no pull request, so there is nothing to comment.",
    remedy: "Give `--comment` in runs for pull requests alone, or leave it.",
  },
  "no-reviewed-plan": {
    cause:
      "`apply --expect reviewed` found no reviewed plan of this commit. The commit is not the merge of one pull request; or no comment there was written with this run's own token; or somebody edited it; or it was made of another commit than the merged one; or GitHub did not tell.",
    remedy:
      "Have `plan --comment` run on `pull_request` for each commit, and give the job of `apply` `permissions: pull-requests: read`. For a commit without such a plan, name the digest that `plan` printed: `anon-sync apply --expect DIGEST`.",
  },
  "plan-not-saved-offline": {
    cause:
      "A warning: `plan --out` ran in CI without an API key. Such a plan was made without asking Anon: it is for reading, and was not saved.",
    remedy:
      "In pull requests from forks leave `--out` out. Where a plan is to be applied, give the job the key.",
  },
  "untrusted-event": {
    cause:
      "The run has this repository's secrets, while the files here may be a stranger's. On GitHub anybody can start `issue_comment`, `pull_request_target`, `workflow_run` after a fork's pull request, and others; on GitLab a member can run the pipeline of a fork's merge request. The same holds if nobody can tell what started the run.",
    remedy:
      "Plan on `pull_request` instead, where a fork gets no key, or without it: `anon-sync plan --refresh=false`. If only people you trust can start the run, name the event: `--allow-event pull_request_target`.",
  },
} as const satisfies ErrorEntries;
