import type { Inventory, Stored } from "../support/emulator.ts";
import type { Project } from "../support/project.ts";

/** Address → name: ten resources with names like their addresses, three pools and seven clients. */
export const tenNames: Readonly<Record<string, string>> = {
  "userPools.members": "Members",
  "userPools.partners": "Partners",
  "userPools.staff": "Staff",
  "sdkClients.web": "Web",
  "sdkClients.mobile": "Mobile",
  "sdkClients.desktop": "Desktop",
  "sdkClients.kiosk": "Kiosk",
  "sdkClients.portal": "Portal",
  "sdkClients.office": "Office",
  "sdkClients.console": "Console",
};

const pools = ["members", "partners", "staff"];

/** The manifest of the ten resources. */
export const tenManifest = [
  "version: 1",
  "userPools:",
  ...pools.map((key) => `  ${key}: { name: ${tenNames[`userPools.${key}`]}, description: d }`),
  "sdkClients:",
  ...Object.entries(tenNames)
    .filter(([address]) => address.startsWith("sdkClients."))
    .map(([address, name], index) => {
      const kind = `{ application: { userPool: ${pools[index % pools.length]} } }`;
      return `  ${address.slice(11)}: { name: ${name}, description: d, kind: ${kind} }`;
    }),
  "",
].join("\n");

/** Returns the emulator's resources with the name of an address, as a person finds them in the console. */
export function heldFor({ resources }: Inventory, address: string): readonly Stored[] {
  const collection = address.startsWith("userPools.") ? "userPools" : "sdkClients";
  return (resources[collection] ?? []).filter((held) => held["name"] === tenNames[address]);
}

/** Returns address → id from the lockfile. */
export function lockedIds(project: Project): Readonly<Record<string, string>> {
  const { resources } = project.lockfile();
  return Object.fromEntries(Object.entries(resources).map(([address, { id }]) => [address, id]));
}

/** Returns the ids of all receipts in a run's output: readers of the log may use these ids. */
export function receiptIds(stderr: string): readonly string[] {
  return [...stderr.matchAll(/^created .* id=(\S+) /gm)].map(([, id]) => id ?? "");
}
