import type { PlanningOptions } from "../session/options.ts";
import { exitCode } from "../core/errors/exit-code.ts";
import { createCount, isCreate, type Plan } from "../core/plan/plan.ts";
import { failure } from "../core/errors/problem.ts";
import { activeIds, type State } from "../core/state/state.ts";
import { createNearest } from "../manifest/nearest.ts";
import { secretPlaceOf } from "../secrets/destination.ts";
import type { Session } from "../session/session.ts";

/** How many creates a bare --auto-approve may send if nobody has seen the plan. */
export const unattendedCreates = 50;

/** Refuses an address that nothing could be meant by. Throws a Failure. */
export function checkAddresses(
  { options, resolved }: Pick<Session<PlanningOptions>, "options" | "resolved">,
  state: State,
): void {
  const wanted = new Set(resolved.wanted.map(({ address }) => address));
  const held = [...activeIds(state).keys()];
  // The new address, as plan prints it, or the one that left.
  const all = new Set([
    ...wanted,
    ...[...state.ids.values(), ...state.attempts.values()].map(({ address }) => address),
    ...resolved.moved.map(({ from }) => from),
  ]);
  const both = new Set(held.filter((address) => wanted.has(address)));
  for (const { to } of resolved.moved) if (wanted.has(to)) both.add(to);
  const meanings = [
    ["--not-renamed", options.notRenamed, all, "neither the manifest nor the lockfile has"],
    ["--target", options.target, all, "neither the manifest nor the lockfile has"],
    ["--exclude", options.exclude, all, "neither the manifest nor the lockfile has"],
    ["--replace", options.replace, both, "the manifest and the lockfile do not both have"],
    ["--recreate", options.recreate, both, "the manifest and the lockfile do not both have"],
  ] as const;
  for (const [flag, typed, addresses, lack] of meanings) {
    for (const address of flag === "--not-renamed" ? [] : typed)
      refuseOldName(flag, address, resolved);
    const unknown = typed.find((address) => !addresses.has(address));
    if (unknown === undefined) continue;
    const meant = createNearest()(unknown, addresses);
    throw failure(
      exitCode.invalid,
      "unknown-address",
      `${flag} ${JSON.stringify(unknown)}: ${lack} this address.`,
      meant === undefined ? "Name an address as plan prints it." : `Did you mean ${meant}?`,
    );
  }
}

/** A renamed resource is planned under its new address; the old address would miss it. */
function refuseOldName(
  flag: string,
  address: string,
  { wanted, moved }: Pick<Session["resolved"], "wanted" | "moved">,
): void {
  const isWanted = (one: string) => wanted.some((each) => each.address === one);
  const seen = new Set<string>();
  let now = address;
  while (!isWanted(now) && !seen.has(now)) {
    seen.add(now);
    now = moved.find(({ from }) => from === now)?.to ?? now;
  }
  if (now === address || !isWanted(now)) return;
  throw failure(
    exitCode.invalid,
    "unknown-address",
    `${flag} ${address}: the manifest's moved says that it is ${now} now.`,
    `${flag} ${now}`,
  );
}

/** Refuses a plan that creates more than somebody agreed to. Throws a Failure. */
export function checkCreateLimit(plan: Plan, limit: number | undefined): void {
  const create = createCount(plan);
  if (limit === undefined || create <= limit) return;
  throw failure(
    exitCode.refused,
    "too-many-creates",
    `The plan creates ${create} resources, and at most ${limit} are allowed. Nothing was sent.`,
    `Read the plan. If it is right: --max-creates ${create}`,
  );
}

/** Refuses to create service clients without a place for their secrets. Throws a Failure. */
export function checkSecretsPlace(
  session: Pick<Session<PlanningOptions>, "context" | "kinds" | "options">,
  plan: Plan,
): void {
  const secretKinds = new Map(session.kinds.map((kind) => [kind.name, kind]));
  const addresses = plan.actions
    .filter((action) => isCreate(action) && secretKinds.get(action.kind)?.hasSecret(action.fields))
    .filter(({ secretSink }) => secretPlaceOf(session, secretSink) === undefined)
    .map(({ address }) => address);
  if (addresses.length === 0) return;
  throw failure(
    exitCode.refused,
    "no-secret-sink",
    `Creating ${addresses.join(", ")} answers a secret that is shown once, and nobody said where it goes. Nothing was sent.`,
    "Name an existing folder outside git's reach, or a command that takes it: --secret-sink file:DIR, --secret-sink 'command:PROGRAM ARG …'",
  );
}

/**
 * Asks a person for the whole word. Throws a Failure if nobody can answer, with `next` as the
 * next step.
 */
export async function askForYes(
  { context }: Pick<Session<PlanningOptions>, "context">,
  question: string,
  next: string,
): Promise<boolean> {
  if (context.ask === undefined)
    throw failure(
      exitCode.refused,
      "no-terminal",
      "Nobody can be asked here: there is no terminal. Nothing was done.",
      next,
    );
  const answer = await context.ask(
    `\n${question}\n  Only 'yes' will be accepted to approve.\n\n  Enter a value: `,
  );
  return answer.trim() === "yes";
}

/** Asks a person, and says on stderr that the command is `cancelled` if the answer is not yes. */
export async function confirm(
  session: Pick<Session<PlanningOptions>, "context">,
  question: string,
  { next, cancelled }: { readonly next: string; readonly cancelled: string },
): Promise<boolean> {
  if (await askForYes(session, question, next)) return true;
  session.context.err.write(`\n${cancelled}\n`);
  return false;
}
