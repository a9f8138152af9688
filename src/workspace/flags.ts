import type { Flag } from "../session/options.ts";

export const changedSince: Flag = {
  flags: "--changed-since <revision>",
  help: "only where manifest, lockfile or schema changed since HEAD left this revision's history",
};

/** For commands that run for many manifests of one repository, each as if it were named with -c. */
export const many: readonly Flag[] = [
  {
    flags: "--workspace <pattern>",
    help: "run for each manifest that the quoted pattern matches: 'orgs/*/anon.config.yaml'",
    isPerRun: true,
  },
  {
    flags: "--workspace-parallelism <n>",
    help: "with --workspace: manifests at once",
    default: 4,
    value: "count",
    maximum: 64,
    isPerRun: true,
  },
  {
    flags: "--shard <i/n>",
    help: "with --workspace: the i-th of n parts (auto: as GitLab or Kubernetes numbers its jobs)",
    isPerRun: true,
  },
  { ...changedSince, help: `with --workspace: ${changedSince.help}`, isPerRun: true },
];

/** `--env`, of a flag that may have a short name and a value. */
export function longName({ flags }: Flag): string {
  return /--[a-z-]+/.exec(flags)?.[0] ?? flags;
}
