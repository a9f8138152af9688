// What the server must have counted for a run to count.

/** What a run sends for each resource, as the server counts it. */
const sent = {
  validate: {},
  "first plan": {},
  offline: {},
  plan: { reads: 1 },
  apply: { creates: 1 },
  "second apply": { reads: 1 },
};

/** Throws, naming what differs, where a run sent anything else, or more at once than it was given. */
export function checkCounts(name, command, counts, { resources, parallelism }) {
  const { creates = 0, reads = 0 } = sent[command];
  const expected = {
    creates: creates * resources,
    reads: reads * resources,
    duplicates: 0,
    others: 0,
    ...(creates > 0 && { resources }),
  };
  const wrong = Object.entries(expected)
    .filter(([what, count]) => counts[what] !== count)
    .map(([what, count]) => `${what} ${counts[what]} and not ${count}`);
  if (counts.mostAtOnce > parallelism)
    wrong.push(`${counts.mostAtOnce} requests at once and not ${parallelism}`);
  if (wrong.length > 0)
    throw new Error(`${name} ${command} does not count: the server saw ${wrong.join(", ")}`);
}
