import { suite } from "uvu";
import * as assert from "uvu/assert";
import { maximumManifestBytes } from "../../src/manifest/limits.ts";
import { createNearest } from "../../src/manifest/nearest.ts";
import { parseManifest } from "../../src/manifest/parse.ts";
import { kinds } from "../../src/kinds/index.ts";

const Parse = suite("parseManifest");

/** A mistake: the reason, the text, and the problems as `code@line:column`. */
interface Case {
  readonly why: string;
  readonly text: string | Uint8Array;
  readonly problems: readonly string[];
  /** The part that the next step of the first problem must contain. */
  readonly next?: string;
  /** The part that the message of the first problem must contain. */
  readonly message?: string;
}

const pool = "{ name: Members, description: People. }";
const pools = `userPools:\n  members: ${pool}\n`;
const client = (kind: string) =>
  `version: 1\n${pools}sdkClients:\n  web: { name: Web, description: Front end., kind: ${kind} }\n`;

const cases: readonly Case[] = [
  {
    why: "an empty file is no manifest, and says so",
    text: "",
    problems: ["empty-file"],
    next: "anon-sync init",
  },
  {
    why: "a file of comments is as empty as an empty one",
    text: "# nothing\n\n",
    problems: ["empty-file"],
  },
  {
    why: "a byte that is not UTF-8 has an offset, a line and a column",
    text: Buffer.from("version: 1\n# \xE9\n", "latin1"),
    problems: ["not-utf8@2:3"],
    message: "0xE9 at offset 13",
  },
  {
    why: "a replacement character that was written as such is not taken for a broken byte",
    text: Buffer.concat([Buffer.from("version: 1 # \uFFFD "), Buffer.from([0xc3])]),
    problems: ["not-utf8@1:16"],
    message: "0xC3 at offset 17",
  },
  {
    why: "UTF-16, which Windows tools write, is named and not shown as garbage",
    text: Buffer.from("\uFEFFversion: 1\n", "utf16le"),
    problems: ["not-utf8@1:1"],
    message: "UTF-16",
  },
  {
    why: "a control character is an error at its place",
    text: "version: 1 # a\u0007b\n",
    problems: ["forbidden-character@1:15"],
    message: "U+0007",
  },
  {
    why: "a carriage return that ends no line is a control character",
    text: "version: 1\rx: 2",
    problems: ["forbidden-character@1:11"],
  },
  {
    why: "an override that makes reviews show another text is an error even in a comment",
    text: "version: 1\n# \u202Edlo\n",
    problems: ["forbidden-character@2:3"],
    message: "U+202E",
  },
  {
    why: "writing an override as an escape does not hide it",
    text: 'version: 1\nuserPools: { a: { name: "x\\u202e", description: b } }',
    problems: ["forbidden-character@2:25"],
  },
  {
    why: "half a surrogate pair cannot be sent as JSON that servers agree on",
    text: 'version: 1\nuserPools: { a: { name: "x\\ud800", description: b } }',
    problems: ["forbidden-character@2:25"],
    message: "surrogate",
  },
  {
    why: "other problems are found beside a forbidden character, but none of its line",
    text: "version: 1\nuser\u0000Pools: {}\nmovde: []\n",
    problems: ["forbidden-character@2:5", "unknown-key@3:1"],
  },
  {
    why: "a syntax error has a place and a next step",
    text: "version: 1\nuserPools:\n\tmembers: {}\n",
    problems: ["yaml-syntax@3:1"],
    next: "spaces",
  },
  {
    why: "an unquoted variable in { } breaks YAML, and the next step says why",
    text: "version: 1\nuserPools: { a: { name: https://${vars.a}, description: b } }\n",
    problems: ["yaml-syntax@2:34"],
    next: "quotes",
  },
  {
    why: "two documents are not joined silently",
    text: "version: 1\n---\nversion: 1\n",
    problems: ["several-documents@2:1"],
  },
  {
    why: "a directive could change what YAML means",
    text: "%YAML 1.1\n---\nversion: 1\n",
    problems: ["yaml-directive@1:1"],
  },
  {
    why: "an anchor and its alias are refused, each at its place",
    text: `version: 1\nuserPools:\n  a: &x ${pool}\n  b: *x\n`,
    problems: ["anchor@3:6", "alias@4:6"],
  },
  {
    why: "a merge key is refused without saying that what it would merge is missing",
    text: `version: 1\nuserPools:\n  a: { <<: ${pool} }\n`,
    problems: ["merge-key@3:8"],
  },
  {
    why: "a tag could make another value of a text",
    text: "version: 1\nuserPools:\n  a: { name: !!str 1, description: b }\n",
    problems: ["tag@3:14"],
  },
  {
    why: "__proto__ is no name",
    text: `version: 1\nuserPools:\n  __proto__: ${pool}\n`,
    problems: ["forbidden-key@3:3"],
  },
  {
    why: "a key twice in one block hides one of its values",
    text: "version: 1\nuserPools:\n  a:\n    name: a\n    description: b\n    name: c\n",
    problems: ["duplicate-key@6:5"],
    message: "line 4",
  },
  {
    why: "an address used twice is named as such",
    text: `version: 1\nuserPools:\n  a: ${pool}\n  a: ${pool}\n`,
    problems: ["duplicate-address@4:3"],
    message: "userPools.a",
  },
  {
    why: "a number is no key",
    text: `version: 1\nuserPools:\n  1: ${pool}\n`,
    problems: ["key-not-text@3:3"],
    next: '"1"',
  },
  {
    why: "a list is no key",
    text: "version: 1\n? [a]\n: b\n",
    problems: ["key-not-text@2:3"],
  },
  {
    why: "a name of a resource becomes part of an address and must fit",
    text: `version: 1\nuserPools:\n  9a: ${pool}\n  b.c: { name: b, description: c }\n`,
    problems: ["bad-key@3:3", "bad-key@4:3"],
  },
  {
    why: "a manifest without version is not guessed at",
    text: "userPools: {}\n",
    problems: ["missing-key@1:1"],
    next: "version: 1",
  },
  {
    why: "a later version says to update",
    text: "version: 2\n",
    problems: ["unsupported-version@1:10"],
    next: "update",
  },
  {
    why: "a block that is there and empty is one problem, not two",
    text: "version:\nuserPools:\n",
    problems: ["empty-value@1:1", "empty-value@2:1"],
  },
  {
    why: "a mistyped key is answered with the one that was meant",
    text: "version: 1\nuserPool: {}\n",
    problems: ["unknown-key@2:1"],
    next: '"userPools"',
  },
  {
    why: "a key that resembles none is answered with all there are",
    text: `version: 1\nuserPools:\n  a: { name: a, description: b, hosted: true }\n`,
    problems: ["unknown-key@3:33"],
    next: "name, description, authorization, environments, protect and ignoreDrift",
  },
  {
    why: "a missing key is shown at the block that lacks it",
    text: "version: 1\nuserPools:\n  a:\n    name: a\n",
    problems: ["missing-key@3:3"],
    next: "description",
  },
  {
    why: "a number where a text belongs only lacks quotes",
    text: "version: 1\nuserPools:\n  a: { name: 0x1F, description: b }\n",
    problems: ["wrong-type@3:14"],
    next: '"0x1F"',
  },
  {
    why: "an empty text is one problem, not two",
    text: 'version: 1\nuserPools:\n  a: { name: "", description: " " }\n',
    problems: ["bad-value@3:14", "bad-value@3:31"],
  },
  {
    why: "a list where a map belongs is said in words",
    text: "version: 1\nuserPools: []\n",
    problems: ["wrong-type@2:1"],
    message: "must be a map, not a list",
  },
  {
    why: "keys are only fetched over https",
    text: 'version: 1\nuserPools:\n  a: { name: a, description: b, authorization: { jwksUri: "http://a" } }\n',
    problems: ["bad-value@3:59"],
    next: "https://",
  },
  {
    why: "an application without a pool gets its own message when only the word is written",
    text: client("application"),
    problems: ["client-without-pool@5:52"],
    next: "userPool: KEY",
  },
  {
    why: "an application with nothing in it lacks a pool, too",
    text: client("{ application: {} }"),
    problems: ["client-without-pool@5:54"],
  },
  {
    why: "an application with nothing behind it lacks a pool, too",
    text: client("{ application: }"),
    problems: ["client-without-pool@5:54"],
  },
  {
    why: "a mistyped kind is one problem with a suggestion, not one for each alternative",
    text: client("servce"),
    problems: ["bad-value@5:52"],
    next: '"service"',
  },
  {
    why: "a kind of no type that fits shows both alternatives",
    text: client("5"),
    problems: ["wrong-type@5:52"],
    next: "application",
  },
  {
    why: "of a kind that is a map only the mistake inside is told",
    text: client("{ application: { userpool: members } }"),
    problems: ["unknown-key@5:69"],
    next: '"userPool"',
  },
  {
    why: "two ways to name the pool could contradict each other",
    text: client("{ application: { userPool: members, userPoolId: x } }"),
    problems: ["bad-value@5:54"],
    message: "only one",
  },
  {
    why: "a reference to a pool that is not there names the one that was meant",
    text: client("{ application: { userPool: membrs } }"),
    problems: ["unknown-reference@5:79"],
    next: '"members"',
  },
  {
    why: "a reference is checked though its block has other mistakes",
    text: "version: 1\nsdkClients:\n  web: { name: 5, kind: { application: { userPool: gone } }, x: y }\n",
    problems: ["missing-key@3:3", "wrong-type@3:16", "unknown-reference@3:52", "unknown-key@3:62"],
  },
  {
    why: "names that people take for each other are a warning: case, space, or letters of another script",
    text: `version: 1\nuserPools:\n  a: ${pool}\n  b: { name: "MEM bers", description: x }\n  c: { name: "\\u041cembers", description: x }\n`,
    problems: ["look-alike-name@4:14", "look-alike-name@5:14"],
    message: "the name of userPools.b looks like that of userPools.a",
  },
  {
    why: "so are letters that are drawn alike, and separators",
    text: 'version: 1\nuserPools:\n  a: { name: "Bill-1", description: x }\n  b: { name: "BilI_l", description: x }\n',
    problems: ["look-alike-name@4:14"],
    message: "they differ by case, separators or look-alike letters only",
  },
  {
    why: "an output names an address that is there, and is told the one that was meant",
    text: `version: 1\n${pools}outputs:\n  POOL: userPools.membrs\n`,
    problems: ["unknown-reference@5:9"],
    next: "userPools.members?",
  },
  {
    why: "an output that stands for nothing is told how an address looks",
    text: `version: 1\n${pools}outputs:\n  POOL: members\n  OTHER: "\${vars.x}"\n`,
    problems: ["bad-value@5:9", "bad-value@6:10"],
    next: "userPools.members",
  },
  {
    why: "the name of an output must be one for shells, GitHub and TypeScript alike",
    text: `version: 1\n${pools}outputs:\n  1ST: userPools.members\n  MY-POOL: userPools.members\n`,
    problems: ["bad-key@5:3", "bad-key@6:3"],
    next: "letters, digits and _ only",
  },
  {
    why: "an id may not stand where the base URL or a key is looked for",
    text: `version: 1\n${pools}outputs:\n  ANON_BASE_URL: userPools.members\n  anon_api_key_x: userPools.members\n  ANON_API_URL: userPools.members\n`,
    problems: ["reserved-name@5:3", "reserved-name@6:3", "reserved-name@7:3"],
  },
  {
    why: "an id may not stand where a shell, a runtime or a CI looks for what to run or to trust",
    text: `version: 1\n${pools}outputs:\n  PATH: userPools.members\n  bash_env: userPools.members\n`,
    problems: ["reserved-name@5:3", "reserved-name@6:3"],
    message: "programs obey the variable of that name",
    next: "ANON_PATH_ID",
  },
  {
    why: "derived names of outputs that clash are told before anything is created: a warning",
    text: `version: 1\nuserPools:\n  back-office: ${pool}\n  back_office: { name: B, description: x }\n  backOffice: { name: C, description: x }\n`,
    problems: ["output-name-clash@4:3"],
    message: "have the same name in the output: ANON_USER_POOL_BACK_OFFICE_ID",
    next: "outputs: { NAME: userPools.back_office }",
  },
  {
    why: "two that are never in one environment have their names for themselves",
    text: `version: 1\nuserPools:\n  a-b: { name: A, description: x, environments: [sandbox] }\n  a_b: { name: B, description: x, environments: [production] }\n`,
    problems: [],
  },
  {
    why: "a name that outputs gives is an error where it clashes, whatever its case",
    text: `version: 1\n${pools}  staff: { name: S, description: x }\noutputs:\n  POOL: userPools.members\n  pool: userPools.staff\n`,
    problems: ["output-name-clash@7:3"],
    next: "Choose another name here",
  },
  {
    why: "so is one that is derived for another address, and one that is given twice",
    text: `version: 1\n${pools}  staff: { name: S, description: x }\noutputs:\n  anon_user_pool_staff_id: userPools.members\n  X: userPools.members\n  x: userPools.members\n`,
    problems: ["output-name-clash@6:3", "output-name-clash@8:3"],
  },
  {
    why: "outputs are a map, and what is empty in it is told",
    text: `version: 1\n${pools}outputs: { POOL: }\n`,
    problems: ["empty-value@4:12"],
  },
  {
    why: "two resources of one name cannot be told apart in the console: a warning",
    text: `version: 1\nuserPools:\n  a: ${pool}\n  b: { name: "Members ", description: x }\n`,
    problems: ["duplicate-name@4:14"],
    message: "userPools.a",
  },
];

for (const { why, text, problems, next, message } of cases) {
  Parse(why, () => {
    const bytes = typeof text === "string" ? new TextEncoder().encode(text) : text;
    const parsed = parseManifest(bytes, "anon.config.yaml", kinds);
    const found = parsed.problems.map(({ code, range }) =>
      range === undefined ? code : `${code}@${range.start.line}:${range.start.column}`,
    );
    assert.equal(found, problems, why);
    const [first] = parsed.problems;
    if (next !== undefined) assert.ok(first?.next?.includes(next), `next: ${first?.next}`);
    if (message !== undefined) assert.ok(first?.message.includes(message), first?.message);
    const isValid = parsed.problems.every(({ severity }) => severity === "warning");
    assert.is(parsed.manifest !== undefined, isValid);
    for (const problem of parsed.problems) {
      assert.ok(problem.next, `${problem.code} names no next step`);
      assert.is(problem.file, "anon.config.yaml");
    }
  });
}

Parse("CRLF and a BOM change nothing: Windows editors write them", () => {
  const text = `version: 1\nuserPools:\n  a:\n    name: a\n    description: |\n      two\n      lines\n`;
  const plain = parseManifest(new TextEncoder().encode(text), "a", kinds);
  const windows = `\uFEFF${text.replaceAll("\n", "\r\n")}`;
  const read = parseManifest(new TextEncoder().encode(windows), "a", kinds);
  assert.equal(read.problems, []);
  assert.equal(read.manifest?.resources, plain.manifest?.resources);
  assert.is(read.manifest?.resources[0]?.block["description"], "two\nlines\n");
});

Parse("64 levels are read, the 65th is an error at its bracket, in flow and in block style", () => {
  const isDeep = (levels: number, open: string) =>
    parse(open.repeat(levels)).problems.some(({ code }) => code === "nesting-too-deep");
  for (const open of ["[", "- "]) {
    assert.is(isDeep(64, open), false, `64 times ${open}`);
    assert.is(isDeep(65, open), true, `65 times ${open}`);
  }
  assert.equal(parse("[".repeat(1_000_000)).problems[0]?.range?.start, { line: 1, column: 65 });
});

Parse("what is over 2 MiB is refused without being read", () => {
  const { problems } = parseManifest(new Uint8Array(maximumManifestBytes + 1), "a", kinds);
  assert.equal(
    problems.map(({ code }) => code),
    ["file-too-large"],
  );
});

Parse(
  "a text of more marks and words than are read is refused at the first that is too many",
  () => {
    const { problems } = parse(`version: 1\nuserPools: [${"[],".repeat(200_000)}]\n`);
    assert.equal(
      problems.map(({ code, range }) => [code, range?.start.line]),
      [["file-too-large", 2]],
    );
  },
);

Parse("mistakes beyond a thousand are counted, and stand behind those that are told", () => {
  const count = 3_000;
  const wrong = Array.from({ length: count }, (_, at) => `  p${at}: { name: 1, description: x }\n`);
  const text = `version: 1\nuserPools:\n${wrong.join("")}`;
  const { problems } = parseManifest(new TextEncoder().encode(text), "a", kinds);
  assert.is(problems.length, count);
  const last = count + 3;
  assert.is(problems.filter(({ range }) => range?.start.line === last).length, count - 1_000);
  assert.is(problems[0]?.range?.start.line, 3);
});

Parse("a file of zeros, as a power cut leaves it, is refused in few words", () => {
  const { problems } = parseManifest(new Uint8Array(1024 * 1024), "a", kinds);
  assert.is(problems.length, 100);
  assert.is(problems[0]?.code, "forbidden-character");
});

Parse("positionOf finds a resource, a field, and the nearest parent of what is not written", () => {
  const { manifest } = parse(client("{ application: { userPool: members } }"));
  const start = (address: string, path?: readonly string[]) =>
    manifest?.positionOf(address, path)?.start;
  assert.equal(start("userPools.members"), { line: 3, column: 3 });
  assert.equal(start("userPools.members", ["name"]), { line: 3, column: 20 });
  assert.equal(start("sdkClients.web", ["kind", "application", "userPoolId"]), {
    line: 5,
    column: 54,
  });
  assert.is(start("userPools.gone"), undefined);
});

Parse("outputs are names for addresses; an address may have several", () => {
  const names = "outputs: { POOL: userPools.members, constructor: userPools.members }";
  const { manifest, problems } = parse(`version: 1\n${pools}${names}\n`);
  assert.equal(problems, []);
  assert.equal(
    [...(manifest?.outputs ?? [])],
    [
      ["POOL", "userPools.members"],
      ["constructor", "userPools.members"],
    ],
  );
});

Parse("names that objects have anyway are names like any other", () => {
  const { problems, manifest } = parse(
    `version: 1\nuserPools:\n  constructor: ${pool}\n  toString: { name: b, description: b }\n`,
  );
  assert.equal(problems, []);
  assert.equal(
    manifest?.resources.map(({ address }) => address),
    ["userPools.constructor", "userPools.toString"],
  );
});

Parse("six thousand resources with six thousand wrong references each get their message", () => {
  const lines = ["version: 1", "userPools:"];
  for (let index = 0; index < 6_000; index += 1)
    lines.push(`  pool${index}: { name: Pool ${index}, description: x }`);
  lines.push("sdkClients:");
  for (let index = 0; index < 6_000; index += 1)
    lines.push(
      `  c${index}: { name: ${index}x, description: x, kind: { application: { userPool: pol${index} } } }`,
    );
  const { problems } = parse(lines.join("\n"));
  assert.is(problems.length, 6_000);
  assert.ok(problems.every(({ code }) => code === "unknown-reference"));
});

Parse("a key that is longer than any is refused, and what is behind it is not looked at", () => {
  const { problems } = parse(`version: 1\nuserPools:\n  ${"k".repeat(300)}: { nmae: 1 }\n`);
  assert.equal(
    problems.map(({ code, message }) => [code, message]),
    [["bad-key", `the key "${"k".repeat(59)}…" is 300 characters long; no key is longer than 256`]],
  );
});

Parse("suggestions end with their budget, and what was found until then counts", () => {
  const names = Array.from({ length: 1_000 }, (_, at) => `name${at}`);
  const generous = createNearest();
  assert.is(generous("nmae999", names), "name999");
  const poor = createNearest(7 * 5 * 20);
  assert.is(poor("nmae0", names), "name0");
  assert.is(poor("nmae999", names), undefined, "nothing is left");
  assert.is(createNearest()("x".repeat(65), ["x".repeat(64)]), undefined);
  const long = ["x".repeat(1_000_000), "abd"];
  assert.is(createNearest(20)("abc", long), "abd", "a long name costs nothing");
});

function parse(text: string) {
  return parseManifest(new TextEncoder().encode(text), "anon.config.yaml", kinds);
}

Parse.run();
