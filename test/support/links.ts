import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";

/** A link without a target, and the file that contains the link. */
export interface BrokenLink {
  readonly file: string;
  readonly link: string;
}

/** A Markdown link to a file of this repository: no address of the web, no mail. */
const markdownLink = /\]\((?![a-z]+:)([^)\s]+)\)/g;

/** A document that a comment names, with or without an anchor. */
const citedDocument = /(?<![\w./-])((?:docs\/[\w/-]+|[A-Z]+)\.md(?:#[\w-]+)?)/g;

/**
 * Returns the links of a file that have no target. `file` is its path from `root`, with slashes. A
 * Markdown link starts at the file's folder; a comment names a document from the root.
 */
export function brokenLinks(root: string, file: string, text: string): readonly BrokenLink[] {
  const links = file.endsWith(".md")
    ? [...withoutCode(text).matchAll(markdownLink)].map(([, link = ""]) => [dirname(file), link])
    : [...text.matchAll(citedDocument)].map(([, link = ""]) => [".", link]);
  return links
    .filter(([from = "", link = ""]) => !leadsSomewhere(root, file, from, link))
    .map(([, link = ""]) => ({ file, link }));
}

function leadsSomewhere(root: string, file: string, from: string, link: string): boolean {
  const [path = "", anchor] = link.split("#");
  const target = path === "" ? join(root, file) : join(root, from, decodeURIComponent(path));
  if (!existsSync(target)) return false;
  if (anchor === undefined || statSync(target).isDirectory() || !target.endsWith(".md"))
    return true;
  return anchorsOf(readFileSync(target, "utf8")).has(anchor);
}

/** Returns GitHub's anchors of headings: small letters, digits, hyphens; a repeated one ends in `-1`. */
function anchorsOf(text: string): ReadonlySet<string> {
  const anchors = new Set<string>();
  for (const [, heading = ""] of withoutCode(text).matchAll(/^#{1,6} (.+)$/gm)) {
    const slug = heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\p{M}_ -]/gu, "")
      .replaceAll(" ", "-");
    let anchor = slug;
    for (let nth = 1; anchors.has(anchor); nth += 1) anchor = `${slug}-${nth}`;
    anchors.add(anchor);
  }
  return anchors;
}

/** Text in code fences is no link and no heading. */
function withoutCode(text: string): string {
  return text.replaceAll(/^```[^]*?^```/gm, "");
}
