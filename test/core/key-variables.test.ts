import { fc } from "../support/properties.ts";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  builtInEnvironments,
  environmentWord,
  keyConflict,
  keyNameOf,
  keyVariablesOf,
} from "../../src/core/names/key-variables.ts";
import { parseManifest } from "../../src/manifest/parse.ts";
import { kinds } from "../../src/kinds/index.ts";

const Keys = suite("the variables of a key");

Keys("of the only organization: the environment's own, then the one for all", () => {
  assert.equal(keyVariablesOf({ name: "eu-prod" }), ["ANON_API_KEY_EU_PROD", "ANON_API_KEY"]);
});

Keys("of one organization of several: never one without its name", () => {
  assert.equal(keyVariablesOf({ name: "sandbox", keyOf: "acme" }), [
    "ANON_API_KEY_ACME__SANDBOX",
    "ANON_API_KEY_ACME",
  ]);
});

Keys("a folder's name is written as variables are", () => {
  for (const [name, expected] of [
    ["acme", "ACME"],
    ["eu/acme-labs", "EU_ACME_LABS"],
    ["_acme--labs_", "ACME_LABS"],
    ["4all", "4ALL"],
    ["日本", ""],
  ] as const)
    assert.is(keyNameOf(name), expected);
});

Keys("two organizations with different names share none, whatever the environments", () => {
  const names = ["acme", "acme-eu", "acme_eu_prod", "eu", "prod"];
  const environments = ["prod", "eu_prod", "eu-prod-2", "acme"];
  const owners = new Map<string, string>();
  for (const keyOf of names)
    for (const name of environments)
      for (const variable of keyVariablesOf({ name, keyOf })) {
        assert.is(owners.get(variable) ?? keyOf, keyOf, variable);
        owners.set(variable, keyOf);
      }
});

Keys("letters other than a to z have no capitals, and a name is the same on macOS", () => {
  for (const [name, expected] of [
    ["\u017fandbox", "ANDBOX"],
    ["acme-\u0131", "ACME"],
    ["\ufb01n", "N"],
    ["stra\u00dfe", "STRA_E"],
    ["mu\u0308ller", "M_LLER"],
    ["m\u00fcller", "M_LLER"],
  ] as const)
    assert.is(keyNameOf(name), expected, JSON.stringify(name));
});

/** Any names, of few letters, because they must have conflicts. */
const aName = fc
  .array(
    fc.constantFrom("a", "A", "b", "-", "_", "__", ".", "/", " ", "ä", "prod", "PROD", "sandbox"),
    { minLength: 1, maxLength: 6 },
  )
  .map((parts) => parts.join(""));

/** Returns whether a manifest may have these environments. */
function isValid(environments: readonly string[]): boolean {
  const lines = environments.map((name) => `  ${JSON.stringify(name)}: { target: sandbox }\n`);
  const text = `version: 1\nenvironments:\n${lines.join("")}`;
  const { manifest } = parseManifest(new TextEncoder().encode(text), "m.yaml", kinds);
  return manifest !== undefined;
}

Keys(
  "no two readings of organizations and environments share a variable, or they are refused",
  () => {
    let shared = 0;
    fc.assert(
      fc.property(fc.uniqueArray(aName, { maxLength: 4 }), fc.uniqueArray(aName), (names, orgs) => {
        const environments = names.filter((name) => isValid([name]));
        // Each name is in a manifest of its own: no manifest has had them side by side.
        const others = environments.map((name) => ({ name }));
        const readings = orgs.flatMap((keyOf) =>
          [...builtInEnvironments, ...environments].map((name) => ({ name, keyOf })),
        );
        const owners = new Map<string, string>();
        for (const { name } of [...builtInEnvironments.map((one) => ({ name: one })), ...others])
          owners.set(keyVariablesOf({ name })[0], `environment ${environmentWord(name)}`);
        for (const { name, keyOf } of readings) {
          const organization = keyNameOf(keyOf);
          if (organization === "") continue;
          const isRefused = keyConflict(keyOf, environments) !== undefined;
          const variables = keyVariablesOf({ name, keyOf });
          const met = variables.filter((variable) => owners.has(variable));
          const own = met.filter(
            (variable) => owners.get(variable) === `organization ${organization}`,
          );
          if (met.length > own.length) shared += 1;
          assert.is(met.length > own.length && !isRefused, false, JSON.stringify({ name, keyOf }));
          if (isRefused) continue;
          for (const variable of variables) owners.set(variable, `organization ${organization}`);
        }
      }),
      { numRuns: 500 },
    );
    assert.ok(shared > 50, `names met ${shared} times`);
  },
);

Keys("two environments of one manifest never share a variable", () => {
  fc.assert(
    fc.property(fc.uniqueArray(aName, { minLength: 2, maxLength: 4 }), (names) => {
      if (!isValid(names)) return;
      assert.is(new Set(names.map((name) => keyVariablesOf({ name })[0])).size, names.length);
    }),
  );
});

Keys("an environment that reads as an organization's is refused, with both readings", () => {
  for (const [name, readings] of [
    ["acme__prod", ['"prod"', '"acme"']],
    ["acme--prod", ['"prod"', '"acme"']],
    ["a-b_-c__d", ['"c__d"', '"a-b"']],
  ] as const) {
    const text = `version: 1\nenvironments: { ${name}: { target: sandbox } }\n`;
    const { problems } = parseManifest(new TextEncoder().encode(text), "m.yaml", kinds);
    const [problem] = problems.filter(({ code }) => code === "environment-name");
    for (const reading of [name, ...readings]) assert.match(problem?.message ?? "", reading);
  }
  for (const name of ["acme_prod", "acme-", "acme__", "a---b", "acme__1"])
    assert.ok(isValid([name]), name);
});

Keys("an environment that Windows takes for a device is refused", () => {
  for (const name of ["con", "CON", "Aux", "nul", "prn", "com1", "LPT9"])
    assert.not(isValid([name]), name);
  for (const name of ["console", "auxiliary", "com", "com10"]) assert.ok(isValid([name]), name);
});

Keys.run();
