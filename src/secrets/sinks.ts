import { exitCode } from "../core/errors/exit-code.ts";
import type { Lineage } from "../core/names/lineage.ts";
import type { Plan } from "../core/plan/plan.ts";
import { failure } from "../core/errors/problem.ts";
import type { SecretSink, SecretSinks } from "../core/secret-sink.ts";
import { secretDirectory } from "./directory.ts";
import { escapeText } from "../report/text.ts";
import type { Context } from "../session/context.ts";
import type { OutputOptions, SecretOptions, ApplyOptions } from "../session/options.ts";
import { secretCommand } from "./command.ts";
import {
  flaggedPlace,
  placeOfVariable,
  secretPlaceOf,
  type SecretDestination,
} from "./destination.ts";
import type { Session } from "../session/session.ts";

/** Each is set by a CI service in its jobs, whose output many people read. */
const ciVariables = [
  "CI",
  "GITHUB_ACTIONS",
  "GITLAB_CI",
  "TF_BUILD",
  "JENKINS_URL",
  "TEAMCITY_VERSION",
  "BUILDKITE",
  "CIRCLECI",
  "BITBUCKET_BUILD_NUMBER",
  "CODEBUILD_BUILD_ID",
] as const;

/** Whether a variable is not set, or says no. */
function isOff(value = ""): boolean {
  return ["", "0", "false"].includes(value.toLowerCase());
}

/** Refuses flags that contradict each other, or would show a secret. Throws a Failure. */
export function checkSecretOptions(context: Context, options: SecretOptions & OutputOptions): void {
  const { variables } = context;
  const flags = [
    ...(options.secretSink === undefined ? [] : ["--secret-sink"]),
    ...(options.secretStdout === true ? ["--secret-stdout"] : []),
  ];
  if (flags.length > 1)
    throw failure(
      exitCode.invalid,
      "one-secret-sink",
      `${flags.join(" and ")} both say where secrets go. Nothing was done.`,
      "Say one of them.",
    );
  if (options.secretStdout === true && options.json === true)
    throw failure(
      exitCode.invalid,
      "one-secret-sink",
      "--secret-stdout and --json both want stdout for themselves. Nothing was done.",
      "Say one of them, or send the secrets elsewhere: --secret-sink file:DIR",
    );
  const ci = ciVariables.find((name) => !isOff(variables[name]));
  if (options.secretStdout === true && ci !== undefined)
    throw failure(
      exitCode.refused,
      "secret-stdout-in-ci",
      `--secret-stdout would put secrets into the log of this CI job (the variable ${ci} is set). Nothing was done.`,
      "Give them to your secret store: --secret-sink 'command:PROGRAM ARG …'",
    );
  if (options.mask === true && variables["GITHUB_ACTIONS"] !== "true")
    throw failure(
      exitCode.refused,
      "mask-outside-actions",
      "--mask prints each secret for GitHub's runner, which hides it; outside GitHub Actions (GITHUB_ACTIONS=true) everybody would see it. Nothing was done.",
      "Leave --mask out.",
    );
  // A mistake in what they say is told before anything is planned.
  flaggedPlace(context, options);
  placeOfVariable(context);
}

/** The addresses whose secrets a run may hold. */
interface SecretOwner {
  readonly lineage: Lineage;
  /** The address of every client that has a secret. Asked for only if a program takes the secrets. */
  addressesWithSecrets(): readonly string[];
}

/** Opens the place of each secret of a plan. One that nobody named a place for is a bug: see consent.ts. */
export function secretSinks(
  session: Session<ApplyOptions>,
  { lineage, addressesWithSecrets }: SecretOwner,
  { actions }: Plan,
): SecretSinks {
  const { context, options, target } = session;
  const written = new Map(actions.map(({ address, secretSink }) => [address, secretSink]));
  const opened = new Map<string, SecretSinks>();
  const files = new Map<string, string>();
  return {
    async open(address) {
      const place = secretPlaceOf(session, written.get(address));
      if (place === undefined) throw new Error(`${address} has a secret and no place for it`);
      if (place.sink === "file") refuseSameFile(files, place.folder, address);
      const key = JSON.stringify(place);
      const sinks = opened.get(key) ?? sinksOf(place);
      opened.set(key, sinks);
      const sink = await sinks.open(address);
      return options.mask === true ? masked(session, sink) : sink;
    },
  };

  function sinksOf(place: SecretDestination): SecretSinks {
    switch (place.sink) {
      case "file": {
        const owner = { environment: target.name, lineage };
        return secretDirectory(context.system, place.folder, owner);
      }
      case "command":
        return secretCommand(context, place, target.name, addressesWithSecrets());
      case "stdout":
        return secretStdout(context);
    }
  }
}

/**
 * Disks of macOS and Windows take `jobs` and `Jobs` for one name, and ours would take the file that is
 * kept for the one for a leftover of the other. Throws a Failure.
 */
function refuseSameFile(files: Map<string, string>, folder: string, address: string): void {
  const key = JSON.stringify([folder, address]).normalize("NFC").toLowerCase();
  const other = files.get(key) ?? address;
  files.set(key, other);
  if (other === address) return;
  throw failure(
    exitCode.refused,
    "secrets-in-one-place",
    `The files for the secrets of ${address} and ${other} would have names that differ in case alone, which many disks take for one. Nothing was sent for ${address}.`,
    `Give ${address} another key, or another secretSink.`,
  );
}

/** One JSON object a line: `{"address":…,"id":…,"secret":…}`. */
function secretStdout({ reveal }: Context): SecretSinks {
  return {
    open: async (address) => ({
      place: "stdout",
      write: (secret, id) =>
        reveal(`${escapeText(JSON.stringify({ address, id, secret }))}\n`, "out"),
      discard: async () => undefined,
    }),
  };
}

/** Has GitHub's runner hide the secret in all logs before it goes anywhere. */
function masked(
  { context, options }: Pick<Session<ApplyOptions>, "context" | "options">,
  sink: SecretSink,
) {
  // The runner takes its commands from both streams; whoever reads stdout as data does not.
  const isData = options.json === true || options.secretStdout === true;
  return {
    ...sink,
    async write(secret: string, id: string) {
      const value = secret.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
      await context.reveal(`::add-mask::${value}\n`, isData ? "err" : "out");
      await sink.write(secret, id);
    },
  };
}
