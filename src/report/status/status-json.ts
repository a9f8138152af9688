import type { JsonObject } from "../../core/json.ts";
import { documentedEnvironment } from "../../core/plan/plan-document.ts";
import type { IdFact } from "../../core/state/state.ts";
import {
  kindOf,
  sortedActive,
  sortedRetired,
  sortedSettled,
  sortedUnsettled,
  type StatusView,
} from "./status.ts";
import { settleWays } from "./unsettled.ts";

/** The facts of lockfile and journal, as a JSON document with the commands that settle. */
export function statusDocument(view: StatusView): JsonObject {
  const { environment, lockfile, lineage, state, journal, toolVersion, only } = view;
  const document = {
    format: "anon-sync-status",
    formatVersion: 1,
    toolVersion,
    environment: documentedEnvironment(environment),
    lockfile,
    lineage: lineage ?? null,
    journal: journal ?? null,
    ...(only !== undefined && { address: only.address, moved: only.moved }),
    resources: sortedActive(state).map((fact) => documentedId(fact, view)),
    retired: sortedRetired(state).map((fact) => documentedId(fact, view)),
    unsettled: sortedUnsettled(state).flatMap(([, attempts]) =>
      attempts.map((fact) => ({
        ...fact,
        kind: kindOf(fact.address, view),
        settle: settleWays(fact, attempts.length > 1, environment),
      })),
    ),
    settled: sortedSettled(state).map(({ attempt, address, generation }) => ({
      attempt,
      address,
      kind: kindOf(address, view),
      generation,
    })),
  };
  return document as unknown as JsonObject;
}

function documentedId(fact: IdFact, view: StatusView) {
  const { address, id, generation, applied, retired, replacing } = fact;
  const { assumed, attempt, answered, secretFingerprint, protected: isProtected } = fact;
  return {
    address,
    kind: kindOf(address, view),
    id,
    name: applied["name"] ?? null,
    generation,
    ...(attempt !== undefined && { attempt }),
    applied,
    ...(answered !== undefined && { answered }),
    ...(assumed !== undefined && { assumed }),
    ...(secretFingerprint !== undefined && { secretFingerprint }),
    ...(isProtected !== undefined && { protected: isProtected }),
    ...(replacing !== undefined && { replacing }),
    ...(retired !== undefined && { reason: retired }),
  };
}
