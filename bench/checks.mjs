// The counts that the server must have for a run to be valid.

/** The requests that a run sends for each resource, as the server counts them. */
const sent = {
  validate: {},
  "first plan": {},
  offline: {},
  plan: { reads: 1 },
  apply: { creates: 1 },
  "second apply": { reads: 1 },
};

/** Throws an Error with the differences if counts are wrong, or too many requests were at once. */
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
