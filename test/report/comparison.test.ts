import { suite } from "uvu";
import * as assert from "uvu/assert";
import { renderComparison } from "../../src/report/plan/comparison.ts";
import { plainStyle } from "../../src/report/style.ts";

const Comparison = suite("a comparison before an id is adopted");

Comparison("shows each field as equal, different, or not told by Anon", () => {
  assert.is(
    renderComparison(
      [
        { field: "name", manifest: "Members", actual: "Members", verdict: "equal" },
        { field: "description", manifest: "One\nTwo", actual: "One\n2", verdict: "differs" },
        { field: "kind", manifest: "application", actual: "service", verdict: "differs" },
        { field: "oauthDisabled", manifest: true, actual: undefined, verdict: "not told" },
        { field: "authorization.jwksUri", manifest: null, actual: null, verdict: "equal" },
      ],
      plainStyle,
    ),
    `= equal   ! differs (Anon -> manifest)   ? Anon does not tell
  = name: "Members"
  ! description:
      |  One
      | -2
      | +Two
  ! kind: "service" -> "application"
  ? oauthDisabled: true (as the manifest says; taken on trust)
  = authorization.jwksUri: (none)
`,
  );
});

Comparison("a reference whose id is not known is shown as what it stands for", () => {
  const field = "kind.application.userPoolId";
  const manifest = { ref: "userPools.members" };
  const text = renderComparison(
    [{ field, manifest, actual: "p-1", verdict: "differs" }],
    plainStyle,
  );
  assert.match(text, `! ${field}: "p-1" -> (id of userPools.members, known after apply)`);
});

Comparison.run();
