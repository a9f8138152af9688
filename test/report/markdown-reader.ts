/** A fenced block of code. */
export interface CodeBlock {
  readonly language: string;
  readonly lines: readonly string[];
}

/**
 * Markdown, read as CommonMark 0.31.2 says: its fenced blocks (section 4.5), and what is outside of
 * them. Throws if a block is not closed.
 */
export function readMarkdown(text: string): {
  readonly outside: string;
  readonly blocks: readonly CodeBlock[];
} {
  const outside: string[] = [];
  const blocks: { language: string; lines: string[] }[] = [];
  let fence: string | undefined;
  for (const line of text.split("\n")) {
    const [, run = "", info = ""] = /^ {0,3}(`{3,}|~{3,})(.*)$/.exec(line) ?? [];
    const isFence = run !== "" && !(run.startsWith("`") && info.includes("`"));
    if (fence === undefined && isFence) {
      fence = run;
      blocks.push({ language: info.trim(), lines: [] });
    } else if (fence === undefined) outside.push(line);
    else if (isFence && run.startsWith(fence) && info.trim() === "") fence = undefined;
    else blocks.at(-1)?.lines.push(line);
  }
  if (fence !== undefined) throw new Error(`a block is not closed:\n${text}`);
  return { outside: outside.join("\n"), blocks };
}

/**
 * Returns the text without code spans (section 6.1) and without the tags that fold. A code span
 * begins with a run of backticks, and ends with the next run of just that length.
 */
export function outsideOfCode(text: string): string {
  return text
    .replaceAll(/(?<!`)(`+)(?!`)[^]*?(?<!`)\1(?!`)/g, "")
    .replaceAll(/^<details><summary>[\w ]+<\/summary>$|^<\/details>$/gm, "");
}
