import type { PlanRecord } from "../../src/core/plan/plan-document.ts";
import { fc } from "../support/properties.ts";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import { actionTable, type Action, type ActionName } from "../../src/core/plan/action.ts";
import { planOf } from "../../src/core/plan/plan.ts";
import { code, fenced } from "../../src/report/plan/markdown-text.ts";
import { renderMarkdown } from "../../src/report/plan/markdown-plan.ts";
import { actionLooks } from "../../src/report/plan/symbols.ts";
import { partOf } from "./every-action.ts";
import { hostileMarkup } from "./hostile-text.ts";
import { outsideOfCode, readMarkdown } from "./markdown-reader.ts";
import { client, held, open, pool, poolFields, viewOf, worldOf, type Part } from "./worlds.ts";

const Markdown = suite("a plan in markdown");

const approving = {
  digest: "d1ce5".repeat(12),
  applyCommand: `anon-sync apply --expect ${"d1ce5".repeat(12)}`,
};

const viewWith = (...parts: Part[]): PlanRecord => viewOf(worldOf(...parts), approving);
const textOf = (...parts: Part[]): string => renderMarkdown(viewWith(...parts)).text;
const firstLine = (text: string): string => text.split("\n")[0] ?? "";

function isDrawn(part: Part): boolean {
  return textOf(part).includes("```mermaid");
}

/** Returns pools with a client each. */
function pairs(count: number): Part {
  const keys = Array.from({ length: count }, (_, index) => `pair${index}`);
  return { wanted: keys.flatMap((key) => [pool(key), client(key, key)]) };
}

for (const [action, part] of Object.entries(partOf) as [ActionName, Part][]) {
  const { symbol } = actionLooks[action];
  if (symbol === "") continue;
  Markdown(`${action}: its symbol stands at the beginning of a line of a diff`, () => {
    const { blocks } = readMarkdown(textOf(part));
    const lines = blocks
      .filter(({ language }) => language === "diff")
      .flatMap(({ lines: own }) => own);
    assert.ok(
      lines.some((line) => /^\S (UserPool|SdkClient) /.test(line) && line.startsWith(symbol)),
    );
  });
}

const verdicts: readonly (readonly [string, Part[], RegExp])[] = [
  ["creates", [partOf.create], /^\*\*`sandbox`: can be applied\.\*\* Plan: 3 to create, /],
  [
    "what is refused",
    [partOf.create, partOf.immutable],
    /: cannot be applied\.\*\* .*2 refused\.$/,
  ],
  [
    "what is skipped",
    [partOf.create, partOf.unsettled],
    /: can be applied in part\.\*\* .*1 unsettled\.$/,
  ],
  ["only what is skipped", [partOf.unsettled], /: needs an answer\.\*\* /],
  ["drift alone", [partOf.drifted], /: no changes, but drift\.\*\* /],
  ["nothing", [partOf.keep], /: no changes\.\*\* .*1 unchanged\.$/],
];

Markdown("the first line is the verdict", () => {
  for (const [what, parts, line] of verdicts) assert.match(firstLine(textOf(...parts)), line, what);
});

Markdown("a plan that asked nobody says so in its first line", () => {
  const { text } = renderMarkdown({ ...viewWith(partOf.create), isUnrefreshed: true });
  assert.match(firstLine(text), "can be applied, and Anon was not asked.");
});

Markdown("what stops everything comes first, then what is skipped, then what would be done", () => {
  const text = textOf(partOf.create, partOf.blocked, partOf.immutable);
  const places = ["! UserPool userPools.changed", "! UserPool userPools.unsure", "+ UserPool"].map(
    (start) => text.indexOf(`\n${start}`),
  );
  assert.equal(
    places,
    places.toSorted((left, right) => left - right),
  );
  assert.not.ok(places.includes(-1));
});

Markdown("what has more than 12 lines is folded, under a line for each address", () => {
  const short = readMarkdown(textOf(partOf.retire));
  assert.equal([short.outside.includes("<details>"), short.blocks[0]?.lines.length], [false, 3]);
  const { outside, blocks } = readMarkdown(textOf(partOf.create));
  assert.match(outside, "**Changes** (3)\n");
  assert.match(outside, "<details><summary>Details</summary>\n");
  assert.equal(
    blocks[0]?.lines.map((line) => line.slice(0, 2)),
    ["+ ", "+ ", "+ "],
  );
  assert.ok((blocks[1]?.lines.length ?? 0) > 12);
});

Markdown("of more than 12 addresses the list is folded, too", () => {
  const { outside, blocks } = readMarkdown(textOf(pairs(10)));
  assert.match(outside, "**Changes** (20)\n\n<details><summary>All of them</summary>\n");
  assert.is(blocks.filter(({ language }) => language === "diff").length, 1);
});

Markdown(
  "a plan that can be applied ends with its digest and the command that applies just this",
  () => {
    const text = textOf(partOf.move);
    assert.match(text, `Digest: \`${approving.digest}\``);
    assert.match(text, `\`\`\`sh\n${approving.applyCommand}\n\`\`\`\n`);
  },
);

Markdown("the graph draws what refers to what, with what changes coloured", () => {
  const { blocks } = readMarkdown(
    textOf({ ids: [held("a")], wanted: [pool("a"), client("web", "a"), pool("alone")] }),
  );
  assert.equal(blocks.find(({ language }) => language === "mermaid")?.lines, [
    "flowchart LR",
    '  n2["sdkClients.web (to create)"]:::green',
    '  n0["userPools.a"]',
    "  n2 --> n0",
    "  classDef green fill:#2da44e,color:#fff",
  ]);
});

Markdown("the graph is left out where nothing refers to anything, and over 100 edges", () => {
  assert.equal(
    [isDrawn(partOf.move), isDrawn(pairs(100)), isDrawn(pairs(101))],
    [false, true, false],
  );
});

Markdown("warnings and guards have their blocks, and what the lockfile alone will say", () => {
  const view = viewWith({ wanted: [{ ...pool("safe"), protect: true }], ids: [held("safe")] });
  const warning = {
    code: "look-alike-name",
    address: "userPools.safe",
    message: "A warning.",
    next: "Do this.",
  } as const;
  const { text } = renderMarkdown({ ...view, warnings: [warning] });
  assert.match(text, "**May be a mistake**\n\n```text\nWarning: A warning.\n    Do this.\n```");
  assert.match(text, "**Changes**\n\n```diff\nProtected from now on: userPools.safe.\n```");
  const plan = planOf([], [{ guard: "nothing-found", ids: 2 }]);
  const guarded = renderMarkdown({ ...view, plan }).text;
  assert.match(guarded, "**Needs an answer**\n\n```diff\n! Anon has none of the known ids (2)");
});

Markdown("a plan that is too long keeps its verdict, says so, and cannot be approved", () => {
  const view = viewWith(pairs(400), partOf.immutable);
  const { text, isCut } = renderMarkdown({ ...view, printCommand: "anon-sync plan --target x" });
  assert.ok(isCut && text.length <= 60_000 && text.length > 55_000);
  assert.match(firstLine(text), /cannot be applied\.\*\* Plan: 800 to create, .*2 refused\.$/);
  assert.match(
    text,
    /\(\d+ of 802 blocks\).*All of it:\n\n```sh\nanon-sync plan --target x\n```\n/,
  );
  assert.ok(text.indexOf("! UserPool userPools.changed") > 0, "what is refused is kept first");
  for (const word of ["d1ce5", "--expect", "Digest"]) assert.not.match(text, word);
  readMarkdown(text);
});

Markdown("a graph that has no room is left out, and the plan is whole all the same", () => {
  const view = viewWith(pairs(20));
  const { text } = renderMarkdown(view);
  const less = renderMarkdown(view, { maximumCharacters: text.length - 1 });
  assert.equal([text.includes("mermaid"), less.text.includes("mermaid")], [true, false]);
  assert.equal([less.isCut, less.text.includes(approving.digest)], [false, true]);
});

Markdown("of drift there is nothing to apply, and so no digest", () => {
  const { text } = renderMarkdown(viewWith(partOf.drifted, partOf.keep), { isDriftOnly: true });
  assert.is(
    firstLine(text),
    "**`sandbox`: drift.** Drift: 1 drifted, 0 missing, 0 unreadable, 1 as the lockfile says.",
  );
  assert.match(text, "\n~ UserPool userPools.drifting\n");
  for (const word of ["d1ce5", "can be applied"]) assert.not.match(text, word);
  const none = renderMarkdown(viewWith(partOf.keep), { isDriftOnly: true }).text;
  assert.match(firstLine(none), "`sandbox`: no drift.");
  const unread = renderMarkdown(viewWith(partOf.unreadable), { isDriftOnly: true }).text;
  assert.match(firstLine(unread), "not all of it could be compared");
});

/** A plan with one text wherever a text from outside may stand. */
function hostileView(text: string, other: string): PlanRecord {
  const fields = { ...poolFields(text, other), "authorization.jwksUri": other };
  const attempt = open("open", { fields, reason: text, hint: text, quarantined: other });
  const action = (name: ActionName, address: string): Action => ({
    action: name,
    address,
    kind: other,
    id: text,
    generation: 1,
    fields,
    dependsOn: [text],
    changes: [{ field: "name", before: text, after: other }],
    drift: [{ field: "description", before: other, after: text }],
    checked: true,
    movedFrom: text,
    renamedFrom: text,
    previousId: text,
    references: { [text]: other },
    secretSink: text,
    hiddenDrift: [text],
    blockedBy: [text],
    attempts: [attempt.attempt],
    reason: text,
    protect: true,
  });
  const names = Object.keys(actionTable) as ActionName[];
  const actions = names.map((name, at) => action(name, at === 0 ? text : `${other}${at}`));
  const guard = { guard: "other-organization", address: text, id: text, expected: text } as const;
  return viewOf(worldOf(), {
    plan: planOf(actions, [{ ...guard, actual: other }]),
    attempts: [attempt],
    environment: {
      name: text,
      target: other,
      targetUrl: text,
      baseUrl: other,
      organizationId: text,
      sentOrganizationId: text,
      state: { state: "git", remote: text, refs: other },
      flags: ["-c", other],
    },
    secretSinkBy: text,
    manifestFile: text,
    lockfile: other,
    digest: other,
    positionOf: () => text,
    warnings: [
      // The next step is a sentence of ours.
      { code: "look-alike-name", address: text, message: other, next: `See ${text}`, place: other },
    ],
  });
}

const mermaidLines = [
  /^flowchart LR$/,
  /^ {2}n\d+\["[A-Za-z0-9_.() #;-]*"\](:::[a-z]+)?$/,
  /^ {2}n\d+ --> n\d+$/,
  /^ {2}classDef [a-z]+ fill:#[0-9a-f]{6},color:#fff$/,
];

Markdown(
  "no text of a user is active: no mention, link, image, HTML, and no way out of a block",
  () => {
    fc.assert(
      fc.property(
        hostileMarkup,
        hostileMarkup,
        fc.constantFrom(1000, 5000, 60_000),
        (text, other, maximumCharacters) => {
          const rendered = renderMarkdown(hostileView(text, other), { maximumCharacters });
          assert.ok(rendered.text.length <= maximumCharacters);
          // A run may print the text into a log, too.
          assert.not.match(rendered.text, /[^\P{C}\n]|[\u2028\u2029]|^\s*::|##\w*\[/mu);
          const { outside, blocks } = readMarkdown(rendered.text);
          assert.not.match(outsideOfCode(outside), /[<>@#[\]&`|$\\~_]|https?:|www\.|!\[/);
          for (const { language, lines } of blocks) {
            assert.ok(["diff", "text", "sh", "mermaid"].includes(language));
            if (language !== "mermaid") continue;
            assert.ok(lines.every((line) => mermaidLines.some((shape) => shape.test(line))));
          }
        },
      ),
      { numRuns: 200 },
    );
  },
);

Markdown("the next step of a warning is no command to a runner, whatever a saved plan says", () => {
  const { text } = renderMarkdown(hostileView("::error::x", ""));
  assert.not.match(text, /^\s*::/m);
});

Markdown("a block is closed by no line in it, and a name ends no code span", () => {
  const lines = ["```", "text", "``````", "~~~"];
  assert.equal(readMarkdown(fenced("text", lines)), {
    outside: "",
    blocks: [{ language: "text", lines }],
  });
  for (const name of ["`", "a``b", "` `", "", " "])
    assert.is(outsideOfCode(`before ${code(name)} after`), "before  after");
  assert.match(code("x".repeat(1000)), /^`x{200}\.\.\.`$/);
});

Markdown("the plan above does show the texts that it is given, also in its graph", () => {
  const { text } = renderMarkdown(hostileView("first", "second"));
  assert.ok(text.split("first").length > 40);
  assert.ok(text.split("second").length > 20);
  assert.match(text, '["first (to create)"]');
});

Markdown.run();
