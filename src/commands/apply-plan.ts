import { resolve } from "node:path";
import type { Applied, ApplyEvent } from "../core/applied.ts";
import type { State } from "../core/state.ts";
import { apply } from "../engine/apply.ts";
import { prepareJournal, saveStore } from "../files/save-store.ts";
import { secretDirectory } from "../files/secret-directory.ts";
import type { Locked } from "./locked.ts";
import { showProgress } from "./progress.ts";
import type { Session } from "./session.ts";
import type { PlannedWorld } from "./world.ts";

/** Hands the plan to the engine, with this machine behind its ports. */
export async function applyPlan(
  session: Session,
  known: Locked,
  { plan, organizationSeen }: PlannedWorld,
): Promise<Applied & { after: State }> {
  const { context, options, ports, places, resolved, kinds } = session;
  const { store, state, binding } = known;
  const progress = showProgress(context.err, plan);
  let after = state;
  try {
    const applied = await apply(
      plan,
      state,
      {
        kinds,
        api: known.api(),
        clock: ports.clock,
        random: ports.random,
        prepareJournal: (creates) => prepareJournal(ports, store, creates),
        async save(next, organizationId) {
          after = next;
          await saveStore(ports, places, store, next, organizationId);
        },
        secrets:
          options.secretsDir === undefined
            ? undefined
            : secretDirectory(context.system, resolve(context.currentFolder, options.secretsDir), {
                environment: session.target.name,
                lineage: store.lineage,
              }),
        announce: (event: ApplyEvent) => progress.announce(event),
        interrupt: context.interrupt,
      },
      {
        parallelism: options.parallelism,
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
