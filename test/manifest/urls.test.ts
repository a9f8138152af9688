import { suite } from "uvu";
import * as assert from "uvu/assert";
import { parseManifest } from "../../src/manifest/parse.ts";
import { kinds } from "../../src/kinds/index.ts";

const Urls = suite("URLs of a manifest");

const attack = "https://login.ex\u0430mple.com\u2044x.evil.com/j";

function parse(jwksUri: string, environments = "") {
  const text = `version: 1\n${environments}userPools:\n  staff:\n    name: Staff\n    description: d\n    authorization: { jwksUri: "${jwksUri}" }\n`;
  return parseManifest(new TextEncoder().encode(text), "anon.config.yaml", kinds);
}

const codes = (url: string) => parse(url).problems.map(({ code }) => code);

Urls("one that looks like another is refused at its place", () => {
  const { manifest, problems } = parse(attack);
  assert.is(manifest, undefined);
  assert.equal(problems, [
    {
      code: "deceptive-url",
      severity: "error",
      message:
        'userPools.staff.authorization.jwksUri holds "\u2044" (U+2044), which people can misread',
      next: "Type it again. If a host of that name is meant, write it in ASCII (xn--…): plan shows it so, too.",
      file: "anon.config.yaml",
      range: { start: { line: 6, column: 31 }, end: { line: 6, column: 71 } },
    },
  ]);
});

Urls("one that gets so by its variables is refused where it does", () => {
  const environments = `environments:\n  test: { target: sandbox, vars: { site: example.com } }\n  live: { target: production, vars: { site: "ex\u0430mple.com" } }\n`;
  const { problems } = parse("https://login.${vars.site}/j", environments);
  assert.equal(
    problems.map(({ code, message }) => [code, message]),
    [
      [
        "deceptive-url",
        'userPools.staff.authorization.jwksUri mixes scripts: "\u0430" (U+0430) stands beside others, in live',
      ],
    ],
  );
});

Urls("one that the schema refuses is one problem, and a host in ASCII is none", () => {
  assert.equal(codes("http://ex\u0430mple.com/j"), ["bad-value"]);
  assert.equal(codes("https://user:word@ex\u0430mple.com/j"), ["password-in-url"]);
  assert.equal(codes("https://login.xn--exmple-4nf.com/j"), []);
});

Urls.run();
