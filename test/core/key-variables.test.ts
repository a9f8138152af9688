import { suite } from "uvu";
import * as assert from "uvu/assert";
import { keyNameOf, keyVariablesOf } from "../../src/core/key-variables.ts";

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

Keys.run();
