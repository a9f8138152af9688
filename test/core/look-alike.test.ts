import { suite } from "uvu";
import * as assert from "uvu/assert";
import { lookAlikes } from "../../src/core/plan/look-alike.ts";

const LookAlike = suite("names that look alike");

/** Returns whether the check takes pools of these names for each other, whichever is the new one. */
function areAlike(one: string, other: string): boolean {
  const [first, second] = [one, other].map((name, at) => ({ address: `userPools.${at}`, name }));
  const found = [lookAlikes([first!], [second!]), lookAlikes([second!], [first!])];
  assert.is(found[0]!.length, found[1]!.length, `${one}, ${other}`);
  return found[0]!.length > 0;
}

const alike: readonly (readonly [why: string, ...names: string[]])[] = [
  ["case", "Members", "MEMBERS", "members"],
  ["white space of any kind", "Web app", "Webapp", " Web  app ", "Web\u00A0app", "Web\u200Bapp"],
  ["Cyrillic letters", "Payroll", "\u0420\u0430\u0443roll"],
  ["Greek capitals", "BETA", "\u0392\u0395\u03A4\u0391"],
  ["a Greek letter inside", "Orders", "\u039Frders", "\u03BFrders"],
  ["full width", "Web", "\uFF37\uFF45\uFF42"],
  ["ligatures", "Office", "O\uFB03ce"],
  ["composed and decomposed", "Caf\u00E9", "Cafe\u0301"],
  ["kinds of dashes", "back-office", "back\u2011office", "back\u2013office"],
  ["sharp s", "Stra\u00DFe", "STRASSE"],
  ["capital I, small l, one and a stroke", "Bill", "BilI", "Bi1l", "Bi|l", "bI11"],
  ["O and zero", "Pool O", "Pool 0", "pool o", "POOL 0"],
  ["rn and m", "modern", "modem", "MODEM"],
  ["separators", "Staff team", "Staff-team", "staff_team", "Staff.team", "Staff\u00B7team"],
  ["a roman number", "Phase I", "Phase 1", "Phase l"],
];

for (const [why, first = "", ...others] of alike)
  LookAlike(`by ${why}`, () => {
    for (const other of others) assert.ok(areAlike(first, other), other);
  });

LookAlike("different words stay different", () => {
  const names = [
    "Members",
    "Member",
    "Staff",
    "Web",
    "Web 2",
    "Café",
    "Cafe",
    "Пул",
    "Пулы",
    "日本",
    "Mail",
    "Mall",
    "Web 3",
    "Web S",
  ];
  for (const [at, one] of names.entries())
    for (const other of names.slice(at + 1))
      assert.not.ok(areAlike(one, other), `${one}, ${other}`);
});

LookAlike("a pool is never taken for a client, nor anything for itself", () => {
  const one = { address: "userPools.a", name: "Web" };
  const client = { address: "sdkClients.a", name: "web" };
  const other = { address: "userPools.b", name: "WEB" };
  assert.equal(lookAlikes([one], [one, client]), []);
  assert.equal(lookAlikes([one], [client, other]), [{ one, other }]);
});

LookAlike("one of the same address does not hide another that looks the same", () => {
  const one = { address: "userPools.a", name: "Web" };
  const own = { address: "userPools.a", name: "WEB" };
  const older = { address: "userPools.a", name: "web" };
  const other = { address: "userPools.b", name: "W-e-b" };
  assert.equal(lookAlikes([one], [own, older, other]), [{ one, other }]);
  assert.equal(lookAlikes([one], [own, older]), []);
});

LookAlike.run();
