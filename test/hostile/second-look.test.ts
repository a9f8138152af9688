import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { contradictedCreates, worldOfSaved } from "../../src/core/plan/evidence.ts";
import { Failure } from "../../src/core/errors/problem.ts";
import type { Plan } from "../../src/core/plan/plan.ts";
import { stateOf, withId, type State } from "../../src/core/state/state.ts";
import { parseManifest } from "../../src/manifest/parse.ts";
import { resolveManifest } from "../../src/manifest/resolve.ts";
import { kinds } from "../../src/kinds/index.ts";
import { withEmulator } from "../support/emulator.ts";
import { project } from "../support/project.ts";
import { worldOf } from "../support/world.ts";
import { planner } from "./simulated-planner.ts";
import {
  active,
  answersOf,
  filesOf,
  houseState,
  idOf,
  journalOf,
  ledgerOf,
  lineage,
  lockfileOf,
  manifestText,
} from "./sample-project.ts";
import { lineageNumber } from "../support/lineage.ts";

const SecondLook = suite("a lockfile that somebody remembers otherwise");

const house = houseState();
const answers = answersOf(house.ids.values());
const text = manifestText.replace("name: Partners", "name: Our partners");

/** Returns the plan of a lockfile beside the example's ledger, or the codes of its refusal. */
async function planOf(
  state: State,
  { manifest = manifestText, notRenamed = [] as readonly string[], ledger = house } = {},
): Promise<Plan | readonly string[]> {
  const look = planner({ manifests: [manifest], answers, notRenamed });
  const files = filesOf({ lockfile: lockfileOf(state), ledger: ledgerOf(ledger) });
  const [plan] = (await look(files)).plans;
  if (plan instanceof Failure) return plan.problems.map(({ code }) => code);
  return plan ?? [];
}

async function actionAt(address: string, state: State, manifest: string): Promise<string> {
  const plan = await planOf(state, { manifest, notRenamed: [address] });
  if (!("actions" in plan)) return plan.join();
  return plan.actions.find((action) => action.address === address)?.action ?? "";
}

/** The example, with the members' pool under an address that no person gave it. */
const misplaced = withId(house, { ...active("userPools.members"), address: "userPools.memberq" });
/** We change the name too, because otherwise the change would look like a rename. */
const changed = manifestText.replace("name: Members", "name: Our members");

SecondLook(
  "an address that only the lockfile tells stops the create of what is there",
  async () => {
    assert.equal(await planOf(misplaced, { manifest: changed }), ["lockfile-contradicted"]);
  },
);

SecondLook("whoever knows better says so with --not-renamed", async () => {
  assert.is(await actionAt("userPools.members", misplaced, changed), "create");
});

SecondLook("a rename that the tool made is none of this: its generation is higher", async () => {
  const moved = withId(house, {
    ...active("userPools.members"),
    address: "userPools.people",
    generation: 2,
  });
  const plan = await planOf(moved, { manifest: changed });
  assert.ok("actions" in plan, String(plan));
});

SecondLook("once the ledger has seen a rename it remembers the new address", async () => {
  const moved = {
    ...active("userPools.members"),
    address: "userPools.people",
    generation: 2,
  };
  const damaged = withId(house, { ...moved, address: "userPools.peoplf" });
  const renamed = changed
    .replace("  members:", "  people:")
    .replace("userPool: members", "userPool: people");
  assert.equal(await planOf(damaged, { manifest: renamed, ledger: withId(house, moved) }), [
    "lockfile-contradicted",
  ]);
});

SecondLook(
  "a retired id comes back where Anon has what is wanted, whatever its record says",
  async () => {
    const retired = { ...active("userPools.partners"), retired: "removed" as const };
    const damages = [
      { ...retired, applied: { ...retired.applied, name: "Pbrtners" } },
      { ...retired, answered: { ...retired.answered, name: "Pbrtners" } },
      { ...retired, answered: { ...retired.answered, hosted: false } },
    ];
    for (const damaged of damages)
      assert.is(
        await actionAt("userPools.partners", withId(house, damaged), manifestText),
        "revive",
      );
    assert.is(await actionAt("userPools.partners", house, text), "create");
  },
);

SecondLook(
  "what a saved plan found out says nothing of an id that git tells otherwise",
  async () => {
    const partners = { ...active("userPools.partners"), retired: "removed" as const };
    const damaged = withId(house, {
      ...partners,
      applied: { ...partners.applied, description: "Others." },
    });
    // If the API does not return a field, the plan believes the lockfile.
    const { description: _untold, ...told } = answers.get(partners.id) ?? {};
    const desk = { manifests: [manifestText], answers: new Map(answers).set(partners.id, told) };
    const files = filesOf({ lockfile: lockfileOf(damaged) });
    const { plans, state } = await planner(desk)(files);
    const [saved] = plans;
    assert.ok(saved !== undefined && !(saved instanceof Failure));
    const [beside] = (await planner({ ...desk, head: lockfileOf(house) })(files)).plans;
    assert.ok(beside instanceof Failure, "who plans beside that HEAD is refused");

    const { manifest } = parseManifest(new TextEncoder().encode(manifestText), "m.yaml", kinds);
    assert.ok(manifest);
    const { wanted, moved } = resolveManifest(manifest, "sandbox", kinds);
    const world = { ...worldOf({ wanted }), kinds, moved, state };
    const doubtful = (head: State): readonly string[] => {
      const memory = { source: "HEAD", ...head };
      return contradictedCreates(worldOfSaved(world, saved, memory), saved, memory);
    };
    assert.equal(doubtful(house), ["userPools.partners"]);
    assert.equal(doubtful(damaged), [], "nobody tells it otherwise");
  },
);

SecondLook(
  "an unknown lineage in the place of one that this machine knows is refused",
  async () => {
    const look = planner({ manifests: [manifestText], answers });
    const other = new TextDecoder().decode(lockfileOf(house)).replace(lineage, lineageNumber(2));
    const empty = ledgerOf(stateOf([]));
    for (const known of [{ ledger: ledgerOf(house) }, { ledger: empty, journal: journalOf() }]) {
      const files = filesOf({ lockfile: new TextEncoder().encode(other), ...known });
      const error = await look(files).catch((caught: unknown) => caught);
      assert.ok(error instanceof Failure);
      assert.is(error.problems[0]?.code, "other-lineage");
      assert.match(error.problems[0]?.next ?? "", "move that folder away");
    }
    // An empty ledger without a journal contains nothing to lose.
    const files = filesOf({ lockfile: new TextEncoder().encode(other), ledger: empty });
    assert.ok((await look(files)).state.ids.has(idOf("userPools.members")));
  },
);

SecondLook(
  "a damaged binding to an emulator is refused, and not taken for a fresh emulator's",
  withEmulator(async (emulator) => {
    const made = project(undefined, { env: emulator.env });
    await made.applied();
    const posts = await emulator.posts();
    const path = join(made.folder, "anon.lock.sandbox.emulator.json");
    const whole = readFileSync(path, "utf8");
    writeFileSync(path, whole.replace(/"emulator:(..)/, '"emulator:~$1'));
    const ran = await made.run(["apply", "--auto-approve"]);
    assert.is(ran.code, 5);
    assert.match(ran.stderr, "lockfile-of-another-environment");
    assert.is(await emulator.posts(), posts);
  }),
);

SecondLook.run();
