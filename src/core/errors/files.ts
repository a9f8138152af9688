import type { ErrorEntries } from "./entry.ts";

/** What can be wrong with lockfile, journal, ledger, saved plan, git and the disk. */
export const fileErrors = {
  "disk-error": {
    cause:
      "The disk did not let a file be read or written: no permission, no room, no such folder.",
    remedy: "Do what the message says of that file, then run the command again.",
  },
  "git-failed": {
    cause: "A git command failed, so it is not known what git's history holds.",
    remedy: "Make `git status` and `git fsck` work in this folder, then run the command again.",
  },
  "git-missing": {
    cause: "The folder is a git repository, and git is not on the PATH, or may not be started.",
    remedy: "Install git; make `git status` work in this folder, then run the command again.",
  },
  "git-refused": {
    cause: "git does not read the repository here, as where it belongs to another user.",
    remedy: "Make `git status` work in this folder, then run the command again.",
  },
  "bare-repository": {
    cause:
      "A folder inside the work tree holds a HEAD and refs, so git takes it for a repository and obeys its configuration, which can run programs. A pull request can write such files.",
    remedy:
      "Look where the files come from (`git log -- FOLDER`) and remove them. A manifest never needs to lie in a bare repository.",
  },
  "lineage-not-alone": {
    cause:
      "Two lockfiles of the repository claim one lineage for one environment, so they would share their state on the git remote: one is a copy, perhaps of a copied folder.",
    remedy:
      "Remove the copy from git (`git rm FILE`) and make its folder one of its own: `anon-sync init`. If the lockfile was moved, commit that its old place is gone.",
  },
  "journal-damaged": {
    cause: "The journal of an earlier run cannot be read, and it may name creates that were sent.",
    remedy:
      "Restore it if you can. If not, compare Anon's console with the lockfile, adopt what is missing with `anon-sync import ADDRESS ID`, and only then move the journal away.",
  },
  "ledger-damaged": {
    cause: "The ledger, this machine's record of what it created, cannot be read.",
    remedy:
      "It is a second copy of the lockfile's ids: check that the lockfile has them all (`anon-sync status`), then move it away.",
  },
  locked: {
    cause: "Another run of anon-sync holds the lock of this environment.",
    remedy: "Wait for it, or say how long to wait: `--lock-timeout SECONDS`.",
  },
  "lockfile-not-committed": {
    cause: "`apply --commit` could not commit the lockfile to the branch and push it.",
    remedy:
      "Commit and push it yourself: it is the inventory of the ids. Or push it to a branch to open a pull request from: `--commit-branch NAME`.",
  },
  "no-git-remote": {
    cause:
      "The state is to be kept on a git remote, and there is none, or not the one that is named.",
    remedy:
      "Add one: `git remote add origin URL`. To keep it on this machine alone: `--state local`.",
  },
  "no-state-on-remote": {
    cause:
      "The git remote holds no state of this lockfile, so there is nothing to unlock or recover.",
    remedy: "Check the environment (`-e NAME`) and the remote: `git ls-remote origin`.",
  },
  "not-the-holder": {
    cause: "`unlock` named a run that does not hold the state on the git remote.",
    remedy: "Look who holds it, and name that one: `anon-sync unlock`.",
  },
  "remote-lock-lost": {
    cause:
      "The state on the git remote was unlocked, or taken by another run, while this one held it.",
    remedy: "Run `anon-sync apply` again: it goes on from what is known.",
  },
  "remote-locked": {
    cause: "Another run, on another machine perhaps, holds the state on the git remote.",
    remedy:
      "Wait for it: `--lock-timeout SECONDS`. If its machine is gone: `anon-sync unlock --run ID`.",
  },
  "remote-moved": {
    cause: "Another run has changed the state on the git remote since the plan was made.",
    remedy: "Run the command again: the plan may be another one now.",
  },
  "remote-of-another-environment": {
    cause:
      "The state on the git remote belongs to another environment, API or organization than the lockfile: somebody has pushed there.",
    remedy:
      "Look at the commits of the ref, and move it back to the last good one with `git push`.",
  },
  "remote-refuses": {
    cause: "The git remote does not take a push to the ref that holds the state.",
    remedy:
      "Let whoever runs this push there (on GitHub: `permissions: contents: write`), or choose other refs in the manifest: `state: { git: { refs: refs/heads/anon-sync } }`.",
  },
  "remote-state-damaged": {
    cause: "The state on the git remote is not what anon-sync writes: somebody has pushed there.",
    remedy:
      "Look at the commits of the ref, and move it back to the last good one with `git push`.",
  },
  "remote-unreachable": {
    cause: "The git remote that keeps the state cannot be asked.",
    remedy:
      "Make `git ls-remote` work in this folder, then run the command again. To keep the state on this machine alone: `--state local`.",
  },
  "state-not-said": {
    cause:
      "In CI, what an apply knows would go with the runner's disk, and there is no git remote to keep it.",
    remedy:
      "Check out with git, so that the state can be kept on its remote. Or say that this disk stays: `--state local`.",
  },
  "manifest-exists": {
    cause: "`init --from-ids` writes a manifest of its own, and there is one already.",
    remedy: "Adopt the ids into it: `anon-sync import --file FILE`. Or name another: `-c FILE`.",
  },
  "lockfile-in-use": {
    cause: "`init --from-ids` found a lockfile that holds more than the ids it was given.",
    remedy: "Restore the manifest that belongs to it, then `anon-sync import --file FILE`.",
  },
  "lockfile-changed": {
    cause:
      "The lockfile was changed, or replaced by another one, while the command waited or was read.",
    remedy: "Run the command again: the plan may be another one now.",
  },
  "lockfile-conflict": {
    cause: "The lockfile holds the conflict markers of a git merge.",
    remedy:
      "`anon-sync merge-driver LOCKFILE` merges both sides so that no id is lost; then `git add LOCKFILE`. A git merge does it by itself once that is configured as its driver: `anon-sync merge-driver --help`.",
  },
  "lockfile-contradicted": {
    cause:
      "The plan would create something only because the lockfile tells an id otherwise than git or this machine does.",
    remedy:
      "If somebody damaged or edited the lockfile, restore it from git. If the resource is new: `--not-renamed ADDRESS`.",
  },
  "lockfile-damaged": {
    cause:
      "The lockfile was edited or damaged, and cannot be read or does not hold what it should.",
    remedy:
      "Look at what changed it with `git log -p -- LOCKFILE`, and restore it from git. Never write ids into it by hand.",
  },
  "lockfile-lost": {
    cause:
      "`init` found that there was a lockfile for this environment before: git or this machine knows it.",
    remedy:
      "Bring it back: `anon-sync recover --from-git`, or from the clone or branch that has it. One in another folder, whose manifest moved, is moved along: `git mv`. If it belongs to another manifest: `anon-sync init --separate`.",
  },
  "lockfile-of-another-environment": {
    cause: "The lockfile belongs to another environment, API or organization than this run is for.",
    remedy:
      "Use the lockfile of this environment (`-e NAME`, `--lockfile FILE`), or go back to the base URL and organization that it was made with.",
  },
  "lockfile-replaced": {
    cause:
      "The lockfile was replaced by one of another lineage while the run went on, and is left as it is.",
    remedy:
      "Put the lockfile of before back and run again: the journal still holds what the run did.",
  },
  "lockfile-version": {
    cause: "The lockfile was written by a newer anon-sync.",
    remedy: "Use that version of anon-sync, or a later one.",
  },
  "lost-attempts": {
    cause:
      "The lockfile lacks creates that git or this machine knows were sent, and nobody knows the end of.",
    remedy:
      "Merge the branch whose lockfile holds them, or `anon-sync recover --from-git`. If none does, look in Anon's console and settle them: `anon-sync settle ADDRESS --id ID`, or `--not-created`.",
  },
  "lost-ids": {
    cause:
      "The lockfile lacks ids that git or this machine knows; what it lacks would be created again.",
    remedy:
      "Merge the branch whose lockfile holds them, or `anon-sync recover --from-git`. One at a time: `anon-sync import ADDRESS ID`.",
  },
  "merge-of-two-lockfiles": {
    cause:
      "The two sides of a merge are lockfiles of different lineages, environments or organizations.",
    remedy:
      "Keep one of them: `git checkout --ours -- LOCKFILE`, or `--theirs`, then `git add LOCKFILE`. `anon-sync recover --from-git` shows what the other one knows, and how to adopt it.",
  },
  "no-conflict": {
    cause: "`merge-driver FILE` found no conflict markers in the file.",
    remedy:
      "If git shows it as unmerged (`git status`), bring both sides back into it: `git checkout --merge -- LOCKFILE`. Else there is nothing to merge.",
  },
  "no-git-history": {
    cause: "The lockfile is in no git work tree, so there is no history to recover from.",
    remedy:
      "Run this in the clone that the lockfile is committed in. One id at a time: `anon-sync import ADDRESS ID`.",
  },
  "no-lockfile": {
    cause: "The environment has no lockfile, or its lockfile is gone.",
    remedy:
      "The first time: `anon-sync init -e NAME`. If there was one: `anon-sync recover --from-git`. If the manifest was moved, move the lockfile along: `git mv`. For an emulator: `anon-sync apply`.",
  },
  "no-plan": {
    cause: "There is no saved plan of the name that was given.",
    remedy: "Save one: `anon-sync plan --out FILE`.",
  },
  "not-a-plan": {
    cause: "The file that was named is not a saved plan.",
    remedy: "Save one: `anon-sync plan --out FILE`, then `anon-sync apply FILE`.",
  },
  "not-overwritten": {
    cause: "`--out` names a file that is there already and is not a saved plan.",
    remedy: "Name another file with `--out FILE`, or move this one away.",
  },
  "nothing-to-recover": {
    cause: "Neither git's history nor this machine knows a lockfile that could come back.",
    remedy:
      "If this is the first time: `anon-sync init -e NAME`. Else bring the lockfile from the clone or the branch that has it.",
  },
  "other-lineage": {
    cause: "The lockfile is not the one that git or this machine knows: its lineage differs.",
    remedy:
      "Restore the lockfile from git. If it was made anew on purpose, do what the message says of the old one.",
  },
  "plan-conflict": {
    cause: "The saved plan holds the conflict markers of a git merge.",
    remedy: "Plan again: `anon-sync plan --out FILE`, and apply that.",
  },
  "plan-damaged": {
    cause: "The saved plan was damaged, and does not hold what a plan holds.",
    remedy: "Plan again: `anon-sync plan --out FILE`, and apply that.",
  },
  "plan-edited": {
    cause:
      "The plan in the file does not say any more what it said when it was made: its digests do not fit what stands there. `show` and `apply` refuse it alike.",
    remedy: "Plan again: `anon-sync plan --out FILE`, and apply that.",
  },
  "plan-not-saved": {
    cause: "The file holds a plan that was printed with `--json`, not one that was saved.",
    remedy: "Save one: `anon-sync plan --out FILE`.",
  },
  "plan-of-another-environment": {
    cause: "The saved plan is for another environment than this run.",
    remedy: "Name the plan's environment: `anon-sync apply FILE -e NAME`.",
  },
  "plan-unreadable": {
    cause: "The saved plan is there and cannot be read.",
    remedy: "Make the file yours to read, or save another: `anon-sync plan --out FILE`.",
  },
  "plan-version": {
    cause:
      "The saved plan has a format version that this anon-sync does not know, or a digest that another version made.",
    remedy: "Use the anon-sync that saved it, or save it again with this one.",
  },
  "several-ledgers": {
    cause: "Git holds no lockfile that can be read, and this machine knows several.",
    remedy: "Move the folders of all but the right one away, then run the command again.",
  },
  "stale-plan": {
    cause: "The manifest, the lockfile or the environment changed since the plan was saved.",
    remedy: "Plan again: `anon-sync plan --out FILE`, and apply that.",
  },
  "stray-state": {
    cause:
      "The record of earlier runs lies beside the lockfile, from before the folder became a git repository.",
    remedy: "Move it to where it is looked for now, with the command that the message shows.",
  },
} as const satisfies ErrorEntries;
