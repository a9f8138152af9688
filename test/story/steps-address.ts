import { kiosk, more } from "./manifest.ts";
import { type Step } from "./step.ts";
import { commit, edit, idAt, makeByHand } from "./story.ts";

/** The steps in which addresses come, go, and get other names. */
export const addressSteps: readonly Step[] = [
  {
    name: "rename-without-moved",
    why: "A key is renamed: it might be another resource, so the plan asks.",
    before: (story) => {
      commit(story, "Members replaced");
      edit(story, "  phone:\n", "  mobile:\n");
    },
    command: ["plan"],
  },
  {
    name: "rename-with-moved",
    why: "They add the entry that the plan has printed.",
    before: (story) =>
      story.made.manifest(
        `${story.made.read("anon.config.yaml")}moved:\n  - { from: sdkClients.phone, to: sdkClients.mobile }\n`,
      ),
    command: ["apply", "--auto-approve"],
  },
  {
    name: "removal",
    why: "A client leaves the manifest.",
    before: (story) => {
      commit(story, "Phone is mobile");
      const text = story.made.read("anon.config.yaml");
      story.made.manifest(text.replace(/ {2}web:\n(?: {4}.*\n)+/, ""));
    },
    command: ["apply", "--auto-approve"],
  },
  {
    name: "revert-plan",
    why: "That was wrong: the commit before has the manifest.",
    before: ({ made }) => void made.git("checkout", "--quiet", "HEAD", "--", "anon.config.yaml"),
    command: ["plan"],
  },
  {
    name: "revert-apply",
    why: "The old id comes back, and nothing is created.",
    command: ["apply", "--auto-approve"],
  },
  {
    name: "import",
    why: "A client that somebody made by hand comes under management.",
    before: async (story) => {
      commit(story, "Web is back");
      const kind = { application: { userPoolId: idAt(story, "userPools.members") } };
      story.byHand = await makeByHand(story.sandbox, { ...kiosk, kind });
      story.names.giveId(story.byHand, "the kiosk made by hand");
      edit(story, "sdkClients:\n", `sdkClients:\n${more.kiosk}`);
    },
    command: ({ byHand }) => ["import", "sdkClients.kiosk", byHand, "--yes"],
  },
  {
    name: "saved-plan",
    why: "A plan is saved, to be applied as it is after the merge.",
    before: (story) => {
      commit(story, "Kiosk under management");
      edit(story, "sdkClients:\n", `sdkClients:\n${more.desk}`);
    },
    command: ["plan", "--out", "reviewed.plan"],
  },
  {
    name: "saved-plan-stale",
    why: "The manifest moves on before it is applied.",
    before: (story) => edit(story, "Tools of the help desk.", "Tools of our help desk."),
    command: ["apply", "reviewed.plan"],
  },
  {
    name: "saved-plan-applied",
    why: "As it was read, it is its own approval.",
    before: (story) => edit(story, "Tools of our help desk.", "Tools of the help desk."),
    command: ["apply", "reviewed.plan"],
  },
];
