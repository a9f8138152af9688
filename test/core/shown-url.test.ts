import { suite } from "uvu";
import * as assert from "uvu/assert";
import { shownUrl, urlInProse } from "../../src/core/names/shown-url.ts";

const Shown = suite("URLs as people are shown them");

Shown("a plain one stays as it is, with nothing beside it", () => {
  for (const url of [
    "https://example.com",
    "https://login.example.com/.well-known/jwks.json",
    "https://login.example.co.uk:8443/j?k=%C3%BC",
    "http://127.0.0.1:4010/j",
    "https://localhost/j",
  ])
    assert.equal(shownUrl(url), { text: url }, url);
});

Shown("a host is in punycode, and its end beside it", () => {
  for (const [url, text, at] of [
    [
      "https://login.ex\u0430mple.com\u2044x.evil.com/j",
      "https://login.xn--exmple-4nf.xn--comx-2g7a.evil.com/j",
      "evil.com",
    ],
    [
      "https://\u0430\u0440\u0440\u04CF\u0435.com/j",
      "https://xn--80ak6aa92e.com/j",
      "xn--80ak6aa92e.com",
    ],
    ["https://xn--80ak6aa92e.com/j", "https://xn--80ak6aa92e.com/j", "xn--80ak6aa92e.com"],
    ["https://a.com/\u0430\u2044", "https://a.com/%D0%B0%E2%81%84", undefined],
    ["https://b\u00FCcher.de:8443/j", "https://xn--bcher-kva.de:8443/j", "xn--bcher-kva.de"],
  ] as const)
    assert.equal(shownUrl(url), at === undefined ? { text } : { text, at }, url);
});

Shown("where the end of a host could be missed, it stands beside it", () => {
  for (const [url, at] of [
    ["https://login.example.com.evil.com/j", "evil.com"],
    [`https://login.example.com.${"a".repeat(60)}.evil.com/j`, "evil.com"],
    [`https://${"a".repeat(60)}.evil.com/j`, "evil.com"],
    ["https://login.example.com.evil.co.uk/j", "evil.co.uk"],
    ["https://login.example.com.evil.com./j", "evil.com"],
    ["https://login.example.com@evil.com/j", "evil.com"],
    ["https://login.example.com:j@evil.com/j", "evil.com"],
    ["https://0x7f.1/j", "127.0.0.1"],
    ["https://login.example.com%2Eevil.com/j", "evil.com"],
  ] as const)
    assert.equal(shownUrl(url), { text: url, at }, url);
});

Shown("two URLs that differ are shown so", () => {
  const urls = [
    "https://a.com",
    "https://a.com/",
    "https://A.com/",
    "https://a.com/./",
    "https://a.com:443/",
  ];
  assert.is(new Set(urls.map(urlInProse)).size, urls.length);
});

Shown("in prose, and where there is no URL", () => {
  assert.is(urlInProse("https://a.b.evil.com/"), "https://a.b.evil.com/ (at evil.com)");
  for (const text of ["", "People of https://a.com", "https:// a", "file:x", "https://\uD800 x"]) {
    assert.is(shownUrl(text), undefined);
    assert.is(urlInProse(text), text);
  }
  assert.equal(shownUrl("https://a.com/\uD800"), { text: "https://a.com/%EF%BF%BD" });
});

Shown.run();
