import { compareAddresses, compareText } from "../order.ts";

/**
 * The outputs of `anon-sync output` beside the ids. None is a variable that anon-sync itself obeys: who
 * sourced the output of one environment would steer the next run of another.
 */
export const environmentOutputs = {
  name: "ANON_ENVIRONMENT",
  apiUrl: "ANON_API_URL",
  organizationId: "ANON_ORGANIZATION_ID",
} as const;

/** Names that no id may have: they stand for other values, or for keys. */
export const reservedOutputNames =
  /^(ANON_ENVIRONMENT|ANON_API_URL|ANON_BASE_URL|ANON_ORGANIZATION_ID|ANON_SECRET_SINK|ANON_API_KEY(_.*)?)$/i;

/** A resource that has a name in the output. */
export interface OutputSubject {
  readonly address: string;
  /** The name of its kind: `UserPool`. */
  readonly kind: string;
}

/** One name of the output. */
export interface OutputName {
  readonly name: string;
  readonly address: string;
  /** Whether the manifest gives it under `outputs`. */
  readonly isGiven: boolean;
}

/**
 * The name that an address has when the manifest gives it none: `userPools.members` becomes
 * ANON_USER_POOL_MEMBERS_ID, `sdkClients.back-office` ANON_SDK_CLIENT_BACK_OFFICE_ID.
 */
export function derivedOutputName({ address, kind }: OutputSubject): string {
  const key = address.slice(address.indexOf(".") + 1);
  return `ANON_${words(kind)}_${words(key)}_ID`;
}

/**
 * Returns the names of all subjects, sorted. `outputs` (name → address) replaces the derived names
 * of the addresses it lists; its entries for other addresses are ignored.
 */
export function outputNames(
  subjects: readonly OutputSubject[],
  outputs: ReadonlyMap<string, string>,
): readonly OutputName[] {
  const named = new Set(outputs.values());
  const here = new Set(subjects.map(({ address }) => address));
  const names = [
    ...[...outputs]
      .filter(([, address]) => here.has(address))
      .map(([name, address]) => ({ name, address, isGiven: true })),
    ...subjects
      .filter(({ address }) => !named.has(address))
      .map((subject) => ({
        name: derivedOutputName(subject),
        address: subject.address,
        isGiven: false,
      })),
  ];
  return names.toSorted(
    (left, right) =>
      compareText(left.name, right.name) || compareAddresses(left.address, right.address),
  );
}

/**
 * Returns the names that are taken for each other, each list with two or more. Case does not count:
 * the outputs of a step on GitHub, and the environment on Windows, ignore it.
 */
export function outputClashes(names: readonly OutputName[]): readonly (readonly OutputName[])[] {
  const byName = new Map<string, OutputName[]>();
  for (const one of names) {
    const key = one.name.toUpperCase();
    const others = byName.get(key);
    if (others === undefined) byName.set(key, [one]);
    else others.push(one);
  }
  return [...byName.values()].filter((clash) => clash.length > 1);
}

/** The fault of names that clash, as the clause of a message. */
export function clashText(clash: readonly OutputName[]): string {
  const addresses = [...new Set(clash.map(({ address }) => address))];
  const names = [...new Set(clash.map(({ name }) => name))];
  const verb = addresses.length === 1 ? "has twice" : "have";
  return `${joined(addresses)} ${verb} the same name in the output: ${joined(names)}`;
}

/** The first ten of some names with "and" between them, and how many more there are. */
function joined(names: readonly string[]): string {
  const more = names.length > 10 ? [`${names.length - 10} more`] : [];
  return [...names.slice(0, 10), ...more].join(" and ");
}

/** `backOffice` and `back-office` → BACK_OFFICE. */
function words(text: string): string {
  return text
    .replaceAll(/([a-z0-9])([A-Z])/g, "$1_$2")
    .replaceAll("-", "_")
    .toUpperCase();
}
