import { domainToUnicode } from "node:url";
import { fc } from "../support/properties.ts";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { deceptionIn } from "../../src/core/names/deceptive-url.ts";
import { mixesScripts } from "../../src/core/names/mixed-scripts.ts";

const Urls = suite("URLs that look like another");

/** Returns a host that ends in evil.com; a reader takes `separator` for the beginning of the path. */
const behind = (separator: string) => `https://login.example.com${separator}x.evil.com/j`;

Urls("the attack: a Cyrillic letter, and a slash that is none", () => {
  const found = deceptionIn("https://login.ex\u0430mple.com\u2044x.evil.com/j");
  assert.match(found?.what ?? "", '"\u2044" (U+2044)');
  assert.match(found?.next ?? "", "xn--");
});

const separators = {
  slash:
    "\u2044\u2215\u29F8\u2571\u27CB\uFF0F\u1735\u2CC6\u3033\u31D3\u2F03\u2041\u29F6\u{1D23A}\u0338\u0337",
  backslash: "\\\uFF3C\uFE68\u2216\u29F5\u2572\u27CD",
  dot: "\u3002\uFF0E\uFF61\u2024\uFE52\u00B7\u2027\u22C5\u0701\u0702\uA4F8\uA60E\u30FB",
  colon: "\uFF1A\uFE55\uA789\u2236\u02D0\u02F8\u0589\u05C3\u16EC\u205A\uA4FD\uFE13",
  "question mark": "\uFF1F\uFE56\u0294\u0241\u2047\u2048",
  "number sign": "\uFF03\uFE5F\u266F",
  "at sign": "\uFF20\uFE6B",
  "percent and ampersand": "\uFF05\uFE6A\u066A\uFF06\uFE60\uFF1D\uA78A",
  nothing: "\u200B\u200C\u200D\u2060\u00AD\u034F\uFE0F\u115F\u3164\u180E\u{E0061}",
  reordering: "\u202E\u2066\u061C",
};

for (const [name, characters] of Object.entries(separators))
  Urls(
    `what looks like a ${name} is refused, in the host, in the path, and percent-encoded`,
    () => {
      for (const character of characters) {
        const code = character.codePointAt(0)?.toString(16) ?? "";
        assert.ok(deceptionIn(behind(character)), `host, ${code}`);
        assert.ok(deceptionIn(`https://evil.com/${character}login.example.com`), `path, ${code}`);
        assert.ok(deceptionIn(`https://evil.com/?a${character}b`), `query, ${code}`);
        if (character === "\\") continue;
        const encoded = encodeURIComponent(character);
        assert.ok(deceptionIn(behind(encoded)), `host, percent-encoded, ${code}`);
        assert.ok(deceptionIn(`https://evil.com/${encoded}x`), `path, percent-encoded, ${code}`);
      }
    },
  );

Urls("a part of a host or a path that mixes scripts is refused, also percent-encoded", () => {
  for (const mixed of [
    "ex\u0430mple",
    "g\u03BFogle",
    "\u0430\u0440\u0440le",
    "paypal\u043E",
    "com\u30CEx",
    "com\u4E3Fx",
    "\u0440\u03BF",
    "\u13A0pple",
    "example\u0660",
    "\u4E2D\uAC00\u3042",
    "\u2D30\u2D31",
  ]) {
    for (const url of [`https://${mixed}.com/j`, `https://a.com/b/${mixed}/j`])
      assert.match(deceptionIn(url)?.what ?? "", "mixes scripts", url);
    assert.ok(deceptionIn(`https://a.com/${encodeURIComponent(mixed)}`), mixed);
    assert.ok(deceptionIn(`https://a.com/j?k=${mixed}`), mixed);
  }
});

Urls("what one language writes is accepted: nothing in it looks like a separator", () => {
  for (const url of [
    "https://login.example.com/.well-known/jwks.json",
    "https://login.example.com:8443/a/b?c=d&e=%20f#g",
    "https://LOGIN.Example.COM/J",
    "https://login.example.com.",
    "https://a_b.example.com/@x/j:k;l=1,2~3",
    "https://b\u00FCcher.de/j",
    "https://xn--bcher-kva.de/j",
    "https://login.xn--exmple-4nf.com/j",
    "https://login.xn--bcher-kva.b\u00FCcher.de/j",
    "https://\u043F\u0440\u0438\u043C\u0435\u0440.\u0440\u0444/\u043A\u043B\u044E\u0447\u0438",
    "https://\u0430\u0440\u0440\u04CF\u0435.com/j",
    "https://\u65E5\u672C\u8A9E\u30C6\u30B9\u30C8.jp/\u3042",
    "https://\uD55C\uAD6D.kr/j",
    "https://\u0928\u092E\u0938\u094D\u0924\u0947.com/j",
    "https://a.com/M%C3%BCnchen/%2F/%FF/%",
    "https://127.0.0.1:4010/j",
    "https://[::ffff:127.0.0.1]:4010/j",
    "https://[0:0::1]/j",
  ])
    assert.is(deceptionIn(url), undefined, url);
});

Urls("a host that programs read otherwise than it is written is refused, and told", () => {
  for (const [url, host] of [
    ["https://0x7f.1/j", "127.0.0.1"],
    ["https://2130706433/j", "127.0.0.1"],
    ["https://017700000001/j", "127.0.0.1"],
    ["https://127.1/j", "127.0.0.1"],
    ["https://%65xample.com/j", "example.com"],
    ["https://login%2Eexample.com/j", "login.example.com"],
    ["https://\uFF45xample.com/j", "example.com"],
    ["https://e\u0301.com/j", "xn--9ca.com"],
  ] as const)
    assert.equal(deceptionIn(url), {
      what: `is read as the host ${host}`,
      next: `Write ${host}.`,
    });
});

Urls("a host that no name can be, and what is no URL, are refused", () => {
  for (const url of [
    `https://${"a".repeat(64)}.com/`,
    `https://${"a.".repeat(130)}com/`,
    "https://login.example.com..evil.com/",
    "https://.example.com/",
    "https://example.com:443.evil.com/",
    "https://example.com:99999/",
    "https://xn--a/",
    "https://a|b.com/",
    "https://1.2.3.4.5/",
  ])
    assert.ok(deceptionIn(url), url);
});

Urls("what the schema refuses is left to it", () => {
  for (const text of ["", "login", "http://a.com", "https://u:p@a.com/", "https://a b/", "https:a"])
    assert.is(deceptionIn(text), undefined, text);
});

Urls("what passes has no character in its host but those that programs read there", () => {
  const character = fc.oneof(
    fc.constantFrom(..."ab.-/:?#@%\\".split(""), "\u0430", "\u2044", "\u3002"),
    fc.string({ unit: "binary", minLength: 1, maxLength: 1 }),
  );
  fc.assert(
    fc.property(fc.array(character, { minLength: 1, maxLength: 12 }), (characters) => {
      const host = characters.join("");
      const text = `https://${host}`;
      if (/[\s@]/.test(host) || deceptionIn(text) !== undefined) return;
      const written = /^[^/?#]*/.exec(host)?.[0] ?? "";
      if (written === "" || written.startsWith("[")) return;
      const { hostname } = new URL(text);
      const name = written.toLowerCase().replace(/:\d*$/, "");
      assert.is(domainToUnicode(name), domainToUnicode(hostname));
      assert.ok(name.split(".").every((label) => !mixesScripts(label)));
    }),
    { numRuns: 2_000 },
  );
});

Urls.run();
