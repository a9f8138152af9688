import { damagedLockfile } from "./damaged-lockfile.ts";
import { houseState, lockfileOf } from "./house.ts";

const Damaged = await damagedLockfile("a damaged lockfile in git, with no ledger", {
  head: lockfileOf(houseState()),
});

Damaged.run();
