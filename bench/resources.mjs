// The resources of a run, as a manifest and as the requests that create them.

/** One pool, and the applications whose users are in it. */
const groupSize = 4;

/** A pool and three applications of it, again and again: the pools first, as the tool sends them. */
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

/** The same as a manifest of one environment, sandbox. */
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

/** The same as creates, in an order in which each comes after the pool that its body names. */
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

/** The body of a create, once the id of its pool is known. */
export function bodyOf({ body, pool }, userPoolId) {
  return pool === undefined ? body : { ...body, kind: { application: { userPoolId } } };
}
