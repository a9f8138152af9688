import { suite } from "uvu";
import * as assert from "uvu/assert";
import { stateOf } from "../../src/core/state/state.ts";
import { flips, tally, truncations } from "./damage.ts";
import { planner } from "./simulated-planner.ts";
import {
  active,
  answersOf,
  filesOf,
  journalOf,
  ledgerOf,
  lockfileOf,
  manifestText,
} from "./sample-project.ts";

const Damaged = suite("a damaged journal");

const known = [active("userPools.members"), active("sdkClients.web")];
const lockfile = lockfileOf(stateOf(known));
const ledger = ledgerOf(stateOf(known));
const journal = journalOf();
const look = planner({
  manifests: [manifestText],
  answers: answersOf([...known, active("userPools.fresh")]),
});
const lookWith = (bytes: Uint8Array) => look(filesOf({ lockfile, ledger, journal: bytes }));
const before = await lookWith(journal);

Damaged(
  "the whole one tells of a created id and of two attempts that nobody knows the end of",
  () => {
    const [plan] = before.plans;
    const actions = plan !== undefined && "actions" in plan ? plan.actions : [];
    assert.equal(
      actions.map(({ address, action }) => `${address} ${action}`),
      [
        "sdkClients.jobs unsettled",
        "userPools.fresh keep",
        "userPools.late unsettled",
        "userPools.members keep",
        "userPools.partners create",
        "sdkClients.web keep",
      ],
    );
  },
);

Damaged("cut off anywhere it is refused: what it told would be sent again", async () => {
  const counts = await tally(truncations(journal), lookWith, before);
  assert.is(counts.refused, journal.length);
});

Damaged(
  "no flipped bit loses an id without showing its attempt, or sends anything again",
  async () => {
    const counts = await tally(flips(journal), lookWith, before);
    const { refused, shown } = counts;
    assert.is(counts["as before"] + shown + refused, journal.length * 8);
    assert.ok(refused > 5_000, `${refused} refused`);
    // Each bit of a slot, except those of its newline, makes the slot unknown.
    assert.ok(shown > 10_000, `${shown} shown`);
  },
);

Damaged.run();
