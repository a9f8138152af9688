import type { World } from "../core/plan/input.ts";
import { plan, type Plan } from "../core/plan/plan.ts";
import { bare } from "../report/text.ts";
import { contradictedCreates, type Evidence } from "../core/plan/evidence.ts";

/**
 * Notices of the consents that had nothing to consent to: a user who typed one expected another plan.
 * `planned` is the plan of the world.
 */
export function unusedFlagNotices(
  world: World,
  planned: Plan,
  evidence: readonly Evidence[],
): readonly string[] {
  const recreate = [...world.recreate].flatMap((address) => {
    const why = whyNotRecreated(address, world, planned);
    return why === undefined ? [] : [notice("--recreate", address, why)];
  });
  const notRenamed = [...world.notRenamed]
    .filter(
      (address) => !deniesRename(address, world) && !deniesDoubt(address, world, planned, evidence),
    )
    .map((address) =>
      notice("--not-renamed", address, "nothing looks as if it was renamed there."),
    );
  return [...recreate, ...notRenamed];
}

function notice(flag: string, address: string, why: string): string {
  return `Warning: ${flag} ${bare(address)} changes nothing: ${why}\n`;
}

function whyNotRecreated(
  address: string,
  { observations }: World,
  { actions }: Plan,
): string | undefined {
  const id = actions.find((action) => action.address === address)?.id;
  // The plan says enough of addresses that are left out or unsettled.
  if (id === undefined) return undefined;
  const observation = observations.get(id);
  if (observation === undefined) return "whether its id is gone was not looked up.";
  return observation.seen === "present"
    ? `Anon has its id ${bare(id)}. For a new one in its place: --replace`
    : undefined;
}

/** Whether an address would be part of a probable rename, without this word or without any. */
function deniesRename(address: string, world: World): boolean {
  const everything = { ...world, target: new Set<string>(), exclude: new Set<string>() };
  // One rename may be denied at both its ends: then neither word alone makes a difference.
  return [without(address, world), new Set<string>()].some((notRenamed) =>
    plan({ ...everything, notRenamed }).actions.some(
      (action) =>
        action.action === "renamed" &&
        (action.address === address || action.renamedFrom === address),
    ),
  );
}

/** Whether it says of a create that it is right although the lockfile is contradicted. */
function deniesDoubt(
  address: string,
  world: World,
  planned: Plan,
  evidence: readonly Evidence[],
): boolean {
  const notRenamed = without(address, world);
  return evidence.some((evidence) =>
    contradictedCreates({ ...world, notRenamed }, planned, evidence).includes(address),
  );
}

function without(address: string, { notRenamed }: World): ReadonlySet<string> {
  return new Set([...notRenamed].filter((each) => each !== address));
}
