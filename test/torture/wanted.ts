import { unsettledAttempts, type State } from "../../src/core/state/state.ts";

/** One resource of a project. Its name on the server is its key, which reveals its address. */
export interface Resource {
  readonly address: string;
  readonly kind: "pool" | "application" | "service";
  /** The address of an application's pool. */
  readonly pool?: string;
}

/** All resources that a project ever wanted; its manifest grows and shrinks. */
export class Wanted {
  readonly all: Resource[] = [];
  readonly #withServices: boolean;

  constructor(withServices: boolean) {
    this.#withServices = withServices;
  }

  /**
   * Returns the next resources to want, with which an apply has `size` creates to do: those not
   * created yet, new ones, and the two that were created last. The others leave the manifest and
   * retire, because their lookups would cost a run its time.
   */
  next(state: State, size: number): readonly Resource[] {
    // Resources that have left the manifest are retired: a plan would revive them, and create
    // nothing.
    const created = new Set([...state.ids.values()].map(({ address }) => address));
    const open = unsettledAttempts(state);
    const missing = this.all.filter(({ address }) => !created.has(address));
    const creatable = missing.filter(
      ({ address, pool = "" }) => !open.has(address) && !open.has(pool),
    );
    const grown = this.#grow(Math.max(0, size - creatable.length));
    const kept = this.all.filter(({ address }) => created.has(address)).slice(-2);
    const chosen = new Set([...missing, ...kept, ...grown]);
    const pools = new Set([...chosen].map(({ pool }) => pool));
    return this.all.filter((resource) => chosen.has(resource) || pools.has(resource.address));
  }

  #grow(count: number): readonly Resource[] {
    const made: Resource[] = [];
    const poolCount = Math.ceil(count / 4);
    for (let index = 0; index < count; index += 1) {
      const key = `r${this.all.length + made.length}`;
      const pool = made[index % poolCount]?.address;
      if (index < poolCount) made.push({ address: `userPools.${key}`, kind: "pool" });
      else if (this.#withServices && index % 5 === 4)
        made.push({ address: `sdkClients.${key}`, kind: "service" });
      else if (pool !== undefined)
        made.push({ address: `sdkClients.${key}`, kind: "application", pool });
    }
    this.all.push(...made);
    return made;
  }
}

/** Returns the manifest that wants these resources. */
export function manifestOf(resources: readonly Resource[]): string {
  const line = ({ address, kind, pool }: Resource) => {
    const key = keyOf(address);
    const how =
      kind === "service" ? "service" : `{ application: { userPool: ${keyOf(pool ?? "")} } }`;
    const more = kind === "pool" ? "" : `, kind: ${how}`;
    return `  ${key}: { name: ${key}, description: d${more} }\n`;
  };
  const block = (collection: string, found: readonly Resource[]) =>
    found.length === 0 ? "" : `${collection}:\n${found.map(line).join("")}`;
  const pools = resources.filter(({ kind }) => kind === "pool");
  const clients = resources.filter(({ kind }) => kind !== "pool");
  return `version: 1\n${block("userPools", pools)}${block("sdkClients", clients)}`;
}

function keyOf(address: string): string {
  return address.slice(address.indexOf(".") + 1);
}
