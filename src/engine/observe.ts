import type { Api } from "../core/wire/api.ts";
import type { Kind } from "../core/kind.ts";
import type { Observation, Observations } from "../core/plan/observation.ts";
import type { LookupVerdict } from "../core/wire/verdict.ts";
import { forEachOf, type Limiter } from "./limiter.ts";

/**
 * Looks ids up, as many at once as the limiter lets. Never rejects because of an answer: every
 * answer becomes an observation. After the first "not authorized" it sends no more requests: the
 * API would refuse the rest, too.
 */
export async function observe(
  api: Api,
  requested: readonly { readonly id: string; readonly kind: Kind }[],
  limiter: Pick<Limiter, "expect" | "maximum" | "run">,
  signal?: AbortSignal,
): Promise<Observations> {
  limiter.expect(requested.length);
  const observations = new Map<string, Observation>();
  let refused: Observation | undefined;
  await forEachOf(limiter, requested, async ({ id, kind }) => {
    const seen = refused ?? observation(kind, await api.lookup(kind, id, signal));
    if (seen.seen === "unreadable" && seen.unauthorized) refused = seen;
    observations.set(id, seen);
  });
  return observations;
}

/** The verdict on a lookup, in the words of the plan. */
export function observation(kind: Kind, verdict: LookupVerdict): Observation {
  switch (verdict.verdict) {
    case "present": {
      const organizationId = verdict.answer["organizationId"];
      return {
        seen: "present",
        fields: kind.observed(verdict.answer),
        ...(typeof organizationId === "string" && { organizationId }),
      };
    }
    case "absent":
      return { seen: "absent" };
    case "unauthorized":
      return { seen: "unreadable", reason: verdict.reason, unauthorized: true };
    case "unreadable":
      return { seen: "unreadable", reason: verdict.reason, unauthorized: false };
  }
}
