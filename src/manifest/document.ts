import { Composer, CST, type Document, Lexer, Parser, type YAMLError } from "yaml";
import type { ErrorCode } from "../core/errors/codes.ts";
import { maximumLexemes, maximumManifestDepth } from "./limits.ts";
import type { Report, Source } from "./source.ts";
import { cut } from "./words.ts";

/** More syntax errors than this are only effects of the first errors. */
const maximumSyntaxErrors = 20;

/** We list no more anchors and the like than this: a tool made such a file. */
const maximumRefusals = 100;

/** The parts of YAML that manifests may not use (docs/design.md#3-manifest), by lexeme type. */
const refused: Readonly<Record<string, { code: ErrorCode; what: string; next: string }>> = {
  anchor: { code: "anchor", what: "an anchor", next: "Delete it, and write out what it is for." },
  alias: { code: "alias", what: "an alias", next: "Write out what it stands for." },
  tag: { code: "tag", what: "a tag", next: "Delete it; put a text in quotes instead of !!str." },
  "directive-line": { code: "yaml-directive", what: "a directive", next: "Delete the line." },
};

/** yaml's own errors about parts that `refused` has reported already. */
const echoes: ReadonlySet<string> = new Set([
  "ALIAS_PROPS",
  "BAD_ALIAS",
  "BAD_DIRECTIVE",
  "MULTIPLE_ANCHORS",
  "MULTIPLE_TAGS",
  "TAG_RESOLVE_FAILED",
  "RESOURCE_EXHAUSTION",
  "BAD_COLLECTION_TYPE",
]);

/**
 * Text → YAML document, in one pass over `parsable` (as long as the text of `source`). Reports
 * syntax errors, what manifests do without, and nesting that is too deep. Undefined if what
 * follows would only repeat such problems.
 */
export function readDocument(
  source: Source,
  parsable: string,
  report: Report,
): Document.Parsed | undefined {
  let isCut = false;
  let refusals = 0;
  let lexemes = 0;
  const parser = new Parser();
  const composer = new Composer({ uniqueKeys: false, resolveKnownTags: false, logLevel: "silent" });

  function* tokens() {
    let scalarFollows = false;
    for (const lexeme of new Lexer().lex(parsable)) {
      const start: number = parser.offset;
      const isSource: boolean = scalarFollows;
      scalarFollows = !isSource && lexeme === CST.SCALAR;
      lexemes += 1;
      if (lexemes > maximumLexemes) {
        isCut = true;
        report(
          {
            code: "file-too-large",
            message: `the manifest holds more than ${maximumLexemes} marks and words of YAML`,
            next: "Name the right file with --config, or split the manifest.",
          },
          source.range(start, start + lexeme.length),
        );
        return;
      }
      const type = isSource || !/^[&*!%]/.test(lexeme) ? null : CST.tokenType(lexeme);
      const found = type === null ? undefined : refused[type];
      if (found !== undefined && refusals < maximumRefusals) {
        refusals += 1;
        const { code, what, next } = found;
        const message = `${what} (${cut(lexeme)}): manifests do without`;
        report({ code, message, next }, source.range(start, start + lexeme.length));
      }
      yield* parser.next(lexeme);
      // We measure the depth here, before anything recursive gets the tokens: composing a million
      // "[" would overflow the stack.
      if (isTooDeep(parser.stack)) {
        isCut = true;
        report(
          {
            code: "nesting-too-deep",
            message: `more than ${maximumManifestDepth} levels of maps and lists`,
            next: "Look for brackets or dashes that are too many.",
          },
          source.range(start, start + lexeme.length),
        );
        return;
      }
    }
    yield* parser.end();
  }

  const documents: Document.Parsed[] = [];
  for (const document of composer.compose(tokens(), true, parsable.length)) {
    documents.push(document as Document.Parsed);
    if (documents.length > 1) break;
  }
  const [first, second] = documents;
  if (first === undefined || isCut) return undefined;
  if (second !== undefined) {
    const start = Math.max(parsable.lastIndexOf("\n---", second.range[0]) + 1, first.range[2]);
    report(
      {
        code: "several-documents",
        message: "a second YAML document starts here; a manifest is one",
        next: "Join them under one set of top-level keys, and delete the `---`.",
      },
      source.range(start, start + 3),
    );
  }
  const errors = first.errors.filter((error) => !echoes.has(error.code));
  reportSyntax(errors, source, report);
  if (errors.length > 0 || second !== undefined) return undefined;
  if (first.contents === null || isEmpty(first.contents)) {
    report(
      {
        code: "empty-file",
        message: "the manifest is empty",
        next: "Run anon-sync init in an empty folder to see one, or restore the file.",
      },
      undefined,
    );
    return undefined;
  }
  return first;
}

function isEmpty(node: { range?: readonly number[] | null }): boolean {
  return node.range?.[0] === node.range?.[1];
}

/** Whether the parser is inside too many maps and lists. Its stack has other tokens too. */
function isTooDeep(stack: readonly CST.Token[]): boolean {
  if (stack.length <= maximumManifestDepth) return false;
  const levels = stack.filter((token) =>
    ["block-map", "block-seq", "flow-collection"].includes(token.type),
  );
  return levels.length > maximumManifestDepth;
}

function reportSyntax(errors: readonly YAMLError[], source: Source, report: Report): void {
  let lastLine = 0;
  for (const error of errors.slice(0, maximumSyntaxErrors)) {
    const range = source.range(error.pos[0], error.pos[1]);
    // The second error of a line is nearly always an effect of the first error.
    if (range.start.line === lastLine) continue;
    lastLine = range.start.line;
    report(
      { code: "yaml-syntax", message: cut(error.message, 160), next: nextStep(error, source) },
      range,
    );
  }
}

const steps: Readonly<Record<string, string>> = {
  BAD_INDENT: "Give it the same indentation as its neighbours.",
  BAD_SCALAR_START: "Put the text in quotes.",
  BLOCK_AS_IMPLICIT_KEY: "Put a text that holds `: ` in quotes.",
  MULTILINE_IMPLICIT_KEY: "Put a `:` behind the key, or its text in quotes.",
  TAB_AS_INDENT: "Indent with spaces.",
  BAD_DQ_ESCAPE: "Write a backslash as \\\\, or use single quotes.",
};

function nextStep(error: YAMLError, source: Source): string {
  const lineStart = source.text.lastIndexOf("\n", error.pos[0] - 1) + 1;
  const line = source.text.slice(lineStart, error.pos[1]);
  if (/\{.*\$\{/.test(line)) return 'Inside { } put texts with variables in quotes: "${vars.x}".';
  return steps[error.code] ?? "See that brackets, quotes and indentation fit together.";
}
