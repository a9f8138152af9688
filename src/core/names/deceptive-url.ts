import { domainToUnicode } from "node:url";
import { mixesScripts } from "./mixed-scripts.ts";

/** The fault of a URL, as the end of a sentence about it, and what to do. */
export interface Deception {
  readonly what: string;
  readonly next: string;
}

/** The longest name and the longest part of one (RFC 1035 section 2.3.4). */
const longestName = 253;
const longestLabel = 63;

/**
 * Letters and marks that look like one of the separators of a URL (Unicode's confusables of `/`,
 * `.`, `:` and `?`). Others are neither letters nor digits, so no list of them is needed.
 */
const separatorLetters = "\u02D0\u0241\u0294\u0337\u0338\u2CC6\u3033-\u3035\uA4F8\uA4FD";

/**
 * Characters that look like a separator or like nothing: all but letters, marks and digits. Made when the first URL asks for it.
 */
let misread: RegExp | undefined;

/** Nearly every URL: ASCII letters, digits and hyphens, and a host whose last part is no number. */
const plain = /^https:\/\/[a-z\d][a-z\d.-]*\.[a-z]+(?:\/[\w.~/-]*)?$/;

/** Whether a URL is as it looks, so that no table of Unicode is loaded to judge it. */
function isPlain(text: string): boolean {
  return plain.test(text) && text.length <= longestLabel && !/\.\.|xn--/.test(text);
}

/**
 * Returns how an https URL shows a reader another host than programs connect to; undefined if it
 * does not. A URL may have letters of any script, but not of several scripts in one part of its
 * host or path. It may have no character that can be taken for a separator, even if it is
 * percent-encoded. Its host must be written as programs read it (WHATWG URL, section 3.5), in
 * Unicode or in ASCII.
 *
 * The schema refuses white space, a user name before the host and other schemes.
 */
export function deceptionIn(text: string): Deception | undefined {
  if (isPlain(text)) return undefined;
  const [, authority, rest = ""] = /^https:\/\/([^\s/?#@]*)([/?#]\S*)?$/i.exec(text) ?? [];
  if (authority === undefined) return undefined;
  if (text.includes("\\"))
    return {
      what: "holds a backslash, which some programs read as a slash",
      next: "Write slashes, and %5C for a backslash.",
    };
  const decoded = percentDecoded(rest);
  misread ??= new RegExp(
    `[${separatorLetters}]|\\p{Default_Ignorable_Code_Point}|(?![\\p{L}\\p{Mn}\\p{Mc}\\p{Nd}])\\P{ASCII}`,
    "u",
  );
  const found = misread.exec(`${authority}${decoded}`)?.[0];
  if (found !== undefined)
    return { what: `holds ${named(found)}, which people can misread`, next: typedAgain };
  const mixed = [...authority.split("."), ...decoded.split(/[/?#&=]/)].find(mixesScripts);
  if (mixed !== undefined)
    return {
      what: `mixes scripts: ${named(/\P{ASCII}/u.exec(mixed)?.[0] ?? "")} stands beside others`,
      next: typedAgain,
    };
  if (!URL.canParse(text)) return { what: "is not a valid URL", next: "Write https://HOST/PATH." };
  return hostDeception(authority.replace(/:\d*$/, "").toLowerCase(), new URL(text).hostname);
}

const typedAgain =
  "Type it again. If a host of that name is meant, write it in ASCII (xn--…): plan shows it so, too.";

function hostDeception(written: string, hostname: string): Deception | undefined {
  // An IPv6 address: no host name looks like it.
  if (hostname.startsWith("[")) return undefined;
  const labels = hostname.split(".");
  const unicode = domainToUnicode(hostname).split(".");
  const isAsRead = (label: string, at: number) => label === labels[at] || label === unicode[at];
  const parts = written.split(".");
  if (parts.length !== labels.length || !parts.every(isAsRead))
    return { what: `is read as the host ${hostname}`, next: `Write ${hostname}.` };
  // The last part is empty if the name ends with the dot of the root.
  const isPossible = labels.every(
    (label, at) => label.length <= longestLabel && (label !== "" || at === labels.length - 1),
  );
  if (isPossible && hostname.length <= longestName) return undefined;
  return {
    what: "has a host that no name can be: a part of it is empty, or it is too long",
    next: `Write at most ${longestName} characters, and at most ${longestLabel} between two dots.`,
  };
}

function percentDecoded(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (run) => {
    try {
      return decodeURIComponent(run);
    } catch {
      return run;
    }
  });
}

/** `"⁄" (U+2044)`. */
function named(character: string): string {
  const number = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0");
  return `"${character}" (U+${number})`;
}
