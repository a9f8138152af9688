import type { PlanRecord } from "../core/plan/plan-document.ts";
import type { ApplyOptions } from "../session/options.ts";
import type { Api } from "../core/wire/api.ts";
import type { Applied, ApplyEvent } from "../core/plan/applied.ts";
import { hasChanges, type Plan } from "../core/plan/plan.ts";
import type { State } from "../core/state/state.ts";
import { apply } from "../engine/apply.ts";
import { prepareJournal, saveStore } from "../store/save-store.ts";
import type { LockedState } from "./lock.ts";
import { addressesWithSecrets } from "./plan-world.ts";
import { showProgress } from "./progress.ts";
import { secretSinks } from "../secrets/sinks.ts";
import type { Session } from "../session/session.ts";

/** Hands the plan to the engine, with this machine behind its ports. */
export async function applyPlan(
  session: Session<ApplyOptions>,
  current: LockedState,
  { plan, organizationSeen = false }: PlanRecord,
): Promise<Applied & { after: State }> {
  const { context, ports, places, resolved, kinds } = session;
  const { store, state, binding } = current;
  const sharing = await shareCreates(session, current, plan);
  const progress = showProgress(context.err, plan);
  let after = state;
  try {
    const applied = await apply(
      plan,
      state,
      {
        kinds,
        api: guarded(current.api(), context.protect),
        clock: ports.clock,
        limiter: session.limiter,
        random: ports.random,
        async prepareJournal(creates) {
          const journal = await prepareJournal(ports, store, creates);
          return sharing?.journal(journal, creates) ?? journal;
        },
        async save(next, organizationId) {
          after = next;
          const write = async (whole: State): Promise<void> => {
            ({ state: after } = await saveStore(ports, places, store, whole, organizationId));
          };
          await write(next);
          await sharing?.save(after, organizationId, write);
        },
        secrets: secretSinks(
          session,
          {
            lineage: store.lineage,
            addressesWithSecrets: () => addressesWithSecrets(session, current),
          },
          plan,
        ),
        announce: (event: ApplyEvent) => progress.announce(event),
        interrupt: context.interrupt,
      },
      {
        organizationId: binding.organizationId ?? store.environment.organizationId,
        organizationSeen,
        sentOrganizationId: resolved.organizationId,
      },
    );
    return { ...applied, after };
  } finally {
    progress.end();
  }
}

/** The shared run, if the state is on a git remote. */
async function shareCreates(
  session: Session<ApplyOptions>,
  { remote, store }: LockedState,
  plan: Plan,
) {
  if (remote === undefined || !hasChanges(plan)) return undefined;
  const { shareRun } = await import("../remote/shared-run.ts");
  return shareRun(session, remote, store, plan);
}

/** A secret is kept out of all output from the moment it comes. */
function guarded(api: Api, protect: (secret: string) => void): Api {
  return {
    ...api,
    async create(...request) {
      const verdict = await api.create(...request);
      if (verdict.verdict === "created" && verdict.secret !== undefined) protect(verdict.secret);
      return verdict;
    },
  };
}
