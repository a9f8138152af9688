import { suite } from "uvu";
import * as assert from "uvu/assert";
import { parseReceipts } from "../../src/commands/recover/elsewhere.ts";

const Receipts = suite("receipts in a log");

const log = new TextEncoder().encode(
  [
    "2026-11-26T10:00:00.1234567Z orgs/acme/a.yaml: created userPools.one id=acme-1 attempt=a-0",
    "orgs/globex/a.yaml: created userPools.one id=globex-1 attempt=g-0",
    "orgs/acme/a.yaml: \u001B[32mcreated\u001B[39m userPools.two id=acme-2 attempt=a-1 NOT SAVED: no disk.",
    "created userPools.three id=alone-1 attempt=b-0",
  ].join("\n"),
);

const ids = (owner: string) => parseReceipts(log, owner).map(({ id }) => id);

Receipts(
  "of several manifests are each taken by its own, or ids would change organizations",
  () => {
    assert.equal(ids("orgs/acme/a.yaml: "), ["acme-1", "acme-2", "alone-1"]);
    assert.equal(ids("orgs/globex/a.yaml: "), ["globex-1", "alone-1"]);
  },
);

Receipts("of another manifest's run are none of a manifest that was run alone", () => {
  assert.equal(ids("anon.config.yaml: "), ["alone-1"]);
});

Receipts.run();
