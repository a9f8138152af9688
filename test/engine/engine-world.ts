import { setImmediate } from "node:timers/promises";
import type { Api } from "../../src/core/wire/api.ts";
import type { Applied, ApplyEvent } from "../../src/core/plan/applied.ts";
import type { Journal } from "../../src/core/journal.ts";
import type { JsonObject } from "../../src/core/json.ts";
import type { Kind } from "../../src/core/kind.ts";
import { plan } from "../../src/core/plan/plan.ts";
import type { Clock } from "../../src/core/ports.ts";
import type { SecretSink } from "../../src/core/secret-sink.ts";
import type { State } from "../../src/core/state/state.ts";
import type { CreateVerdict, LookupVerdict } from "../../src/core/wire/verdict.ts";
import { apply } from "../../src/engine/apply.ts";
import { createLimiter } from "../../src/engine/limiter.ts";
import { kinds } from "../../src/kinds/index.ts";
import { anonJwks, organization, worldOf, type Parts } from "../support/world.ts";

/** What the API says to one POST; undefined if it creates what was sent. */
export type Says = (id: string, body: JsonObject, signal?: AbortSignal) => Promise<CreateVerdict>;

/** The course of one apply. Each option may be left out. */
export interface Course extends Parts {
  /** The verdicts on the first POST, the second …; the API creates all later resources. */
  readonly says?: readonly (Says | CreateVerdict | undefined)[];
  /** GET's verdict for an id in a cut answer. */
  readonly lookup?: LookupVerdict;
  /** The failing steps of the journal, the secrets and the save: `verdict 2`. Counted from 1. */
  readonly fails?: readonly string[];
  readonly parallelism?: number;
  /** Undefined if none is known yet, and nothing was looked up. */
  readonly organizationId?: string | undefined;
  /** Whether there is no sink for secrets. */
  readonly withoutSecrets?: boolean;
  /** Called with each step before the step. */
  readonly watch?: (step: string, signals: Signals) => void;
}

/** The first and the second signal. */
export interface Signals {
  readonly first: AbortController;
  readonly second: AbortController;
}

/** The outcome of the apply. */
export interface Came {
  /** Undefined if it threw. */
  readonly applied: (Applied & { readonly organizationId: string | undefined }) | undefined;
  readonly thrown: unknown;
  /** The effects in their order: `sending 1`, `post Members`, `verdict 1 created`, `save` … */
  readonly steps: readonly string[];
  readonly events: readonly ApplyEvent[];
  readonly saved: State | undefined;
}

/** Returns the whole verdict on a create, as Anon answers it. */
export function created(id: string, kind: Kind, body: JsonObject): CreateVerdict {
  const answer = answerTo(id, kind, body);
  const secret = kind.secret(answer);
  return { verdict: "created", id, answer, ...(secret !== undefined && { secret }) };
}

/** Returns the body of that answer. */
export function answerTo(id: string, kind: Kind, body: JsonObject): JsonObject {
  const server = { jwksUri: anonJwks, secret: () => "a-secret" };
  const stored = kind.emulation.stored(body, server);
  return { ...stored, ...kind.emulation.once(stored, server), id, organizationId: organization };
}

/** Plans a small world and applies the plan, with ports that record their calls. */
export async function course(told: Course): Promise<Came> {
  const world = worldOf(told);
  const signals = { first: new AbortController(), second: new AbortController() };
  const steps: string[] = [];
  const events: ApplyEvent[] = [];
  const counts = new Map<string, number>();
  let saved: State | undefined;
  const step = (name: string, more = "") => {
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    steps.push(more === "" ? `${name} ${count}` : `${name} ${count} ${more}`);
    told.watch?.(`${name} ${count}`, signals);
    if (told.fails?.includes(`${name} ${count}`) === true) throw new Error(`no ${name}`);
    return count;
  };
  let now = 0;
  const clock: Clock = {
    now: () => now,
    async sleep(ms, signal) {
      const end = now + ms;
      step("sleep", String(ms));
      // Other ready tasks go on meanwhile, as on a real clock.
      await setImmediate();
      if (signal?.aborted !== true) now = Math.max(now, end);
    },
  };
  const journal: Journal = {
    sending: async () => ({ attempt: `t${step("sending")}`, sentAt: "2026-01-02T03:04:05.678Z" }),
    verdict: async (attempt, { verdict }) => void step("verdict", `${attempt} ${verdict}`),
    close: async () => void step("close"),
    leave: async () => void step("leave"),
  };
  const sinkOf = (place: string): SecretSink => ({
    place,
    write: async () => void step("secret"),
    discard: async () => void step("discard"),
  });
  let posts = 0;
  const api: Api = {
    async create(kind, body, _known, signal) {
      step("post", String(body["name"]));
      posts += 1;
      const says = told.says?.[posts - 1];
      if (typeof says === "function") return says(`id-new-${posts}`, body, signal);
      return says ?? created(`id-new-${posts}`, kind, body);
    },
    async lookup() {
      step("lookup");
      return told.lookup ?? { verdict: "absent" };
    },
    issueToken: () => Promise.reject(new Error("an apply issues no token")),
    instance: async () => undefined,
  };
  const organizationId = "organizationId" in told ? told.organizationId : organization;
  let applied: Came["applied"];
  let thrown: unknown;
  try {
    applied = await apply(
      plan(world),
      world.state,
      {
        kinds,
        api,
        clock,
        limiter: createLimiter(clock, told.parallelism ?? 1, 64),
        random: { uuid: () => "", fraction: () => 0 },
        async prepareJournal() {
          step("prepare");
          return journal;
        },
        async save(state) {
          step("save");
          saved = state;
        },
        secrets: told.withoutSecrets
          ? undefined
          : {
              async open(address) {
                step("open");
                return sinkOf(address);
              },
            },
        announce: (event) => {
          events.push(event);
          step(event.event);
        },
        interrupt: { stop: signals.first.signal, abandon: signals.second.signal },
      },
      {
        organizationId,
        organizationSeen: organizationId !== undefined,
        sentOrganizationId: undefined,
      },
    );
  } catch (error) {
    thrown = error;
  }
  return { applied, thrown, steps, events, saved };
}
