import type { PlanRecord } from "../../src/core/plan/plan-document.ts";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { suite } from "uvu";
import * as assert from "uvu/assert";
import type { ActionName } from "../../src/core/plan/action.ts";
import { planOf } from "../../src/core/plan/plan.ts";
import { renderPlan } from "../../src/report/plan/human-plan.ts";
import { colourStyle, plainStyle } from "../../src/report/style.ts";
import { legend } from "../../src/report/plan/symbols.ts";
import { repositoryFolder } from "../support/repository.ts";
import { partOf } from "./every-action.ts";
import { held, open, pool, poolFields, seen, viewOf, worldOf, type Part } from "./worlds.ts";

const Plans = suite("a plan for people");

const text = (view: PlanRecord): string => renderPlan(view, plainStyle);
const textOf = (...parts: Part[]): string => text(viewOf(worldOf(...parts)));
const lastLine = (rendered: string): string => rendered.trimEnd().split("\n").at(-1) ?? "";

const cases = {
  create: {
    why: "a create lists what will be sent, and a reference by what it stands for",
    says: [
      "+ UserPool userPools.members\n",
      "    description:\n      | People who sign in.\n      |\n      | All of them.\n",
      "    kind.application.userPoolId: (id of userPools.members, known after apply)\n",
      "The retired id id-again does not fit any more",
    ],
    last: "Plan: 3 to create, 0 to retire, 0 unchanged.",
  },
  keep: {
    why: "what is kept is counted and not listed",
    says: ["No changes. Anon has everything the manifest wants.\n"],
    last: "Plan: 0 to create, 0 to retire, 1 unchanged.",
  },
  drifted: {
    why: "drift shows lockfile and Anon, says that no endpoint repairs it, and changes nothing",
    says: [
      '~ UserPool userPools.drifting\n    id: id-drifting\n    description: "Pool drifting." -> "Changed by hand."\n',
      "No endpoint can repair it",
      "No changes. But Anon differs from the lockfile at 1 address, as shown above.\n",
    ],
    last: "Plan: 0 to create, 0 to retire, 0 unchanged, 1 drifted.",
  },
  relock: {
    why: "a relock says that nothing is sent, and keeps the rest of the drift in sight",
    says: [
      '= UserPool userPools.agreed\n    id: id-agreed\n    description: "Pool agreed." -> "New words."\n',
      "nothing is sent",
      'Anon differs, too (lockfile -> Anon):\n      name: "agreed" -> "Agreed!"\n',
    ],
    last: "Plan: 0 to create, 0 to retire, 0 unchanged, 1 to relock.",
  },
  retire: {
    why: "a retirement says that the resource stays in Anon, and under which id",
    says: [
      ". UserPool userPools.leaving\n    id: id-leaving\n",
      "Anon has no delete; remove it in the console.",
    ],
    last: "Plan: 0 to create, 1 to retire, 0 unchanged.",
  },
  revive: {
    why: "a revival names the id that comes back and says that nothing is created",
    says: ["^ UserPool userPools.back\n    id: id-back\n", "nothing is created"],
    last: "Plan: 0 to create, 0 to retire, 0 unchanged, 1 to revive.",
  },
  import: {
    why: "an import shows what is adopted, what is taken on trust, and that a secret does not come",
    says: [
      "< UserPool userPools.adopted\n    id: id-adopted\n",
      "It exists, and is adopted under this id: nothing is created.",
      "Anon does not tell kind: taken from the manifest on trust.",
      "Its secret does not come with it",
    ],
    last: "Plan: 0 to create, 0 to retire, 0 unchanged, 2 to import.",
  },
  "import-missing": {
    why: "a listed id that is not there is never a reason to create one",
    says: [
      "! UserPool userPools.nowhere\n    id: id-nowhere\n",
      "It is listed under imports, and Anon does not have this id.",
      "This plan cannot be applied",
    ],
    last: "Plan: 0 to create, 0 to retire, 0 unchanged, 1 refused.",
  },
  "import-differs": {
    why: "a listed id that differs shows how, and the command that adopts it all the same",
    says: [
      'description: "Other words." -> "Pool unlike."',
      "anon-sync import userPools.unlike id-unlike\n",
      "This plan cannot be applied",
    ],
    last: "Plan: 0 to create, 0 to retire, 0 unchanged, 1 refused.",
  },
  "import-taken": {
    why: "a listed id that another address holds names that address and the rename",
    says: [
      "The id that imports lists for it is the one of userPools.first in the lockfile.",
      "moved: [{ from: userPools.first, to: userPools.second }]",
    ],
    last: "Plan: 0 to create, 0 to retire, 1 unchanged, 1 refused.",
  },
  move: {
    why: "a move names the address it had",
    says: ["> UserPool userPools.staff (was userPools.people)\n"],
    last: "Plan: 0 to create, 0 to retire, 0 unchanged, 1 to move.",
  },
  unsettled: {
    why: "what is unsettled shows what is known of each attempt and the commands that settle it",
    says: [
      "attempt attempt-open, sent 2026-01-02T03:04:05.678Z: The connection broke after",
      "The answer hinted at the id id-hinted-1.",
      "anon-sync settle userPools.open --id id-hinted-1 --attempt attempt-open\n",
      "anon-sync settle userPools.open --id ID --attempt attempt-open\n",
      "anon-sync settle userPools.open --not-created --yes --attempt attempt-open\n",
      "Anon answered the id ../../etc, which cannot be used.",
      "anon-sync settle userPools.open --abandon --attempt attempt-second\n",
      'Look for one named "open" in Anon\'s console.',
      "1 address would be skipped; there is nothing else to do.\n",
    ],
    last: "Plan: 0 to create, 0 to retire, 0 unchanged, 1 unsettled.",
  },
  blocked: {
    why: "what is blocked names what it waits for",
    says: ["! SdkClient sdkClients.waiting\n", "Waits for userPools.unsure, which must come first"],
    last: "Plan: 0 to create, 0 to retire, 0 unchanged, 1 unsettled, 1 blocked.",
  },
  immutable: {
    why: "a changed field shows both differences and three ways out",
    says: [
      "    id: id-changed\n",
      "      description:\n        |  Kept by the web team.\n        |  Questions go to the help desk.\n        | -Reviewed once a year.\n        | +Reviewed every month.\n",
      'Anon differs, too (lockfile -> Anon):\n      name: "changed" -> "Changed by hand"\n',
      "Three ways out:\n",
      "put the lockfile's values back into the manifest",
      "make the same change in Anon's console and plan again",
      "        anon-sync plan --replace userPools.changed\n",
      "Users of the old pool must link their accounts again.",
      'description: "Everyone who signs in at [-sandbox-]{+login+}.example.com, the web',
      "Unchecked: if the same change was made in Anon's console, a plan that asks Anon takes it over.",
      "This plan cannot be applied: nothing is sent",
    ],
    last: "Plan: 0 to create, 0 to retire, 0 unchanged, 2 refused.",
  },
  missing: {
    why: "a missing id may be a wrong key, so that is the first way out",
    says: [
      "! UserPool userPools.gone\n    id: id-gone\n",
      'description: "Pool gone." -> "Other words."',
      "check that the API key and the environment are the right ones",
      "create it again, with a new id:\n        anon-sync plan --recreate userPools.gone\n",
      "Anon has none of the known ids (1): the API key or the environment is wrong.",
      "ANON_API_KEY_SANDBOX or ANON_API_KEY",
    ],
    last: "Plan: 0 to create, 0 to retire, 0 unchanged, 1 refused.",
  },
  renamed: {
    why: "a probable rename prints the entry to paste and the flag that says otherwise",
    says: [
      "      moved:\n        - { from: userPools.users, to: userPools.customers }\n",
      "anon-sync plan --not-renamed userPools.customers\n",
    ],
    last: "Plan: 0 to create, 0 to retire, 0 unchanged, 1 refused.",
  },
  replace: {
    why: "a replacement says who agreed to it, what differs, what follows and what breaks",
    says: [
      "* UserPool userPools.worn\n    id: id-worn\n",
      "An earlier run was to replace it, and did not get to the end.",
      'description: "Pool worn." -> "New words."',
      "Users of the old pool must link their accounts again.",
      "* SdkClient sdkClients.worn\n",
      "It refers to userPools.worn, which is replaced, and so it follows.",
      "The new id (and a service's new secret) must reach everything that uses the old one.",
    ],
    last: "Plan: 0 to create, 2 to replace, 0 to retire, 0 unchanged.",
  },
  protected: {
    why: "what is protected is neither replaced nor retired, and says how to let it go",
    says: [
      "! UserPool userPools.safe\n",
      "It is protected, and so it is not replaced.",
      "! UserPool userPools.guarded\n    id: id-guarded\n",
      "It left the manifest, and it is protected: it does not retire.",
      "put its block back with `protect: false`, apply that, and then remove it",
      "To have it replaced: say `protect: false` in its block, too.",
    ],
    last: "Plan: 0 to create, 0 to retire, 0 unchanged, 2 refused.",
  },
  unreadable: {
    why: "what could not be looked up says why, as a whole sentence",
    says: ["It could not be looked up: The answer was 503.\n", "Plan again"],
    last: "Plan: 0 to create, 0 to retire, 0 unchanged, 1 unreadable.",
  },
} satisfies Record<ActionName, { why: string; says: string[]; last: string }>;

for (const [name, { why, says, last }] of Object.entries(cases)) {
  Plans(`${name}: ${why}`, () => {
    const rendered = textOf(partOf[name as ActionName]);
    for (const part of says) assert.ok(rendered.includes(part), `${part}\nis not in\n${rendered}`);
    assert.is(lastLine(rendered), last);
  });
}

Plans("the whole of a rich plan reads as it did when a person last agreed to it", () => {
  const view = viewOf(worldOf(...Object.values(partOf)), {
    foldedAttempts: 2,
    positionOf: (address, field) =>
      address === "userPools.changed"
        ? `anon.config.yaml:${field === undefined ? "12:3" : "14:18"}`
        : undefined,
  });
  const golden = join(repositoryFolder, "test", "report", "rich-plan.txt");
  assert.fixture(text(view), readFileSync(golden, "utf8"));
});

Plans("the legend has the symbols that the plan uses, and no others", () => {
  const rendered = textOf(partOf.create, partOf.retire);
  const rows = Object.entries(legend).filter(([symbol, meaning]) =>
    rendered.includes(`  ${symbol} ${meaning}\n`),
  );
  assert.equal(
    rows.map(([symbol]) => symbol),
    ["+", "."],
  );
});

Plans(
  "each block begins with its symbol at the start of the line, so that it can be searched",
  () => {
    const view = viewOf(worldOf(...Object.values(partOf)));
    const blocks = text(view)
      .split("\n")
      .filter((line) => /^[-+*.^<>=~!] (UserPool|SdkClient) /.test(line));
    assert.is(blocks.length, view.plan.actions.length - view.plan.summary.keep);
  },
);

Plans("what was not looked up is called unchecked, never unchanged or in Anon", () => {
  const rendered = textOf({ wanted: [pool("kept")], ids: [held("kept")] });
  assert.match(rendered, "1 id not looked up: unchecked, nothing is said of drift.\n");
  assert.match(rendered, "Anon was not asked.");
  assert.is(lastLine(rendered), "Plan: 0 to create, 0 to retire, 0 unchanged, 1 unchecked.");
});

Plans("no sentence says that there are no changes where something is wrong or will be done", () => {
  for (const name of Object.keys(cases) as ActionName[]) {
    const quiet = name === "keep" || name === "drifted";
    assert.is(textOf(partOf[name]).includes("No changes."), quiet, name);
  }
});

Plans("a move beside drift is counted, because apply does it", () => {
  const rendered = textOf({
    ...partOf.move,
    observations: { "id-people": seen("people", "Other.") },
  });
  assert.is(
    lastLine(rendered),
    "Plan: 0 to create, 0 to retire, 0 unchanged, 1 to move, 1 drifted.",
  );
  assert.not.match(rendered, "No changes.");
});

Plans("commands name the environment wherever it is not the default one", () => {
  const environment = {
    name: "production",
    target: "production",
    baseUrl: "https://svc.prod.anon.com",
  };
  const rendered = text(viewOf(worldOf(partOf.unsettled, partOf.renamed), { environment }));
  const commands = rendered.split("\n").filter((line) => line.includes("anon-sync "));
  assert.ok(commands.length > 5);
  for (const command of commands) assert.match(command, / -e production$/);
});

/** A service client that the plan creates. */
const service = {
  ...pool("jobs", {
    name: "Jobs",
    description: "Jobs.",
    kind: "service",
    "kind.application.userPoolId": null,
    oauthDisabled: null,
  }),
  address: "sdkClients.jobs",
  kind: "SdkClient",
};

Plans("says where the secret of a new client goes, and whose word that is", () => {
  const sink = { ...service, secretSink: "file:safe" };
  const cases = [
    [service, undefined, "Its secret goes where apply is told: --secret-sink or ANON_SECRET_SINK."],
    [service, "ANON_SECRET_SINK", "Its secret goes where ANON_SECRET_SINK says."],
    [service, "--secret-sink", "Its secret goes where --secret-sink says."],
    [sink, undefined, "Its secret goes to file:safe, as the manifest says."],
    // A variable counts after the manifest, a flag before the manifest.
    [sink, "ANON_SECRET_SINK", "Its secret goes to file:safe, as the manifest says."],
    [sink, "--secret-sink", "Its secret goes where --secret-sink says, not to file:safe."],
  ] as const;
  for (const [wanted, secretSinkBy, line] of cases) {
    const view = viewOf(
      worldOf({ wanted: [wanted] }),
      secretSinkBy === undefined ? {} : { secretSinkBy },
    );
    assert.match(text(view), `    kind: "service"\n    ${line}\n`);
  }
  assert.not.match(textOf(partOf.create, partOf.import), "Its secret goes");
});

Plans(
  "says where everything goes: base URL, target, organization, and the manifest's state",
  () => {
    const at = "https://svc.sandbox.anon.com";
    const targetUrl = at;
    const cases = [
      [{ baseUrl: at, targetUrl }, `at ${at}, target sandbox\n`],
      [
        { baseUrl: "http://127.0.0.1:1", targetUrl },
        `at http://127.0.0.1:1, target sandbox (built in: ${at})\n`,
      ],
      [{ baseUrl: "http://127.0.0.1:1", target: "emulator" }, `1, target emulator\n`],
      [{ baseUrl: at, targetUrl, organizationId: "org-1" }, ", organization org-1\n"],
      [
        { baseUrl: at, targetUrl, organizationId: "org-1", sentOrganizationId: "org-1" },
        ", organization org-1 (sent with each create)\n",
      ],
      [
        { baseUrl: at, state: { state: "local" } },
        "lockfile anon.lock.sandbox.json, state local\n",
      ],
      [
        { baseUrl: at, state: { state: "git", remote: "mirror", refs: "refs/x" } },
        ", state on the git remote mirror below refs/x\n",
      ],
      [{ baseUrl: at, state: { state: "git" } }, ", state on the git remote\n"],
    ] as const;
    for (const [more, line] of cases) {
      const environment = { name: "sandbox", target: "sandbox", ...more };
      assert.match(text(viewOf(worldOf(partOf.keep), { environment })), line);
    }
  },
);

/** Returns a pool whose drift the plan does not show. */
function hidden(key: string) {
  return {
    wanted: [{ ...pool(key), ignoreDrift: ["name", "description"] }],
    ids: [held(key)],
    observations: { [`id-${key}`]: seen(key, "Changed by hand.") },
  };
}

Plans("names the drift that ignoreDrift hides, of what is kept too, and of some of many", () => {
  const one = textOf(hidden("a"), partOf.keep);
  assert.match(one, "\nignoreDrift hides drift: userPools.a (description).\n");
  assert.match(one, "Plan: 0 to create, 0 to retire, 2 unchanged.");
  const many = Array.from({ length: 300 }, (_, index) => hidden(`a${index}`));
  assert.match(textOf(...many), / and \d+ more\.\n/);
  assert.not.match(textOf(partOf.keep), "ignoreDrift");
});

Plans("the emulator may be settled at once, so nobody is told to wait for it", () => {
  const environment = { name: "emulator", target: "emulator", baseUrl: "http://127.0.0.1:4010" };
  const world = worldOf({ wanted: [pool("open")], attempts: [open("open")] });
  assert.match(text(viewOf(world)), "15 minutes after it was sent");
  assert.not.match(text(viewOf(world, { environment })), "15 minutes");
});

Plans("an id of another organization stops the plan and names both organizations", () => {
  const observation = { seen: "present", fields: {}, organizationId: "org-2" } as const;
  const rendered = textOf({ ...partOf.keep, observations: { "id-kept": observation } });
  assert.match(
    rendered,
    "userPools.kept (id id-kept) belongs to organization org-2, not to org-1.",
  );
  assert.match(rendered, "  ! refused");
  assert.match(rendered, "This plan cannot be applied");
});

Plans(
  "a client whose pool has no id yet cannot be changed in the console, and is not told so",
  () => {
    const action = {
      ...viewOf(worldOf(partOf.immutable)).plan.actions[0]!,
      changes: [
        { field: "kind.application.userPoolId", before: "p1", after: { ref: "userPools.new" } },
      ],
    };
    const rendered = text({ ...viewOf(worldOf()), plan: planOf([action], []) });
    assert.match(rendered, '"p1" -> (id of userPools.new, known after apply)');
    assert.match(rendered, "not possible before userPools.new has an id");
  },
);

Plans("an empty world has no changes, in words that fit it", () => {
  assert.match(
    textOf(),
    "No changes. The manifest wants nothing, and nothing in the lockfile is in use.\n",
  );
});

Plans("where everything is retired, what is kept of it is not denied", () => {
  assert.match(
    textOf({ ids: [held("one", { retired: "removed" })] }),
    "No changes. The manifest wants nothing, and nothing in the lockfile is in use.\n",
  );
});

Plans("colours change nothing but colours", () => {
  const view = viewOf(worldOf(...Object.values(partOf)));
  const coloured = renderPlan(view, colourStyle);
  assert.match(coloured, "\u001B[32m+\u001B[39m");
  assert.is(stripVTControlCharacters(coloured), text(view));
});

Plans("a pool whose text is long but hardly changed shows the words that changed", () => {
  const before = `${"word ".repeat(40)}end`;
  const rendered = textOf({
    wanted: [pool("long", poolFields("long", before.replace("end", "finish")))],
    ids: [held("long", { applied: poolFields("long", before) })],
  });
  assert.match(rendered, 'word [-end-]{+finish+}"');
});

Plans.run();
