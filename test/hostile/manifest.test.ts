import { suite } from "uvu";
import * as assert from "uvu/assert";
import { Failure } from "../../src/core/errors/problem.ts";
import { explainError } from "../../src/session/explain-error.ts";
import { parseManifest, type ParsedManifest } from "../../src/manifest/parse.ts";
import { resolveManifest } from "../../src/manifest/resolve.ts";
import { kinds } from "../../src/kinds/index.ts";
import { renderProblems } from "../../src/report/problems/problems.ts";
import { plainStyle } from "../../src/report/style.ts";

const Manifests = suite("hostile manifests");

/** Reads a manifest, and checks that its messages control no terminal and no runner. */
function read(text: string): ParsedManifest {
  const parsed = parseManifest(new TextEncoder().encode(text), "m.yaml", kinds);
  const shown = renderProblems(parsed.problems, new Map([["m.yaml", parsed.text]]), plainStyle);
  assertTame(shown);
  return parsed;
}

function codesOf({ problems }: ParsedManifest): string[] {
  return [...new Set(problems.map(({ code }) => code))];
}

function assertTame(shown: string): void {
  assert.not.match(shown, /[^\P{C}\n]|[\u2028\u2029]/u);
  assert.not.match(shown, /^\s*::/m);
  assert.not.match(shown, /##\w*\[/);
}

const pool = "{ name: A, description: B }";

Manifests("an alias bomb is refused at its anchors, and nothing is expanded", () => {
  const levels = Array.from({ length: 60 }, (_, level) => {
    const of = level === 0 ? '"lol"' : `*a${level - 1}`;
    return `a${level}: &a${level} [${Array.from({ length: 10 }, () => of).join(", ")}]`;
  });
  const parsed = read(`version: 1\n${levels.join("\n")}\nuserPools: { a: *a59 }\n`);
  assert.is(parsed.manifest, undefined);
  assert.ok(codesOf(parsed).includes("anchor") && codesOf(parsed).includes("alias"));
});

Manifests("a merge key, a tag and a second document are refused", () => {
  for (const [text, code] of [
    [`version: 1\nuserPools:\n  a:\n    <<: ${pool}\n`, "merge-key"],
    ["version: 1\nuserPools: !!js/function 'x'\n", "tag"],
    ["version: 1\n---\nversion: 1\n", "several-documents"],
  ] as const)
    assert.ok(codesOf(read(text)).includes(code), code);
});

/** Manifests with one more key, one for each level. */
const levels: readonly ((key: string) => string)[] = [
  (key) => `version: 1\n${key}: 1\n`,
  (key) => `version: 1\nenvironments: { sandbox: { target: sandbox, ${key}: 1 } }\n`,
  (key) => `version: 1\nuserPools: { a: { name: A, description: B, ${key}: 1 } }\n`,
  (key) =>
    `version: 1\nuserPools: { a: { name: A, description: B, authorization: { jwksUri: "https://a.example/j", ${key}: 1 } } }\n`,
  (key) => `version: 1\nsdkClients: { a: { name: A, description: B, kind: { ${key}: 1 } } }\n`,
  (key) =>
    `version: 1\nuserPools: { a: ${pool} }\nsdkClients: { a: { name: A, description: B, kind: { application: { userPool: a, ${key}: 1 } } } }\n`,
  (key) =>
    `version: 1\nuserPools: { a: ${pool} }\nmoved: [{ from: userPools.b, to: userPools.a, ${key}: 1 }]\n`,
];

const inherited = [
  "__proto__",
  "constructor",
  "prototype",
  "toString",
  "hasOwnProperty",
  "valueOf",
];

Manifests("keys that every object inherits are unknown at each level, as any other", () => {
  for (const [level, make] of levels.entries())
    for (const key of inherited) {
      const parsed = read(make(key));
      assert.is(parsed.manifest, undefined, `${key} at level ${level}`);
      const code = key === "__proto__" ? "forbidden-key" : "unknown-key";
      assert.ok(codesOf(parsed).includes(code), `${key} at level ${level}: ${codesOf(parsed)}`);
    }
  assert.is(({} as Record<string, unknown>)["polluted"], undefined);
});

Manifests("names that every object inherits are names like others, but for __proto__", () => {
  for (const key of inherited) {
    const text = `version: 1
environments: { ${key}: { target: sandbox, vars: { ${key}: https://a.example } } }
userPools: { ${key}: { name: "\${vars.${key}}", description: B } }
sdkClients: { ${key}: { name: A, description: B, kind: { application: { userPool: ${key} } } } }
`;
    const { manifest, problems } = read(text);
    if (key === "__proto__") {
      assert.is(manifest, undefined);
      continue;
    }
    assert.equal(problems, [], key);
    const { wanted } = resolveManifest(manifest!, key, kinds);
    assert.equal(
      wanted.map(({ address }) => address),
      [`userPools.${key}`, `sdkClients.${key}`],
    );
    assert.is(wanted[0]?.fields["name"], "https://a.example");
    assert.equal(wanted[1]?.dependsOn, [`userPools.${key}`]);
  }
});

Manifests("a name that no manifest has is not found among what objects inherit", () => {
  const { manifest } = read(`version: 1\nuserPools: { a: ${pool} }\n`);
  for (const name of inherited)
    assert.is(resolveManifest(manifest!, name, kinds).problems[0]?.code, "unknown-environment");
  for (const name of inherited.slice(1)) {
    const parsed = read(
      `version: 1\nuserPools: { a: { name: "\${vars.${name}}", description: B } }\n`,
    );
    assert.equal(codesOf(parsed), ["unknown-variable"]);
  }
});

Manifests("a letter of another script in a name is refused, and its number is told", () => {
  for (const text of [
    `version: 1\nuserPools: { m\u0435mbers: ${pool} }\n`,
    "version: 1\nenvironments: { s\u0430ndbox: { target: sandbox } }\n",
    "version: 1\nenvironments: { sandbox: { target: sandbox, vars: { \u0455ite: x } } }\n",
  ]) {
    const [problem] = read(text).problems;
    assert.is(problem?.code, "bad-key");
    assert.match(problem?.message ?? "", /: "[\u0430\u0435\u0455]" is U\+04(30|35|55)$/);
  }
  const [problem] = read(
    `version: 1\nuserPools: { members: ${pool} }\nsdkClients: { a: { name: A, description: B, kind: { application: { userPool: m\u0435mbers } } } }\n`,
  ).problems;
  assert.is(problem?.code, "unknown-reference");
});

Manifests("what steers a terminal or turns a text around is refused, as itself and escaped", () => {
  for (const character of ["\u001b", "\u009b", "\u0000", "\u0007", "\u202e", "\u2066", "\u007f"]) {
    const number = character.charCodeAt(0).toString(16).padStart(4, "0");
    for (const written of [character, `\\u${number}`])
      for (const text of [
        `version: 1\nuserPools: { a: { name: "A${written}[2J", description: B } }\n`,
        `version: 1\nuserPools: { "a${written}": ${pool} }\n`,
        `version: 1 # ${character}\n`,
      ])
        assert.ok(codesOf(read(text)).includes("forbidden-character"), JSON.stringify(text));
  }
});

Manifests("a carriage return alone, which hides what stands before it, is refused", () => {
  const text = `version: 1\nuserPools: { a: ${pool} } # harmless\r::error::x\n`;
  assert.ok(codesOf(read(text)).includes("forbidden-character"));
});

Manifests("lines that begin like a command of a runner reach no line of a code frame", () => {
  for (const command of ["::error::x", "##[error]x", "##vso[task.x]", "  ::stop-commands::x"]) {
    const parsed = read(`version: 1\n${command}\n${command}: 1\n"${command}": [${command}\n`);
    assert.is(parsed.manifest, undefined);
  }
});

Manifests("a Failure and a bug that quote a command of a runner give it none", () => {
  const command = "\n::error::x\n  ::warning::y\n##[error]z";
  for (const error of [
    new Failure(3, [
      { code: "bad-value", severity: "error", message: command, next: command, file: command },
    ]),
    new Error(command, { cause: new TypeError(command) }),
  ]) {
    let said = "";
    explainError(error, { write: (text) => void (said += text), style: plainStyle });
    assertTame(said);
    assert.match(said, "::error::x");
  }
});

Manifests.run();
