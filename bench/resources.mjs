// The resources of a run, as a manifest and as the requests that create them.

/** The size of a group: one pool, and the applications whose users are in the pool. */
const groupSize = 4;

/** `count` resources, in groups of a pool and three applications. Pools first, as the tool does. */
export function resources(count) {
  const pools = [];
  const clients = [];
  for (let index = 0; index < count; index += 1) {
    const group = Math.floor(index / groupSize);
    const key = String(index).padStart(6, "0");
    const texts = { name: `Resource ${key}`, description: `What number ${key} is there for.` };
    if (index % groupSize === 0) pools.push({ key: `pool${group}`, ...texts });
    else clients.push({ key: `client${index}`, ...texts, pool: `pool${group}` });
  }
  return { pools, clients };
}

/** The resources as the text of a manifest with the default environments. */
export function manifestText({ pools, clients }) {
  const lines = ["version: 1", "userPools:"];
  for (const { key, name, description } of pools)
    lines.push(`  ${key}:`, `    name: ${name}`, `    description: ${description}`);
  lines.push("sdkClients:");
  for (const { key, name, description, pool } of clients)
    lines.push(
      `  ${key}:`,
      `    name: ${name}`,
      `    description: ${description}`,
      `    kind: { application: { userPool: ${pool} } }`,
    );
  return `${lines.join("\n")}\n`;
}

/** The resources as creates. Each create comes after the pool that its body names. */
export function creates({ pools, clients }) {
  return [
    ...pools.map(({ key, name, description }) => ({
      key,
      path: "/org/userPool",
      body: { name, description },
    })),
    ...clients.map(({ key, name, description, pool }) => ({
      key,
      path: "/org/sdkClient",
      pool,
      body: { name, description },
    })),
  ];
}

/** The body of a create, with the id of its pool. */
export function bodyOf({ body, pool }, userPoolId) {
  return pool === undefined ? body : { ...body, kind: { application: { userPoolId } } };
}
