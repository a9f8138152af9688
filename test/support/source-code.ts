import { parseSync } from "rolldown/utils";

/** The imports and globals of one source file. */
export interface Uses {
  /** The imported modules and names: `*` for a whole module, or if the names are not in the source. */
  readonly imports: readonly { readonly from: string; readonly names: readonly string[] }[];
  /** The globals that the file uses, as written: `process`, `Date.now`, `new Date()`. */
  readonly globals: readonly string[];
}

interface Node {
  readonly type: string;
  readonly [key: string]: unknown;
}

/** Parses TypeScript, and returns its uses, types included: they couple rooms, too. Throws on errors. */
export function usesOf(text: string): Uses {
  const { program, errors } = parseSync("file.ts", text, { lang: "ts" });
  if (errors.length > 0) throw new Error(errors.map((error) => error.message).join("\n"));
  const imports: { from: string; names: string[] }[] = [];
  const globals: string[] = [];
  walk(program as unknown as Node, (node) => {
    const found = importOf(node);
    if (found !== undefined) imports.push(found);
    const used = globalOf(node);
    if (used !== undefined) globals.push(used);
  });
  return { imports, globals };
}

function importOf(node: Node): { from: string; names: string[] } | undefined {
  switch (node.type) {
    case "ImportDeclaration":
      return { from: valueOf(node["source"]), names: list(node["specifiers"]).map(importedName) };
    case "ExportNamedDeclaration":
    case "ExportAllDeclaration":
    case "ImportExpression":
    case "TSImportType":
      return isNode(node["source"]) ? { from: valueOf(node["source"]), names: ["*"] } : undefined;
    case "TSExternalModuleReference":
      return { from: valueOf(node["expression"]), names: ["*"] };
    default:
      return undefined;
  }
}

function importedName(specifier: Node): string {
  return specifier.type === "ImportSpecifier" ? nameOf(specifier["imported"]) : "*";
}

function globalOf(node: Node): string | undefined {
  if (node.type === "Identifier") return nameOf(node);
  if (node.type === "MemberExpression" && node["computed"] === false)
    return `${nameOf(node["object"])}.${nameOf(node["property"])}`;
  if (node.type === "NewExpression" && list(node["arguments"]).length === 0)
    return `new ${nameOf(node["callee"])}()`;
  if (node.type === "CallExpression") return `${nameOf(node["callee"])}()`;
  return undefined;
}

/** Visits every node except the names of members (`o.process`, `{ process: 1 }`), which are not globals. */
function walk(node: Node, visit: (node: Node) => void): void {
  visit(node);
  for (const [key, child] of Object.entries(node)) {
    const isName = (key === "property" || key === "key") && node["computed"] !== true;
    // `process.env` counts as a whole, so `process` alone means the use of the entire object.
    const isTold = key === "object" && node["computed"] === false;
    if ((isName || isTold) && isNode(child) && child.type === "Identifier") continue;
    for (const one of Array.isArray(child) ? child : [child]) if (isNode(one)) walk(one, visit);
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "type" in value;
}

function list(value: unknown): Node[] {
  return Array.isArray(value) ? value.filter(isNode) : [];
}

function nameOf(value: unknown): string {
  return isNode(value) && typeof value["name"] === "string" ? value["name"] : "";
}

/** Returns the text of a string literal; other nodes are no name that a rule can check. */
function valueOf(value: unknown): string {
  const literal = isNode(value) ? value["value"] : undefined;
  return typeof literal === "string" ? literal : "(not a literal)";
}

/**
 * The lines of returns that hand out a promise past `await using`: what the function holds is
 * disposed of before that promise settles, so the call needs an `await`.
 */
export function earlyReleases(text: string): readonly number[] {
  const { program } = parseSync("file.ts", text, { lang: "ts" });
  const lines: number[] = [];
  walk(program as unknown as Node, (node) => {
    const block = node["body"];
    if (!isFunction(node) || !isNode(block)) return;
    const own: Node[] = [];
    walkOwn(block, (inner) => own.push(inner));
    const using = own.find(({ kind }) => kind === "await using" || kind === "using");
    if (using === undefined) return;
    for (const { type, argument, start } of own)
      if (type === "ReturnStatement" && isCall(argument) && Number(start) > Number(using["start"]))
        lines.push(text.slice(0, Number(start)).split("\n").length);
  });
  return lines;
}

function isFunction({ type }: Node): boolean {
  return /^(FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/.test(type);
}

/** Visits a node and everything in it but the functions in it. */
function walkOwn(node: Node, visit: (node: Node) => void): void {
  visit(node);
  for (const child of Object.values(node))
    for (const one of Array.isArray(child) ? child : [child])
      if (isNode(one) && !isFunction(one)) walkOwn(one, visit);
}

function isCall(value: unknown): boolean {
  if (!isNode(value)) return false;
  const parts = ["consequent", "alternate", "left", "right", "expression"];
  return value.type === "CallExpression" || parts.some((part) => isCall(value[part]));
}
