import { suite } from "uvu";
import * as assert from "uvu/assert";
import { parseManifest } from "../../src/manifest/parse.ts";
import { resolveManifest } from "../../src/manifest/resolve.ts";
import { kinds } from "../../src/kinds/index.ts";

const Environments = suite("environments of a manifest");

const two = `version: 1
environments:
  test: { target: sandbox, vars: { site: test.example.com } }
  live: { target: production, vars: { site: example.com }, organizationId: org-1 }
`;

Environments("without environments there are those named like the targets", () => {
  const { manifest } = parse("version: 1\n");
  for (const name of ["sandbox", "production", "emulator"])
    assert.is(resolveManifest(manifest!, name, kinds).target, name);
});

Environments("a resource is wanted where it lives, filled in, after what it refers to", () => {
  const { manifest, problems } = parse(`${two}userPools:
  staff:
    name: Staff
    description: At \${vars.site}, not $\${vars.site}.
    authorization: { jwksUri: "https://\${vars.site}/jwks" }
  testers: { name: Testers, description: Robots., environments: [test] }
sdkClients:
  web: { name: Web, description: Front end., kind: { application: { userPool: staff } } }
`);
  assert.equal(problems, []);
  const live = resolveManifest(manifest!, "live", kinds);
  assert.is(live.target, "production");
  assert.is(live.organizationId, "org-1");
  assert.equal(live.wanted, [
    {
      address: "userPools.staff",
      kind: "UserPool",
      fields: {
        name: "Staff",
        description: "At example.com, not ${vars.site}.",
        "authorization.jwksUri": "https://example.com/jwks",
        "authorization.idClaim": null,
      },
      dependsOn: [],
    },
    {
      address: "sdkClients.web",
      kind: "SdkClient",
      fields: {
        name: "Web",
        description: "Front end.",
        kind: "application",
        "kind.application.userPoolId": { ref: "userPools.staff" },
        oauthDisabled: null,
      },
      dependsOn: ["userPools.staff"],
    },
  ]);
  assert.is(resolveManifest(manifest!, "test", kinds).wanted.length, 3);
});

Environments("an environment that is not there is answered with the one that was meant", () => {
  const { wanted, target, problems } = resolveManifest(parse(two).manifest!, "lvie", kinds);
  assert.equal(wanted, []);
  assert.is(target, undefined);
  assert.is(problems[0]?.code, "unknown-environment");
  assert.match(problems[0]?.next ?? "", "live");
});

Environments(
  "a reference to a pool that lives elsewhere is told once, with the environments",
  () => {
    const found = codes(`${two}userPools:
  testers: { name: Testers, description: Robots., environments: [test] }
sdkClients:
  web: { name: Web, description: Front end., kind: { application: { userPool: testers } } }
`);
    assert.equal(found, [
      "8:79 reference-not-in-environment: sdkClients.web is in live, but userPools.testers is not",
    ]);
  },
);

Environments("an environment that a resource names must be there", () => {
  const { problems } = parse(`${two}userPools:
  a: { name: a, description: b, environments: [tset] }
`);
  assert.equal(
    problems.map(({ code, next }) => [code, next]),
    [["unknown-environment", 'Did you mean "test"?']],
  );
});

Environments("names are compared in each environment, after filling in", () => {
  const found = codes(`version: 1
environments:
  test: { target: sandbox, vars: { label: Staff } }
  live: { target: production, vars: { label: Crew } }
userPools:
  a: { name: Staff, description: b }
  b: { name: "\${vars.label}", description: b }
`);
  assert.equal(found, [
    "7:14 duplicate-name: userPools.b has the same name as userPools.a, in test",
  ]);
});

Environments("each mistake in a variable has its own code, at its place in the text", () => {
  const found = codes(`${two}userPools:
  a:
    name: a
    description: x \${vars.sight} \${env.HOME} \${site} \${ } \${vars.site
`);
  assert.equal(found, [
    "8:20 unknown-variable: ${vars.sight} has no value in test and live",
    "8:34 environment-variable: ${env.HOME}: variables of the process are never read into a manifest",
    '8:46 bad-variable: "site" is not a variable: only ${vars.NAME} is filled in',
    '8:54 bad-variable: " " is not a variable: only ${vars.NAME} is filled in',
    "8:59 unclosed-variable: a ${ without its }",
  ]);
});

Environments("a variable that one environment lacks is told though the other has it", () => {
  const found = codes(`version: 1
environments:
  test: { target: sandbox, vars: { site: a } }
  live: { target: production }
userPools:
  a: { name: a, description: "\${vars.site}", environments: [live] }
  b: { name: b, description: "\${vars.site}", environments: [test] }
`);
  assert.equal(found, ["6:31 unknown-variable: ${vars.site} has no value in live"]);
});

Environments("a text with variables meets its schema after filling in, not before", () => {
  const found = codes(`version: 1
environments:
  test: { target: sandbox, vars: { jwks: "https://a/b", long: ${"x".repeat(300)} } }
  live: { target: production, vars: { jwks: "http://a/b", long: y } }
userPools:
  a: { name: "\${vars.long}", description: b, authorization: { jwksUri: "\${vars.jwks}" } }
`);
  assert.is(found.length, 2);
  assert.match(found[0] ?? "", /^6:14 bad-value: userPools.a.name is 300 characters .* in test\)$/);
  assert.match(
    found[1] ?? "",
    /^6:72 bad-value: .* is not an https URL .*"http:\/\/a\/b", in live/,
  );
});

Environments("a URL that gets a password by its variables is told without it", () => {
  const found = codes(`version: 1
environments:
  test: { target: sandbox, vars: { login: "who:hunter2@a" } }
userPools:
  a: { name: a, description: b, authorization: { jwksUri: "https://\${vars.login}/jwks" } }
`);
  assert.equal(found.length, 1);
  assert.match(found[0] ?? "", /password-in-url: .*"https:\/\/\*+@a\/jwks"/);
  assert.not.match(found[0] ?? "", "hunter2");
});

Environments("many variables in one text cannot fill the memory", () => {
  const found = codes(`version: 1
environments:
  test: { target: sandbox, vars: { x: ${"y".repeat(4000)} } }
userPools:
  a: { name: a, description: "${"${vars.x}".repeat(100_000)}" }
`);
  assert.equal(found, [
    "5:30 bad-value: userPools.a.description gets longer than 65536 characters",
  ]);
});

Environments("variables are filled in once: not in variables, not in organization ids", () => {
  const found = codes(`version: 1
environments:
  test:
    target: sandbox
    organizationId: \${vars.a}
    vars: { a: "\${vars.b}", b: "$\${x}" }
userPools:
  a: { name: a, description: "\${vars.b}" }
`);
  assert.equal(
    found.map((each) => each.split(":").slice(0, 2).join(":")),
    ["5:21 variable-not-allowed", "6:17 variable-not-allowed"],
  );
});

Environments("names that would share a lockfile or a key's variable clash", () => {
  const found = codes(`version: 1
environments: { eu-prod: { target: production }, EU_prod: { target: production } }
`);
  assert.match(found[0] ?? "", /^2:50 environments-clash: .*ANON_API_KEY_EU_PROD/);
});

const moves: readonly (readonly [why: string, entries: string, expected: readonly string[]])[] = [
  ["a renamed resource is moved", "{ from: userPools.b, to: userPools.a }", []],
  [
    "a move needs somewhere to go",
    "{ from: userPools.b, to: userPools.c }",
    ["moved-target-missing"],
  ],
  [
    "what is still there has not moved",
    "{ from: userPools.a2, to: userPools.a }",
    ["moved-source-exists"],
  ],
  ["a pool cannot become a client", "{ from: userPools.b, to: sdkClients.a }", ["moved-kind"]],
  ["a move to itself says nothing", "{ from: userPools.b, to: userPools.b }", ["moved-circle"]],
  [
    "one address cannot go to two",
    "{ from: userPools.b, to: userPools.a }, { from: userPools.b, to: userPools.a2 }",
    ["moved-twice"],
  ],
  [
    "two addresses cannot become one",
    "{ from: userPools.b, to: userPools.a }, { from: userPools.c, to: userPools.a }",
    ["moved-twice"],
  ],
  [
    "a chain that ends nowhere is found at its last step",
    "{ from: userPools.d, to: userPools.c }, { from: userPools.c, to: userPools.b }",
    ["moved-target-missing"],
  ],
  [
    "a chain through what is still there is none",
    "{ from: userPools.b, to: userPools.a2 }, { from: userPools.a2, to: userPools.a }",
    ["moved-source-exists"],
  ],
  [
    "what leads into a circle ends nowhere, and the circle is what is wrong",
    "{ from: userPools.d, to: userPools.c }, { from: userPools.c, to: userPools.c }",
    ["moved-circle"],
  ],
  [
    "a circle leads nowhere",
    "{ from: userPools.c, to: userPools.b }, { from: userPools.b, to: userPools.c }",
    ["moved-circle", "moved-circle"],
  ],
  ["a word is no address", "{ from: b, to: userPools.a }", ["bad-value"]],
  ["there is no such kind", "{ from: userPool.b, to: userPools.a }", ["bad-value"]],
];

for (const [why, entries, expected] of moves) {
  Environments(why, () => {
    const { problems, manifest } = parse(`version: 1
userPools:
  a: { name: a, description: b }
  a2: { name: a2, description: b }
moved: [${entries}]
`);
    assert.equal(
      problems.map(({ code }) => code),
      expected,
    );
    if (expected.length === 0)
      assert.equal(manifest?.moved, [{ from: "userPools.b", to: "userPools.a" }]);
  });
}

Environments(
  "a chain of renames is read as it is written: some lockfile may know its first step only",
  () => {
    const steps = "{ from: userPools.c, to: userPools.b }, { from: userPools.b, to: userPools.a }";
    const { problems, manifest } = parse(
      `version: 1\nuserPools: { a: { name: a, description: b } }\nmoved: [${steps}]\n`,
    );
    assert.equal(problems, []);
    assert.equal(manifest?.moved, [
      { from: "userPools.c", to: "userPools.b" },
      { from: "userPools.b", to: "userPools.a" },
    ]);
  },
);

function codes(text: string): readonly string[] {
  return parse(text).problems.map(
    ({ code, message, range }) => `${range?.start.line}:${range?.start.column} ${code}: ${message}`,
  );
}

function parse(text: string) {
  return parseManifest(new TextEncoder().encode(text), "anon.config.yaml", kinds);
}

Environments("length times environments has a limit: everything is checked in each of them", () => {
  const count = 2_000;
  const many = Array.from({ length: count }, (_, at) => `  e${at}: { target: sandbox }\n`).join("");
  const { problems } = parse(`version: 1\nenvironments:\n${many}`);
  assert.equal(
    problems.map(({ code, message }) => [code, message]),
    [
      [
        "too-many-environments",
        "the manifest has 2000 environments; at its length of 56915 characters it may have 221",
      ],
    ],
  );
  assert.equal(
    parse(`version: 1\nenvironments:\n${many.slice(0, 600 * 25)}`.replace(/\n[^\n]*$/, "\n"))
      .problems,
    [],
  );
});

Environments("a message lists ten of many environments", () => {
  const many = Array.from({ length: 40 }, (_, at) => `  env-${at}: { target: sandbox }\n`).join("");
  const pool = "userPools: { a: { name: a, description: b, environments: [nothing-like-it] } }\n";
  const { problems } = parse(`version: 1\nenvironments:\n${many}${pool}`);
  assert.match(problems[0]?.next ?? "", "env-8, env-9 or 30 more.");
});

Environments.run();
