import type { StopReason } from "../../core/plan/applied.ts";
import type { ReportedEnvironment } from "../../core/plan/plan-document.ts";
import { suggestedCommand, keyVariables } from "../suggested-command.ts";
import { bare, sentence } from "../text.ts";

/** The reason why a run stopped sending, as one sentence or two on one line. */
export function stopSentence(stop: StopReason): string {
  switch (stop.stop) {
    case "interrupted":
      return "Interrupted: nothing new is sent.";
    case "unauthorized":
      return stop.status === 403
        ? `Anon knows the API key, but does not let it create (403): ${sentence(stop.reason)}`
        : `Anon did not accept the API key (${stop.status}): ${sentence(stop.reason)}`;
    case "refused":
      return `Anon refused in a way that every other create would meet (${stop.status}): ${sentence(stop.reason)}`;
    case "other-organization":
      return `${bare(stop.address)} was created in organization ${bare(stop.actual)}, not in ${bare(stop.expected)}.`;
    case "other-resource":
      return `The answer to the create of ${bare(stop.address)} (id ${bare(stop.id)}) tells of something else than was sent.`;
    case "quarantined":
      return `Anon answered the create of ${bare(stop.address)} with an id that cannot be used (${bare(stop.id)}): ${sentence(stop.reason)}`;
    case "secret-lost":
      return `The secret of ${bare(stop.address)} (id ${bare(stop.id)}) is lost and cannot be had again: ${sentence(stop.reason)}`;
    case "not-announced":
      return `The git remote, which keeps the state, could not be told of a create, which was not sent: ${sentence(stop.reason)}`;
    case "not-published":
      return `The lockfile has everything that was done, but the git remote, which keeps the state, could not be told of it: ${sentence(stop.reason)}`;
    case "not-saved":
      return `What Anon answered could not be written to the disk: ${sentence(stop.reason)}`;
    case "lockfile-not-saved":
      return `What was done could not be written down: ${sentence(stop.reason)}`;
  }
}

/** The next steps after a run stopped, and whether its lockfile was written; one line each. */
export function stopSteps(
  stop: StopReason,
  saved: boolean,
  environment: ReportedEnvironment,
  lockfile: string,
): readonly string[] {
  const apply = suggestedCommand(environment, ["apply"]);
  switch (stop.stop) {
    case "interrupted":
      return [`To go on: ${apply}`];
    case "unauthorized":
      return stop.status === 403
        ? [
            "The key of a read-only member may look resources up, but not create them.",
            `Set ${keyVariables(environment)} to the key of a member who may, then: ${apply}`,
          ]
        : [
            `Set ${keyVariables(environment)} to a key of this organization and environment, then: ${apply}`,
          ];
    case "refused":
      return [`Check the base URL (${bare(environment.baseUrl)}) and the key, then: ${apply}`];
    case "other-organization":
      return [
        `The lockfile has its id (${bare(stop.id)}).`,
        `Set ${keyVariables(environment)} to a key of organization ${bare(stop.expected)}, and remove in`,
        `the console of organization ${bare(stop.actual)} what was created there.`,
      ];
    case "other-resource":
      return [
        `The lockfile has its id. Compare: ${suggestedCommand(environment, ["plan"])}`,
        "and look at it in Anon's console; if a proxy answers in Anon's place, go around it.",
      ];
    case "quarantined":
      return [
        "Look in Anon's console for what was created. With its right id:",
        `  ${suggestedCommand(environment, ["settle", stop.address, "--id", "ID"])}`,
        "or, to give it up:",
        `  ${suggestedCommand(environment, ["settle", stop.address, "--abandon"])}`,
      ];
    case "secret-lost":
      return [
        "The client itself exists and is in the lockfile. Once secrets can be kept, make another in its",
        "place, then remove the old one in Anon's console:",
        `  ${suggestedCommand(environment, ["apply", "--replace", stop.address, "--secret-sink", "SINK"])}`,
      ];
    case "not-announced":
      return [`What was created before is on record. To go on: ${apply}`];
    case "not-published":
      return [
        `Commit ${bare(lockfile)} before this machine's disk goes: it knows more than the remote.`,
        `Then, to tell the remote: ${apply}`,
      ];
    case "not-saved":
      if (saved)
        return [
          `The lockfile ${bare(lockfile)} has it now, so nothing is lost.`,
          `Make room, or look at what ails the disk, then: ${apply}`,
        ];
      return [
        "Keep the lines above that are marked NOT SAVED: they may be the only record of those ids.",
        `Make room for ${bare(lockfile)} and its journal, then settle each with the id of its line:`,
        `  ${suggestedCommand(environment, ["settle", "ADDRESS", "--id", "ID"])}`,
      ];
    case "lockfile-not-saved":
      return [`Make room there, or make it yours to write, then: ${apply}`];
  }
}
