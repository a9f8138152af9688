import { damagedLockfile } from "./damaged-lockfile.ts";
import { houseState, ledgerOf } from "./sample-project.ts";

const Damaged = await damagedLockfile("a damaged lockfile beside this machine's ledger", {
  ledger: ledgerOf(houseState()),
});

Damaged.run();
