import { readFileSync } from "node:fs";
import path from "node:path";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { isObject } from "../../src/core/json.ts";
import { parseManifest } from "../../src/manifest/parse.ts";
import { manifestTemplate } from "../../src/manifest/template.ts";
import { fileSchemas, schemaText } from "../../src/commands/schema/schemas.ts";
import { kinds } from "../../src/kinds/index.ts";
import { repositoryFolder } from "../support/repository.ts";

const Shipped = suite("schemas and manifests of the repository");

Shipped("the files in schemas/ are what anon-sync schema prints", () => {
  for (const { name, schema } of fileSchemas(kinds)) {
    const file = path.join(repositoryFolder, "schemas", `${name}.schema.json`);
    assert.is(readFileSync(file, "utf8"), schemaText(schema));
  }
});

Shipped("every key of a manifest is described, for editors to show", () => {
  const manifest = fileSchemas(kinds).find(({ name }) => name === "manifest");
  const undescribed: string[] = [];
  visit(manifest?.schema, "manifest");
  assert.equal(undescribed, []);

  function visit(schema: unknown, name: string): void {
    if (Array.isArray(schema))
      return schema.forEach((each, index) => visit(each, `${name}/${index}`));
    if (!isObject(schema)) return;
    for (const [key, member] of Object.entries(schema)) {
      visit(member, `${name}/${key}`);
      if (key !== "properties" || !isObject(member)) continue;
      for (const [property, described] of Object.entries(member)) {
        if (!isObject(described) || typeof described["description"] !== "string")
          undescribed.push(`${name}/${property}`);
      }
    }
  }
});

Shipped("the manifests of the repository are valid, and the demo's has no service client", () => {
  for (const file of ["anon.config.yaml", "examples/anon.config.yaml"])
    assert.equal(
      parseManifest(readFileSync(path.join(repositoryFolder, file)), file, kinds).problems,
      [],
    );
  const demo = parseManifest(
    readFileSync(path.join(repositoryFolder, "anon.config.yaml")),
    "a",
    kinds,
  );
  const clients = demo.manifest?.resources.filter(({ collection }) => collection === "sdkClients");
  assert.ok(clients !== undefined && clients.length > 0);
  assert.ok(clients.every(({ block }) => block["kind"] !== "service"));
});

Shipped("what init writes is valid for any environment, and holds it", () => {
  for (const name of ["sandbox", "production", "emulator", "Staging_2"]) {
    const bytes = new TextEncoder().encode(manifestTemplate(name));
    const { manifest, problems } = parseManifest(bytes, "anon.config.yaml", kinds);
    assert.equal(problems, []);
    assert.ok(manifest?.environments.has(name));
  }
});

Shipped("what init has commented out is valid, too, once the comment is taken away", () => {
  const text = manifestTemplate()
    .replace("# moved:\n#   -", "moved:\n  -")
    .replaceAll(/^ {2}# ((?:staff|jobs):| {2}.*)$/gm, "  $1");
  const { manifest, problems } = parseManifest(new TextEncoder().encode(text), "a", kinds);
  assert.equal(problems, []);
  assert.equal(
    manifest?.resources.map(({ address }) => address),
    ["userPools.members", "userPools.staff", "sdkClients.web", "sdkClients.jobs"],
  );
  assert.is(manifest?.moved.length, 1);
});

Shipped.run();
