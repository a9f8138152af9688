import type { ActionName } from "../../src/core/plan/action.ts";
import { client, held, heldClient, open, pool, poolFields, seen, type Part } from "./worlds.ts";

const essay = [
  "Everyone who signs in on the public site.",
  "Kept by the web team.",
  "Questions go to the help desk.",
  "Reviewed once a year.",
];

/** Returns the fields of a service client. */
function serviceFields(name: string) {
  return {
    name,
    description: `Client ${name}.`,
    kind: "service",
    "kind.application.userPoolId": null,
    oauthDisabled: null,
  };
}

/** For each action, a part of a world whose plan has that action. */
export const partOf = {
  create: {
    wanted: [
      pool("members", poolFields("members", "People who sign in.\n\nAll of them.\n")),
      client("web", "members"),
      pool("again", {
        ...poolFields("again"),
        "authorization.jwksUri": "https://login.example.com/.well-known/jwks.json",
      }),
    ],
    ids: [held("again", { retired: "removed" })],
  },
  keep: {
    wanted: [pool("kept")],
    ids: [held("kept")],
    observations: { "id-kept": seen("kept") },
  },
  drifted: {
    wanted: [pool("drifting")],
    ids: [held("drifting")],
    observations: { "id-drifting": seen("drifting", "Changed by hand.") },
  },
  relock: {
    wanted: [pool("agreed", poolFields("agreed", "New words."))],
    ids: [held("agreed")],
    observations: { "id-agreed": seen("Agreed!", "New words.") },
  },
  retire: { ids: [held("leaving")] },
  revive: {
    wanted: [pool("back")],
    ids: [held("back", { retired: "removed" })],
    observations: { "id-back": seen("back") },
  },
  import: {
    wanted: [
      pool("adopted"),
      { ...client("robot", "adopted"), fields: serviceFields("robot"), dependsOn: [] },
    ],
    imports: [
      { to: "userPools.adopted", id: "id-adopted" },
      { to: "sdkClients.robot", id: "id-robot" },
    ],
    observations: {
      "id-adopted": seen("adopted"),
      "id-robot": seen("robot", "Client robot."),
    },
  },
  "import-missing": {
    wanted: [pool("nowhere")],
    imports: [{ to: "userPools.nowhere", id: "id-nowhere" }],
    observations: { "id-nowhere": { seen: "absent" } },
  },
  "import-differs": {
    wanted: [pool("unlike")],
    imports: [{ to: "userPools.unlike", id: "id-unlike" }],
    observations: { "id-unlike": seen("unlike", "Other words.") },
  },
  "import-taken": {
    wanted: [pool("second"), pool("first")],
    ids: [held("first")],
    imports: [{ to: "userPools.second", id: "id-first" }],
    observations: { "id-first": seen("first") },
  },
  move: {
    wanted: [pool("staff", poolFields("people"))],
    moved: [{ from: "userPools.people", to: "userPools.staff" }],
    ids: [held("people")],
    observations: { "id-people": seen("people") },
  },
  unsettled: {
    wanted: [pool("open")],
    attempts: [
      open("open", { hint: "id-hinted-1" }),
      open("open", { attempt: "attempt-second", quarantined: "../../etc" }),
    ],
  },
  blocked: {
    wanted: [pool("unsure"), client("waiting", "unsure")],
    attempts: [open("unsure")],
  },
  immutable: {
    wanted: [
      pool(
        "changed",
        poolFields("changed", [...essay.slice(0, 3), "Reviewed every month."].join("\n")),
      ),
      pool(
        "reworded",
        poolFields(
          "reworded",
          "Everyone who signs in at login.example.com, the web team's customers, and guests.",
        ),
      ),
    ],
    ids: [
      held("changed", {
        attempt: "made-changed",
        applied: poolFields("changed", essay.join("\n")),
        answered: { name: "changed", description: essay.join("\n") },
      }),
      held("reworded", {
        attempt: "made-reworded",
        applied: poolFields(
          "reworded",
          "Everyone who signs in at sandbox.example.com, the web team's customers, and guests.",
        ),
      }),
    ],
    observations: {
      "id-changed": seen("Changed by hand", essay.join("\n")),
    },
  },
  missing: {
    wanted: [pool("gone", poolFields("gone", "Other words."))],
    ids: [held("gone")],
    observations: { "id-gone": { seen: "absent" } },
  },
  renamed: { wanted: [pool("customers", poolFields("users"))], ids: [held("users")] },
  replace: {
    wanted: [pool("worn", poolFields("worn", "New words.")), client("worn", "worn")],
    ids: [held("worn", { replacing: "same" }), heldClient("worn", "worn")],
    observations: { "id-worn": seen("worn") },
  },
  protected: {
    wanted: [{ ...pool("safe", poolFields("safe", "Other words.")), protect: true }],
    ids: [held("safe", { replacing: "same" }), held("guarded", { protected: true })],
    observations: { "id-safe": seen("safe") },
  },
  unreadable: {
    wanted: [pool("hidden")],
    ids: [held("hidden")],
    observations: {
      "id-hidden": { seen: "unreadable", reason: "The answer was 503", unauthorized: false },
    },
  },
} as const satisfies Record<ActionName, Part>;
