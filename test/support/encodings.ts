/** Name → encoding: how a program, or a person who wants to leak a secret, may write a text. */
export type Encodings = Readonly<Record<string, (text: string) => string>>;

const codes = (text: string): number[] => Array.from(text, (_, at) => text.charCodeAt(at));
const each = (write: (code: number) => string) => (text: string) => codes(text).map(write).join("");
const eachByte = (sign: string) => (text: string) =>
  Buffer.from(text).toString("hex").replaceAll(/../g, `${sign}$&`);
const hexOf = (code: number, length: number): string => code.toString(16).padStart(length, "0");

/** The encodings that may contain each other, in any order. */
export const nestable: Encodings = {
  url: encodeURIComponent,
  "url, each byte": eachByte("%"),
  "HTML, by decimal number": each((code) => `&#${code};`),
  "HTML, by hex number": each((code) => `&#x${hexOf(code, 4).toUpperCase()};`),
  "HTML, by name": (text) =>
    text.replaceAll("&", "&amp;").replaceAll("+", "&plus;").replaceAll("/", "&sol;"),
  "JSON escapes": each((code) => `\\u${hexOf(code, 4)}`),
  "JSON with \\/": (text) => JSON.stringify(text).replaceAll("/", "\\/"),
  "source text": eachByte("\\x"),
  "quoted-printable": (text) => eachByte("=")(text).toUpperCase(),
  base64: (text) => Buffer.from(text).toString("base64"),
  base64url: (text) => Buffer.from(text).toString("base64url"),
  "base64 of a header": (text) => Buffer.from(`Bearer ${text}`).toString("base64"),
  "wrapped base64": (text) => Buffer.from(text).toString("base64").replaceAll(/.{10}/g, "$&\r\n"),
  hex: (text) => Buffer.from(text).toString("hex"),
  "a dump": (text) => Buffer.from(text).toString("hex").replaceAll(/../g, "$& "),
  "UTF-16 of little end": (text) => Buffer.from(text, "utf16le").toString("latin1"),
  "UTF-16 of big end": (text) => Buffer.from(text, "utf16le").swap16().toString("latin1"),
  "base64 of UTF-16": (text) => Buffer.from(text, "utf16le").toString("base64"),
  "broken into lines": (text) => text.replaceAll(/.{7}/gs, "$&\n  "),
  "zero-width spaces": (text) => [...text].join("\u200b"),
  quoted: (text) => `> "${text}"`,
};

/** The encodings that lose characters or that only people read: no other encoding contains them. */
export const outermost: Encodings = {
  "as it is": (text) => text,
  capitals: (text) => text.toUpperCase(),
  "small letters": (text) => text.toLowerCase(),
  "base64 in capitals": (text) => Buffer.from(text).toString("base64").toUpperCase(),
  "full-width": each((code) =>
    code > 32 && code < 127 ? String.fromCharCode(code + 0xfee0) : String.fromCharCode(code),
  ),
  backwards: (text) => [...text].toReversed().join(""),
  "soft line breaks": (text) => text.replaceAll(/.{9}/gs, "$&=\r\n"),
  tags: (text) => text.replaceAll(/.{9}/gs, "$&<wbr>"),
  "UTF-16 taken for text": (text) =>
    Buffer.from(`${text}${text.length % 2 === 0 ? "" : " "}`).toString("utf16le"),
};
