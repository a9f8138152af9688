// Manifests that are as wrong as a manifest can be, with each kind of problem as often as wanted.

const head = "version: 1\n";
const one = "userPools:\n  a: { name: A, description: d }\n";
const pool = (key, name = key, more = "") =>
  `  ${key}: { name: "${name}", description: d${more} }\n`;
const times = (count, line) => Array.from({ length: count }, (_, index) => line(index)).join("");
const pools = (count, line) => `${head}userPools:\n${times(count, line)}`;

/** Name → the text of a manifest with `count` parts of the kind in the name. */
export const cases = {
  "right pools": (count) => pools(count, (at) => pool(`k${at}`)),
  "bad names": (count) => pools(count, (at) => pool(`1k${at}`)),
  "bad names that are long": (count) => pools(count, (at) => pool(`1k${at}${"x".repeat(100)}`)),
  "names with a slash": (count) => pools(count, (at) => pool(`a/~b/${at}`)),
  "keys that are numbers": (count) => pools(count, (at) => pool(at)),
  "unknown keys of one block": (count) =>
    `${head}userPools:\n  a:\n    name: A\n    description: d\n${times(count, (at) => `    u${at}: x\n`)}`,
  "unknown keys of many blocks": (count) =>
    pools(count, (at) => pool(`k${at}`, `k${at}`, ", descripton: x")),
  "unknown keys at the top": (count) =>
    `${head}${one}${times(count, (at) => `userPool${at}: x\n`)}`,
  "one key again and again": (count) => pools(count, () => pool("a")),
  "each key twice": (count) => pools(count, (at) => pool(`k${at % Math.ceil(count / 2)}`)),
  "missing keys": (count) => pools(count, (at) => `  k${at}: {}\n`),
  "empty values": (count) => pools(count, (at) => `  k${at}:\n`),
  "wrong types": (count) => pools(count, (at) => `  k${at}: { name: 1, description: [] }\n`),
  "wrong kinds": (count) =>
    `${head}sdkClients:\n${times(count, (at) => `  k${at}: { name: n${at}, description: d, kind: { application: { userPool: 1, userPoolId: "a b" } } }\n`)}`,
  "bad URLs": (count) =>
    pools(count, (at) =>
      pool(`k${at}`, `k${at}`, `, authorization: { jwksUri: "http://h/${at}" }`),
    ),
  "URLs of mixed scripts": (count) =>
    pools(count, (at) =>
      pool(`k${at}`, `k${at}`, `, authorization: { jwksUri: "https://ex\u0430mple${at}.com/" }`),
    ),
  "one name for all": (count) => pools(count, (at) => pool(`k${at}`, "same")),
  "names that look alike": (count) =>
    pools(count, (at) => pool(`k${at}`, `A${"-".repeat(at % 200)}${".".repeat(at / 200)}b`)),
  "references to pools that are not there": (count) =>
    `${head}${one}sdkClients:\n${times(count, (at) => `  k${at}: { name: n${at}, description: d, kind: { application: { userPool: p${at} } } }\n`)}`,
  "references that nearly fit": (count) =>
    `${pools(count, (at) => pool(`pool${at}`))}sdkClients:\n${times(count, (at) => `  k${at}: { name: n${at}, description: d, kind: { application: { userPool: pol${at} } } }\n`)}`,
  "a chain of moves": (count) =>
    `${head}${one}moved:\n${times(count, (at) => `  - { from: userPools.m${at}, to: ${at === 0 ? "userPools.a" : `userPools.m${at - 1}`} }\n`)}`,
  "a circle of moves": (count) =>
    `${head}${one}moved:\n${times(count, (at) => `  - { from: userPools.m${at}, to: userPools.m${(at + 1) % count} }\n`)}`,
  "a chain into a circle": (count) =>
    `${head}${one}moved:\n${times(count, (at) => `  - { from: userPools.m${at}, to: userPools.m${at === count - 1 ? Math.floor(count / 2) : at + 1} }\n`)}`,
  "moves to one address": (count) =>
    `${head}${one}moved:\n${times(count, (at) => `  - { from: userPools.m${at}, to: userPools.a }\n`)}`,
  "moves to what is not there": (count) =>
    `${head}${one}moved:\n${times(count, (at) => `  - { from: userPools.m${at}, to: userPools.z${at} }\n`)}`,
  "moves between kinds": (count) =>
    `${head}${one}moved:\n${times(count, (at) => `  - { from: userPools.m${at}, to: sdkClients.z${at} }\n`)}`,
  "moves of what is there": (count) =>
    `${pools(count, (at) => pool(`k${at}`))}moved:\n${times(count, (at) => `  - { from: userPools.k${at}, to: userPools.k${(at + 1) % count} }\n`)}`,
  "imports of one address": (count) =>
    `${head}${one}imports:\n${times(count, (at) => `  - { to: userPools.a, id: i${at} }\n`)}`,
  "imports of one id": (count) =>
    `${pools(count, (at) => pool(`k${at}`))}imports:\n${times(count, (at) => `  - { to: userPools.k${at}, id: same }\n`)}`,
  "imports to what is not there": (count) =>
    `${head}${one}imports:\n${times(count, (at) => `  - { to: userPools.z${at}, id: i${at} }\n`)}`,
  "outputs of one address": (count) =>
    `${head}${one}outputs:\n${times(count, (at) => `  o${at}: userPools.a\n`)}`,
  "outputs that differ by case": (count) =>
    `${head}${one}outputs:\n${times(count, (at) => `  ${inCases(at)}: userPools.a\n`)}`,
  "outputs of what is not there": (count) =>
    `${head}${one}outputs:\n${times(count, (at) => `  o${at}: userPools.z${at}\n`)}`,
  "derived outputs that meet": (count) => pools(count, (at) => pool(inCases(at))),
  "variables without a value": (count) => pools(count, (at) => pool(`k${at}`, `\${vars.v${at}}`)),
  "variables of one text": (count) =>
    `${head}userPools:\n  a: { name: A, description: "${times(count, (at) => `\${vars.v${at}}`)}" }\n`,
  "one variable in one text": (count) =>
    `${head}userPools:\n  a: { name: A, description: "${times(count, () => "${vars.v}")}" }\n`,
  "mistakes in one text": (count) =>
    `${head}userPools:\n  a: { name: A, description: "${times(count, (at) => `\${v${at}}`)}" }\n`,
  "open braces in one text": (count) =>
    `${head}userPools:\n  a: { name: A, description: "${times(count, () => "$${ ")}" }\n`,
  "variables of many environments": (count) => {
    const side = Math.ceil(Math.sqrt(count));
    return `${head}environments:\n${times(side, (at) => `  e${at}: { target: sandbox, vars: { other: x } }\n`)}userPools:\n${times(side, (at) => pool(`k${at}`, `\${vars.v${at}}`))}`;
  },
  environments: (count) =>
    `${head}environments:\n${times(count, (at) => `  e${at}: { target: sandbox }\n`)}${one}`,
  "environments and pools": (count) =>
    `${head}environments:\n${times(count / 2, (at) => `  e${at}: { target: sandbox }\n`)}userPools:\n${times(count / 2, (at) => pool(`k${at}`))}`,
  "environments that clash": (count) =>
    `${head}environments:\n${times(count, (at) => `  ${inCases(at)}: { target: sandbox }\n`)}${one}`,
  "environments that are not there": (count) =>
    pools(count, (at) => pool(`k${at}`, `k${at}`, `, environments: [e${at}]`)),
  "environments of one list": (count) =>
    `${head}userPools:\n  a: { name: A, description: d, environments: [${times(count, (at) => `e${at},`)}] }\n`,
  "one environment in one list": (count) =>
    `${head}userPools:\n  a: { name: A, description: d, environments: [${times(count, () => `sandbox,`)}] }\n`,
  "a list of environments for each": (count) => {
    const side = Math.ceil(Math.sqrt(count));
    const names = times(side, (at) => `e${at},`);
    return `${head}environments:\n${times(side, (at) => `  e${at}: { target: sandbox }\n`)}userPools:\n${times(side, (at) => pool(`k${at}`, `k${at}`, `, environments: [${names}]`))}`;
  },
  "ignored fields of one list": (count) =>
    `${head}userPools:\n  a: { name: A, description: d, ignoreDrift: [${times(count, (at) => `f${at},`)}] }\n`,
  "lists in ignoreDrift": (count) =>
    `${head}userPools:\n  a: { name: A, description: d, ignoreDrift: [${times(count, (at) => `[f${at}],`)}] }\n`,
  "wrong protection": (count) => pools(count, (at) => pool(`k${at}`, `k${at}`, ", protect: maybe")),
  "secret sinks of pools": (count) =>
    `${head}${one}sdkClients:\n${times(count, (at) => `  k${at}: { name: n${at}, description: d, kind: { application: { userPool: a } }, secretSink: "file:x" }\n`)}`,
  "all on one line": (count) =>
    `${head}userPools: { ${times(count, (at) => `1k${at}: { name: n${at}, description: d }, `)}}\n`,
  "one long text": (count) =>
    `${head}userPools:\n  a: { name: "${"x".repeat(count * 20)}", description: d }\n`,
  "one long URL": (count) =>
    `${head}userPools:\n  a: { name: a, description: d, authorization: { jwksUri: "https://${"a.".repeat(count * 10)}" } }\n`,
  "one long wrong key": (count) => `${head}${one}${"x".repeat(count * 20)}: 1\n`,
  "white space in one text": (count) =>
    `${head}userPools:\n  a: { name: a, description: "x${" ".repeat(count * 50)}x" }\n`,
  "schemes in one text": (count) =>
    `${head}userPools:\n  a: { name: a, description: "${"a://".repeat(count * 15)}" }\n`,
  "lines in one text": (count) =>
    `${head}userPools:\n  a:\n    name: a\n    description: |\n${times(count, (at) => `      line ${at} of a long text\n`)}`,
  comments: (count) => `${head}${times(count, (at) => `# comment ${at}\n`)}${one}`,
  "comments of each": (count) => pools(count, (at) => `  # comment\n${pool(`k${at}`)}`),
  "empty lines": (count) => `${head}${"\n".repeat(count * 20)}${one}`,
  documents: (count) => `${head}${one}${times(count, () => "---\na: 1\n")}`,
  "markers of directives": (count) => `${times(count, () => "%YAML 1.2\n")}---\n${head}${one}`,
  anchors: (count) => pools(count, (at) => `  k${at}: &a${at} { name: k${at}, description: d }\n`),
  aliases: (count) => `${head}${one}moved:\n${times(count, (at) => `  - *a${at}\n`)}`,
  tags: (count) => pools(count, (at) => `  k${at}: !t${at} { name: k${at}, description: d }\n`),
  "merge keys": (count) =>
    pools(count, (at) => `  k${at}: { <<: { name: k${at} }, description: d }\n`),
  "merge keys of one block": (count) =>
    `${head}userPools:\n  a:\n    name: a\n    description: d\n${times(count, () => "    <<: { }\n")}`,
  "forbidden characters": (count) => pools(count, (at) => pool(`k${at}`, "\\u202e")),
  "forbidden characters as they are": (count) => pools(count, (at) => pool(`k${at}`, "\u202e")),
  "syntax errors": (count) => pools(count, (at) => `  k${at}: { name: "a" b, description: d }\n`),
  "syntax errors of one line": (count) =>
    `${head}userPools: { ${times(count, () => "a: 'b' c, ")}}\n`,
  brackets: (count) => `${head}${"[".repeat(count)}`,
  "brackets that close": (count) => `${head}moved: [${"[],".repeat(count * 4)}]\n`,
  "braces in braces": (count) =>
    `${head}${times(count, (at) => `k${at}: ${"{a: ".repeat(20)}${"}".repeat(20)}\n`)}`,
  "lists of nothing": (count) => `${head}moved:\n${"-\n".repeat(count * 5)}`,
  commas: (count) => `${head}moved: [${",".repeat(count * 10)}]\n`,
  "question marks": (count) => `${head}${"? \n".repeat(count * 5)}`,
  colons: (count) => `${head}${": \n".repeat(count * 5)}`,
  "numbers that are no address": (count) =>
    `${head}${one}moved:\n${times(count, (at) => `  - { from: ${at}, to: x }\n`)}`,
  "items of no list": (count) => `${head}${one}outputs: [${times(count, (at) => `${at},`)}]\n`,
  "variables of an environment": (count) =>
    `${head}environments:\n  sandbox:\n    target: sandbox\n    vars:\n${times(count, (at) => `      v${at}: x\n`)}${one}`,
  "wrong variables of an environment": (count) =>
    `${head}environments:\n  sandbox:\n    target: sandbox\n    vars:\n${times(count, (at) => `      1v${at}: "\${vars.x}"\n`)}${one}`,
  "unknown keys of one kind": (count) =>
    `${head}sdkClients:\n  a: { name: a, description: d, kind: { application: { ${times(count, (at) => `u${at}: x, `)} } } }\n`,
  "unknown keys of the state": (count) =>
    `${head}${one}state: { git: { ${times(count, (at) => `u${at}: x, `)} } }\n`,
  "unknown keys under a long key": (count) =>
    `${head}userPools:\n  ${"x".repeat(count * 10)}:\n${times(count, (at) => `    u${at}: x\n`)}`,
  "long variables": (count) =>
    `${head}environments:\n  sandbox: { target: sandbox, vars: { v: "${"x".repeat(4000)}" } }\nuserPools:\n${times(count, (at) => pool(`k${at}`, `k${at}`, `, authorization: { jwksUri: "https://a.b/\${vars.v}\${vars.v}" }`))}`,
  "dots in one host": (count) =>
    `${head}userPools:\n  a: { name: a, description: d, authorization: { jwksUri: "https://${"\u0430.".repeat(count * 5)}com/" } }\n`,
  "percent signs in one path": (count) =>
    `${head}userPools:\n  a: { name: a, description: d, authorization: { jwksUri: "https://a.com/${"%d0%b0%".repeat(count * 5)}" } }\n`,
};

/** `number` as a word of 24 letters, its bits as their case: words that differ only by case. */
function inCases(number) {
  return Array.from({ length: 24 }, (_, bit) => ((number >> bit) & 1 ? "A" : "a")).join("");
}
