import { suite } from "uvu";
import * as assert from "uvu/assert";
import { lookAlikeKey, lookAlikes } from "../../src/core/look-alike.ts";

const LookAlike = suite("names that look alike");

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
];

for (const [why, first = "", ...others] of alike)
  LookAlike(`by ${why}`, () => {
    for (const other of others) assert.is(lookAlikeKey(other), lookAlikeKey(first), other);
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
  ];
  assert.is(new Set(names.map(lookAlikeKey)).size, names.length);
});

LookAlike("a pool is never taken for a client, nor anything for itself", () => {
  const one = { address: "userPools.a", name: "Web" };
  const client = { address: "sdkClients.a", name: "web" };
  const other = { address: "userPools.b", name: "WEB" };
  assert.equal(lookAlikes([one], [one, client]), []);
  assert.equal(lookAlikes([one], [client, other]), [{ one, other }]);
});

LookAlike.run();
