import type { PlannedEnvironment, PlanRecord } from "../../core/plan/plan-document.ts";
import { bare, counted } from "../text.ts";

/** The subject of a plan, and its sources. `shown` sets names off. */
export function headerLines(view: PlanRecord, shown: (name: string) => string = bare): string[] {
  const { environment, manifestFile, lockfile, foldedAttempts } = view;
  return [
    ...offlineLines(view),
    whereLine(environment, shown),
    `Manifest ${shown(manifestFile)}, lockfile ${shown(lockfile)}${statePart(environment, shown)}`,
    ...(foldedAttempts === 0
      ? []
      : [
          `${counted(foldedAttempts, "fact")} picked up from the journal of a run that did not finish.`,
        ]),
  ];
}

/**
 * The environment of a plan: the base URL; the target of the manifest, with the base URL that is built in for it if
 * the run names another one; the organization, and whether each create names it.
 */
function whereLine(
  { name, baseUrl, target, targetUrl, ...environment }: PlannedEnvironment,
  shown: (name: string) => string,
): string {
  const { organizationId, sentOrganizationId } = environment;
  const own =
    targetUrl === undefined || targetUrl === baseUrl ? "" : ` (built in: ${shown(targetUrl)})`;
  const sent = sentOrganizationId === undefined ? "" : " (sent with each create)";
  return [
    `Environment ${shown(name)} at ${shown(baseUrl)}`,
    `target ${shown(target)}${own}`,
    ...(organizationId === undefined ? [] : [`organization ${shown(organizationId)}${sent}`]),
  ].join(", ");
}

/** The place where the manifest wants a run to record its creates. */
function statePart({ state }: PlannedEnvironment, shown: (name: string) => string): string {
  if (state === undefined) return "";
  if (state.state === "local") return ", state local";
  const { remote, refs } = state;
  const of = remote === undefined ? "" : ` ${shown(remote)}`;
  return `, state on the git remote${of}${refs === undefined ? "" : ` below ${shown(refs)}`}`;
}

/** Above all else, for it says how much to make of the rest. */
function offlineLines({ isUnrefreshed, isKeyless }: PlanRecord): string[] {
  if (isUnrefreshed !== true) return [];
  const why =
    isKeyless === true
      ? "Offline: this run has no API key, as one for a pull request from a fork has none."
      : "Offline, as --refresh=false asks for.";
  return [`${why} Made from manifest and lockfile alone: Anon was not asked.`];
}
