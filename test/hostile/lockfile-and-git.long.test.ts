import { damagedLockfile } from "./damaged-lockfile.ts";
import { houseState, lockfileOf } from "./sample-project.ts";

const Damaged = await damagedLockfile("a damaged lockfile in git, with no ledger", {
  head: lockfileOf(houseState()),
});

Damaged.run();
