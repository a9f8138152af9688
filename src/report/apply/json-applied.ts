import type { Applied } from "../../core/plan/applied.ts";
import type { JsonObject } from "../../core/json.ts";
import { documentedEnvironment } from "../../core/plan/plan-document.ts";
import { idsOf, isThrough, type ApplyContext } from "./apply.ts";
import { applyCounts } from "./apply-outcomes.ts";
import { settleWays } from "../status/unsettled.ts";

/** The result of an apply as a JSON document, with the commands that settle its unsettled attempts. */
export function appliedDocument(applied: Applied, context: ApplyContext): JsonObject {
  const { attempts, environment, lockfile, toolVersion } = context;
  const counts = new Map<string, number>();
  for (const { address } of attempts) counts.set(address, (counts.get(address) ?? 0) + 1);
  const document = {
    format: "anon-sync-applied",
    formatVersion: 1,
    toolVersion,
    environment: documentedEnvironment(environment),
    lockfile,
    complete: isThrough(applied),
    saved: applied.saved,
    counts: applyCounts(applied),
    ids: Object.fromEntries(idsOf(applied).map(({ address, id }) => [address, id])),
    outcomes: applied.outcomes,
    ...(applied.stopped !== undefined && { stopped: applied.stopped }),
    unsettled: attempts.map((fact) => ({
      ...fact,
      settle: settleWays(fact, (counts.get(fact.address) ?? 0) > 1, environment),
    })),
  };
  return document as unknown as JsonObject;
}
