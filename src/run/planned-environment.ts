import type { PlannedEnvironment } from "../core/plan/plan-document.ts";
import { reportedEnvironment, type Session } from "../session/session.ts";
import { builtInUrl } from "../session/target.ts";
import type { CurrentState } from "./current-state.ts";

/** The environment of a plan: where things go, as the manifest, the lockfile and this run say. */
export function plannedEnvironment(
  session: Session,
  { state, store }: Pick<CurrentState, "state" | "store">,
  organizationId: string | undefined,
): PlannedEnvironment {
  const { manifest, resolved, target } = session;
  const bound = resolved.target ?? target.name;
  const targetUrl = builtInUrl(bound);
  // Nobody commits an emulator's lockfile, and an empty lockfile is as good as none.
  const isTold = !target.isLoopback && state.ids.size + state.attempts.size > 0;
  return {
    ...reportedEnvironment(target, organizationId),
    target: bound,
    ...(targetUrl !== undefined && { targetUrl }),
    ...(resolved.organizationId !== undefined && { sentOrganizationId: resolved.organizationId }),
    ...(isTold && store !== undefined && { lineage: store.lineage }),
    ...(manifest.state !== undefined && { state: manifest.state }),
  };
}
