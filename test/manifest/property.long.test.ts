import { fc } from "../support/properties.ts";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { parseManifest } from "../../src/manifest/parse.ts";
import { resolveManifest } from "../../src/manifest/resolve.ts";
import { kinds } from "../../src/kinds/index.ts";
import { renderProblems } from "../../src/report/problems/problems.ts";
import { plainStyle } from "../../src/report/style.ts";

const Property = suite("parseManifest, any input");

/** Signs with a meaning in YAML, and in manifests. */
const signs: readonly string[] = [
  "userPools: sdkClients: environments: moved: outputs: a __proto__ name kind application",
  "{ } [ ] , : - ? &a *a !!str << | > ' \" # --- ... %YAML \t 1 null ~ \u0000 \uFEFF \u202E",
  "${vars.a} $${ ${ }",
]
  .flatMap((line) => line.split(" "))
  .concat(
    "version: 1\n",
    "\n",
    "\n  ",
    "\r\n",
    "\r",
    ": ",
    "- ",
    "? ",
    " ",
    "---\n",
    "%YAML 1.1\n",
  );

/** Reads, and uses the result as a command would: no call may throw. */
function use(bytes: Uint8Array): void {
  const { manifest, problems, text } = parseManifest(bytes, "a.yaml", kinds);
  renderProblems(problems, new Map([["a.yaml", text]]), plainStyle);
  const lines = text.split("\n");
  for (const { range, next } of problems) {
    assert.ok(next, "every problem names a next step");
    if (range === undefined) continue;
    const line = lines[range.start.line - 1];
    assert.ok(line !== undefined && range.start.column <= line.length + 1, "inside of the text");
  }
  assert.is(
    manifest === undefined,
    problems.some(({ severity }) => severity === "error"),
  );
  for (const name of manifest?.environments.keys() ?? [])
    for (const { address } of resolveManifest(manifest!, name, kinds).wanted)
      assert.ok(manifest!.positionOf(address), "every wanted resource has a place");
}

Property("any bytes are read or refused, never a crash", () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), use), { numRuns: 500 });
});

Property("any text made of YAML's own signs is read or refused, never a crash", () => {
  const piece = fc.constantFrom(...signs);
  const text = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(""));
  const property = fc.property(text, (each) => use(new TextEncoder().encode(each)));
  fc.assert(property, { numRuns: 2000 });
});

Property("any value under the manifest's own keys is read or refused, never a crash", () => {
  const key = fc.constantFrom("name", "description", "kind", "authorization", "environments", "x");
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: "small" },
      fc.constantFrom("service", "application", "a", "${vars.a}", "${", "", null, 5, true),
      fc.array(tie("value"), { maxLength: 3 }),
      fc.dictionary(
        fc.oneof(key, fc.constantFrom("application", "userPool", "userPoolId", "jwksUri", "from")),
        tie("value"),
        { maxKeys: 4 },
      ),
    ),
  }));
  const manifest = fc.record(
    {
      version: fc.constant(1),
      environments: fc.dictionary(fc.constantFrom("a", "b"), value, { maxKeys: 2 }),
      userPools: fc.dictionary(fc.constantFrom("a", "b"), fc.dictionary(key, value)),
      sdkClients: fc.dictionary(fc.constantFrom("a", "b"), fc.dictionary(key, value)),
      moved: fc.array(value, { maxLength: 3 }),
    },
    { requiredKeys: ["version"] },
  );
  // JSON is YAML.
  const property = fc.property(manifest, (each) =>
    use(new TextEncoder().encode(JSON.stringify(each))),
  );
  fc.assert(property, { numRuns: 1000 });
});

Property.run();
