import { posix } from 'node:path';
import { parseSync } from 'rolldown/utils';
import { lineAt, type Tree } from './tree.ts';

/** A node of the syntax tree (ESTree with TypeScript). */
export interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

export interface Import {
  /** As written. */
  readonly specifier: string;
  /** Where it leads within the project; undefined for packages and Node's own modules. */
  readonly target: string | undefined;
  /** Erased before the program runs. */
  readonly types: boolean;
  readonly line: number;
}

export interface Source {
  readonly path: string;
  readonly text: string;
  readonly program: Node;
  readonly imports: readonly Import[];
}

const known = new Map<string, Source>();

/** Every TypeScript and JavaScript file of a tree, parsed. @throws Error for one that does not parse */
export function sourcesOf(tree: Tree): Source[] {
  return [...tree].filter(([path]) => /\.(ts|tsx|mjs)$/.test(path)).map(([path, text]) => sourceOf(path, text));
}

function sourceOf(path: string, text: string): Source {
  const key = `${path}\0${text}`;
  const found = known.get(key);
  if (found) return found;
  const { program, errors } = parseSync(path, text);
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]?.message}`);
  const source = { path, text, program: program as unknown as Node, imports: [] as Import[] };
  walk(source.program, (node) => {
    const request = requestOf(node);
    if (request === undefined) return;
    const { specifier, types } = request;
    source.imports.push({ specifier, types, target: resolve(path, specifier), line: lineAt(text, node.start) });
  });
  known.set(key, source);
  return source;
}

/** `import`, `export … from`, `import()` and the type `import('…').X`. */
function requestOf(node: Node): { specifier: string; types: boolean } | undefined {
  const from = (node['source'] ?? node['argument']) as Node | null | undefined;
  const literal = from?.type === 'TSLiteralType' ? (from['literal'] as Node) : from;
  const specifier = literal?.['value'];
  if (typeof specifier !== 'string') return undefined;
  if (node.type === 'ImportDeclaration') return { specifier, types: node['importKind'] === 'type' };
  if (/^Export(Named|All)Declaration$/.test(node.type)) return { specifier, types: node['exportKind'] === 'type' };
  if (node.type === 'ImportExpression') return { specifier, types: false };
  return node.type === 'TSImportType' ? { specifier, types: true } : undefined;
}

function resolve(from: string, specifier: string): string | undefined {
  if (specifier.startsWith('.')) return posix.join(posix.dirname(from), specifier);
  const ours = /^@fettle\/(\w+)\/(.+)$/.exec(specifier);
  return ours ? `${ours[1]}/src/${ours[2]}.ts` : undefined;
}

/** Visits a node and everything below it, with the nodes above, nearest last. */
export function walk(
  node: Node,
  visit: (node: Node, above: readonly Node[]) => void,
  above: readonly Node[] = [],
): void {
  visit(node, above);
  const below = [...above, node];
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? (value as unknown[]) : [value]) {
      if (isNode(child)) walk(child, visit, below);
    }
  }
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';

/** True for `object.property` with these names. */
export function isMember(node: Node, object: string, property: string): boolean {
  if (node.type !== 'MemberExpression') return false;
  const [left, right] = [node['object'], node['property']] as [Node, Node];
  return left['name'] === object && (right['name'] ?? right['value']) === property;
}
