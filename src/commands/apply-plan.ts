import { resolve } from "node:path";
import type { Applied, ApplyEvent } from "../core/applied.ts";
import type { SecretSinks } from "../core/secret-sink.ts";
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
          ({ state: after } = await saveStore(ports, places, store, next, organizationId));
        },
        secrets: secretsOf(session, store.lineage),
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

/** Where secrets go, if the user said so; each is kept out of all output from when it comes. */
function secretsOf(
  { context, options, target }: Session,
  lineage: string,
): SecretSinks | undefined {
  if (options.secretsDir === undefined) return undefined;
  const folder = resolve(context.currentFolder, options.secretsDir);
  const sinks = secretDirectory(context.system, folder, { environment: target.name, lineage });
  return {
    async open(address) {
      const sink = await sinks.open(address);
      return {
        ...sink,
        write(secret) {
          context.protect(secret);
          return sink.write(secret);
        },
      };
    },
  };
}
