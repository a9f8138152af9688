import { suite } from "uvu";
import * as assert from "uvu/assert";
import {
  bare,
  escapeLogCommands,
  escapeText,
  jsonText,
  quote,
  sentence,
  shellWord,
} from "../../src/report/text.ts";

const Texts = suite("texts for terminals and logs");

const quoted: [why: string, value: string, text: string][] = [
  ["plain texts of any script stay readable", "Café 会員 👥", '"Café 会員 👥"'],
  ["quotes and backslashes are escaped as in JSON", 'a"b\\c', '"a\\"b\\\\c"'],
  ["line ends and tabs are escaped as in JSON", "a\r\n\tb", '"a\\r\\n\\tb"'],
  ["an ANSI sequence cannot reach the terminal", "\u001B[31mred", '"\\u001b[31mred"'],
  ["the C1 form of an ANSI sequence cannot either", "\u009B31m\u007F", '"\\u009b31m\\u007f"'],
  ["bidi overrides cannot turn a text around", "a\u202Eb\u2066c", '"a\\u202eb\\u2066c"'],
  ["what has no width shows", "a\u200Bb\uFEFF\u3164", '"a\\u200bb\\ufeff\\u3164"'],
  ["astral invisible characters are escaped in halves", "\u{E0041}", '"\\udb40\\udc41"'],
  ["line and paragraph separators end no line", "a\u2028b\u2029", '"a\\u2028b\\u2029"'],
  ["a space that is none can be told from a space", "a\u00A0b c", '"a\\u00a0b c"'],
  ["a lone surrogate cannot break the encoding", "\uD800", '"\\ud800"'],
  [
    "a runner finds no command in a text",
    "##[error]x ##vso[task",
    '"#\\u0023[error]x #\\u0023vso[task"',
  ],
  ["number signs that are no command stay", "## Title [1] #1", '"## Title [1] #1"'],
];

for (const [why, value, text] of quoted) {
  Texts(`quote: ${why}`, () => {
    assert.is(quote(value), text);
    assert.is(JSON.parse(text), value);
  });
}

Texts("a text without quotes is escaped like one with, but for what only quotes need", () => {
  assert.is(escapeText('C:\\a "b"\n\u001B[2J'), 'C:\\a "b"\\n\\u001b[2J');
});

Texts("a command that is put together of two texts is escaped as well", () => {
  assert.is(escapeLogCommands(`${quote("##")}[group]`.replaceAll('"', "")), "#\\u0023[group]");
});

const bares: [why: string, text: string, shown: string][] = [
  ["addresses, ids, paths and URLs stay as they are", "userPools.a-b_c", "userPools.a-b_c"],
  ["a Windows path stays as it is", "C:\\work\\anon.config.yaml", "C:\\work\\anon.config.yaml"],
  ["an empty text is visible", "", '""'],
  ["a text with a space is quoted", "my file.yaml", '"my file.yaml"'],
  ["a text never begins with a colon", "::error::x", '"::error::x"'],
];

for (const [why, text, shown] of bares) {
  Texts(`bare: ${why}`, () => assert.is(bare(text), shown));
}

Texts("a reason becomes one sentence with one full stop", () => {
  assert.is(sentence("The answer was 503"), "The answer was 503.");
  assert.is(sentence(" Why?\nBecause.\n"), "Why?\\nBecause.");
});

Texts("a command can be pasted into a shell, whatever a name in it holds", () => {
  assert.is(shellWord("userPools.members"), "userPools.members");
  assert.is(shellWord("a;rm -rf ~ $(b) 'c'"), `'a;rm -rf ~ $(b) '\\''c'\\'''`);
  assert.is(shellWord("a\nb"), "'a\\nb'");
});

Texts("JSON output is escaped too, and still says the same", () => {
  const value = { b: ["::x", "##[error]\u202E\u001B[2J\n"], a: "\u009B" };
  const text = jsonText(value);
  assert.equal(JSON.parse(text), value);
  assert.match(text, /^[\n\u0020-\u007E]*$/);
  assert.not.match(text, "##[");
  assert.match(text, /^\{\n {2}"a"/);
});

Texts.run();
