import { suite } from "uvu";
import * as assert from "uvu/assert";
import { Failure } from "../../src/core/errors/problem.ts";
import { proxyOf } from "../../src/system/http/proxy.ts";

const Way = suite("which proxy");

const api = new URL("https://svc.sandbox.anon.com");
const proxy = "http://proxy.example:3128";

Way("without a variable, or with an empty one, the way is direct", () => {
  assert.is(proxyOf({}, api), undefined);
  assert.is(proxyOf({ HTTPS_PROXY: "", https_proxy: "" }, api), undefined);
});

Way("HTTP_PROXY is for plain http, which goes nowhere but to this machine", () => {
  assert.is(proxyOf({ HTTP_PROXY: proxy, http_proxy: proxy }, api), undefined);
});

Way("https_proxy comes before HTTPS_PROXY, and both before all_proxy, as curl has it", () => {
  const urls = {
    ALL_PROXY: "http://d",
    all_proxy: "http://c",
    HTTPS_PROXY: "http://b",
    https_proxy: "http://a",
  };
  const found: (string | undefined)[] = [];
  const variables: Record<string, string> = { ...urls };
  for (const name of Object.keys(urls).toReversed()) {
    found.push(proxyOf(variables, api)?.url);
    delete variables[name];
  }
  assert.equal(found, ["http://a", "http://b", "http://c", "http://d"]);
});

Way("user and password are taken out of the URL, and go into a header as they are meant", () => {
  const given = proxyOf({ HTTPS_PROXY: "http://us%40er:pass%2Fword@proxy.example:3128/" }, api);
  const header = `Basic ${Buffer.from("us@er:pass/word").toString("base64")}`;
  assert.equal(given, { url: proxy, authorization: header });
});

const written: readonly (readonly [string, string])[] = [
  ["proxy.example:3128", "http://proxy.example:3128"],
  ["http://proxy.example", "http://proxy.example"],
  ["https://proxy.example:8443", "https://proxy.example:8443"],
  ["http://[2001:db8::1]:3128", "http://[2001:db8::1]:3128"],
];
for (const [text, url] of written) {
  Way(`${text} is the proxy ${url}`, () => {
    assert.equal(proxyOf({ HTTPS_PROXY: text }, api), { url, authorization: undefined });
  });
}

const wrong = [
  "socks5://user:hunter22@proxy.example:1080",
  "http://",
  "http://user:hunter22%zz@proxy.example",
  "http://user:hunter22@proxy example",
  "ftp://user:hunter22@proxy.example",
];
for (const text of wrong) {
  Way(`${text} is no HTTP proxy: refused, and its password told to nobody`, () => {
    let thrown: unknown;
    try {
      proxyOf({ HTTPS_PROXY: text }, api);
    } catch (error) {
      thrown = error;
    }
    assert.instance(thrown, Failure);
    const { exitCode, problems } = thrown as Failure;
    assert.is(exitCode, 3);
    assert.is(problems[0]?.code, "invalid-proxy");
    assert.not.match(JSON.stringify(problems), "hunter22");
  });
}

Way("this machine is never reached through a proxy, not even over https", () => {
  for (const url of [
    "https://localhost:8443",
    "https://127.0.0.1",
    "https://127.8.9.1",
    "https://[::1]:1",
    "http://127.0.0.1:4010",
  ])
    assert.is(proxyOf({ HTTPS_PROXY: proxy }, new URL(url)), undefined, url);
});

const api8443 = "https://api.example.com:8443";
const exceptions: readonly (readonly [
  noProxy: string,
  url: string,
  isDirect: boolean,
  why: string,
])[] = [
  ["*", "https://api.example.com", true, "a star is every host"],
  ["api.example.com", "https://api.example.com", true, "a host is itself"],
  ["API.Example.COM.", "https://api.example.com", true, "case and the last dot mean nothing"],
  ["example.com", "https://api.example.com", true, "a domain stands for the hosts below it"],
  [".example.com", "https://api.example.com", true, "so it does with a dot"],
  ["*.example.com", "https://api.example.com", true, "and with a star"],
  [".example.com", "https://example.com", true, "the dot does not leave out the domain itself"],
  ["ple.com", "https://api.example.com", false, "half a label is no domain"],
  ["api.example.com", "https://example.com", false, "a host says nothing of those above it"],
  ["example.com.evil.example", "https://example.com", false, "nor a longer name of a shorter"],
  ["api.example.com:8443", api8443, true, "a port that is the URL's"],
  ["api.example.com:443", "https://api.example.com", true, "443 is https's own"],
  ["example.com:443", api8443, false, "another port is another server"],
  ["a.example, ,b.example\tapi.example.com", "https://api.example.com", true, "lists"],
  ["", "https://api.example.com", false, "nothing is nothing"],
  [",", "https://api.example.com", false, "no entry is no entry"],
  [":443", "https://api.example.com", false, "a port alone is no host"],
  [".", "https://api.example.com", false, "nor is a dot"],
  ["10.0.0.1", "https://10.0.0.1", true, "an address"],
  ["0.0.1", "https://10.0.0.1", false, "the end of an address is no domain"],
  ["2001:db8::1", "https://[2001:db8::1]", true, "IPv6 without brackets"],
  ["[2001:db8::1]", "https://[2001:db8::1]", true, "and with them"],
  ["[2001:db8::1]:443", "https://[2001:db8::1]", true, "and with a port"],
  ["[2001:db8::1]:444", "https://[2001:db8::1]", false, "and with another one"],
];
for (const [noProxy, url, isDirect, why] of exceptions) {
  Way(`NO_PROXY=${JSON.stringify(noProxy)}, ${url}: ${why}`, () => {
    for (const name of ["NO_PROXY", "no_proxy"]) {
      const found = proxyOf({ HTTPS_PROXY: proxy, [name]: noProxy }, new URL(url));
      assert.is(found === undefined, isDirect);
    }
  });
}

Way("no_proxy comes before NO_PROXY", () => {
  const variables = { HTTPS_PROXY: proxy, no_proxy: "other.example", NO_PROXY: "*" };
  assert.is(proxyOf(variables, api)?.url, proxy);
});

Way("a proxy that is none matters only on its way", () => {
  const variables = { HTTPS_PROXY: "socks5://proxy.example", NO_PROXY: "anon.com" };
  assert.is(proxyOf(variables, api), undefined);
  assert.is(proxyOf(variables, new URL("http://127.0.0.1:4010")), undefined);
});

Way.run();
