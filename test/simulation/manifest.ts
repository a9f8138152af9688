import type { Chance } from "./chance.ts";

interface Resource {
  /** The resource's name on the server; a new name needs a replacement. */
  name: string;
  readonly collection: "userPools" | "sdkClients";
  key: string;
  /** The name of the pool that an application client refers to; a service client has none. */
  pool?: string;
  isWanted: boolean;
  /** The end of its description. */
  note?: string;
  /** The end of its description in Anon's console, if a person has changed it there. */
  consoleNote?: string;
  /** The resource's id under `imports`, until its adoption. */
  listed?: string;
}

/** A manifest that people edit: they add, remove, bring back and rename. */
export class SimulatedManifest {
  readonly #chance: Chance;
  readonly #organizationId: string;
  readonly #resources: Resource[];
  readonly #moved: { from: string; to: string }[];
  #count: number;

  /** Of two branches one renames: if both do, people must choose, and the tool cannot help. */
  #mayRename = true;
  /** Whether people also change fields that need a replacement. */
  mayReplace = false;

  constructor(chance: Chance, organizationId: string, from?: SimulatedManifest, first = 0) {
    this.#chance = chance;
    this.#organizationId = organizationId;
    this.#resources = from === undefined ? [] : from.#resources.map((one) => ({ ...one }));
    this.#moved = from === undefined ? [] : [...from.#moved];
    this.#count = first;
  }

  /** Returns a copy for another branch, which numbers its additions from `first`. */
  branch(first: number, mayRename: boolean): SimulatedManifest {
    const branch = new SimulatedManifest(this.#chance, this.#organizationId, this, first);
    branch.#mayRename = mayRename;
    return branch;
  }

  /** Adds the resources that only another branch has, as a person merges two manifests. */
  merge(other: SimulatedManifest): void {
    for (const theirs of other.#resources) {
      const ours = this.#resources.find(({ name }) => name === theirs.name);
      if (ours === undefined) this.#resources.push({ ...theirs });
    }
    // A client that stays wanted needs its pool.
    for (const { pool, isWanted } of this.#resources) {
      const needed = this.#resources.find(({ name }) => isWanted && name === pool);
      if (needed !== undefined) needed.isWanted = true;
    }
  }

  /** Adds a user pool of this name on any branch: two branches that do so have the same address. */
  addShared(name: string): void {
    this.#resources.push({
      name,
      collection: "userPools",
      key: name.toLowerCase(),
      isWanted: true,
    });
  }

  /** Adds a pool that a person has made by hand. */
  addPool(): { name: string; address: string } {
    this.#count += 1;
    const key = `k${this.#count}`;
    this.#resources.push({ name: `N${this.#count}`, collection: "userPools", key, isWanted: true });
    return { name: `N${this.#count}`, address: `userPools.${key}` };
  }

  /** Lists an id for a resource under `imports`. */
  list(name: string, id: string): void {
    const one = this.#resources.find((each) => each.name === name);
    if (one !== undefined) one.listed = id;
  }

  /** Removes the adopted ids from `imports`; returns whether there are any. */
  unlist(known: ReadonlyMap<string, unknown>): boolean {
    const adopted = this.#resources.filter(
      ({ listed }) => listed !== undefined && known.has(listed),
    );
    for (const one of adopted) delete one.listed;
    return adopted.length > 0;
  }

  /** Changes the description of a resource in the console; returns the new description. */
  describe(name: string, isWrittenDown: boolean): string {
    this.#count += 1;
    const note = ` Edit ${this.#count}.`;
    const one = this.#resources.find((each) => each.name === name);
    if (one !== undefined) one.consoleNote = note;
    if (one !== undefined && isWrittenDown) one.note = note;
    return `It is ${name}.${note}`;
  }

  /** Writes the changes from the console into the manifest. */
  writeDown(): void {
    for (const one of this.#resources)
      if (one.consoleNote !== undefined) one.note = one.consoleNote;
  }

  /** Adds a pool, a client of an existing pool, or now and then a service client. */
  add(): string {
    this.#count += 1;
    const name = `N${this.#count}`;
    // A merge may keep either id of a shared pool: its clients would need a replacement.
    const pools = this.#wanted().filter(
      ({ collection, key }) => collection === "userPools" && key.startsWith("k"),
    );
    const isClient = pools.length > 0 && this.#chance.once(2);
    const isService = isClient && this.#chance.once(3);
    const pool = isClient && !isService ? this.#chance.one(pools).name : undefined;
    this.#resources.push({
      name,
      collection: isClient ? "sdkClients" : "userPools",
      key: `k${this.#count}`,
      ...(pool !== undefined && { pool }),
      isWanted: true,
    });
    return `added ${name}`;
  }

  /** Makes one change that a person would make; returns its description. */
  edit(): string {
    const one = this.#chance.one(this.#resources);
    // A removed resource with drift would not revive: the tool would create another one.
    if (one.listed !== undefined || one.consoleNote !== one.note) return "changed nothing";
    const isPoolInUse = this.#wanted().some(({ pool }) => pool === one.name);
    const needsPool = one.pool !== undefined && !this.isWanted(one.pool);
    switch (this.#chance.below(this.mayReplace ? 4 : 3)) {
      case 0:
        if (one.isWanted && isPoolInUse) return "changed nothing";
        if (!one.isWanted && needsPool) return "changed nothing";
        one.isWanted = !one.isWanted;
        return `${one.isWanted ? "brought back" : "removed"} ${one.name}`;
      case 1: {
        if (!one.isWanted || !this.#mayRename) return "changed nothing";
        this.#count += 1;
        const from = `${one.collection}.${one.key}`;
        one.key = `k${this.#count}`;
        const to = `${one.collection}.${one.key}`;
        this.#moved.push({ from, to });
        return `renamed ${one.name} to ${to}`;
      }
      case 3:
        return this.#change(one);
      default:
        return this.add();
    }
  }

  /** Makes a change that needs a replacement; the clients of the resource change with it. */
  #change(one: Resource): string {
    const isService = one.collection === "sdkClients" && one.pool === undefined;
    // No run overwrites the secret of a service client.
    if (!one.isWanted || isService) return "changed nothing";
    const before = one.name;
    one.name = this.#newName();
    for (const client of this.#resources)
      if (client.pool === before) {
        client.pool = one.name;
        client.name = this.#newName();
      }
    return `changed ${before} to ${one.name}`;
  }

  #newName(): string {
    this.#count += 1;
    return `N${this.#count}`;
  }

  /** Returns the names of the wanted resources. */
  wantedNames(): string[] {
    return this.#wanted().map(({ name }) => name);
  }

  /** Returns the addresses of the wanted resources. */
  wantedAddresses(): string[] {
    return this.#wanted().map(({ collection, key }) => `${collection}.${key}`);
  }

  text(): string {
    const block = (collection: Resource["collection"]): Record<string, unknown> =>
      Object.fromEntries(
        this.#wanted()
          .filter((one) => one.collection === collection)
          .map((one) => [
            one.key,
            {
              name: one.name,
              description: `It is ${one.name}.${one.note ?? ""}`,
              ...this.#kindOf(one),
            },
          ]),
      );
    const userPools = block("userPools");
    const sdkClients = block("sdkClients");
    const addresses = new Set(this.#wanted().map(({ collection, key }) => `${collection}.${key}`));
    const moved = this.#moved.filter(({ to }) => addresses.has(this.#endOf(to)));
    const imports = this.#resources.flatMap(({ collection, key, listed }) =>
      listed === undefined ? [] : [{ to: `${collection}.${key}`, id: listed }],
    );
    return JSON.stringify({
      version: 1,
      environments: { sandbox: { target: "sandbox", organizationId: this.#organizationId } },
      ...(Object.keys(userPools).length > 0 && { userPools }),
      ...(Object.keys(sdkClients).length > 0 && { sdkClients }),
      ...(moved.length > 0 && { moved }),
      ...(imports.length > 0 && { imports }),
    });
  }

  /** Returns the end of a chain of renames. */
  #endOf(address: string): string {
    const next = this.#moved.find(({ from }) => from === address);
    return next === undefined ? address : this.#endOf(next.to);
  }

  #kindOf({ collection, pool }: Resource): Record<string, unknown> {
    if (collection === "userPools") return {};
    if (pool === undefined) return { kind: "service" };
    const key = this.#resources.find(({ name }) => name === pool)?.key;
    return { kind: { application: { userPool: key } } };
  }

  #wanted(): Resource[] {
    return this.#resources.filter(({ isWanted }) => isWanted);
  }

  /** Returns whether the manifest wants a resource of this name. */
  isWanted(name: string): boolean {
    return this.#wanted().some((one) => one.name === name);
  }
}
