import { isMember, type Node, sourcesOf, walk } from './source.ts';
import { type Check, lineAt } from './tree.ts';

/** Who may read the environment: one file a program; for scripts that run before anything is installed, each itself. */
const readers: readonly RegExp[] = [
  /^agent\/src\/config\.ts$/,
  /^collector\/src\/config\.ts$/,
  /^scripts\/environment\.ts$/,
  /^scripts\/[^/]+\.mjs$/,
  /^tests\/support\//,
];

/** One reader of the environment a program. */
export const environmentReaders: Check = (tree) =>
  sourcesOf(tree)
    .filter(({ path }) => !readers.some((reader) => reader.test(path)))
    .flatMap(({ path, text, program }) => {
      const found: string[] = [];
      walk(program, (node) => {
        if (readsEnvironment(node)) found.push(`${path}:${lineAt(text, node.start)} reads the environment`);
      });
      return found;
    });

/** `process.env`, `const { env } = process`, `import { env } from 'node:process'`. */
function readsEnvironment(node: Node): boolean {
  if (isMember(node, 'process', 'env')) return true;
  if (node.type === 'VariableDeclarator' && (node['init'] as Node | null)?.['name'] === 'process') {
    return (
      (node['id'] as Node).type === 'ObjectPattern' && names(node['id'] as Node, 'properties', 'key').includes('env')
    );
  }
  if (node.type !== 'ImportDeclaration' || !/^(node:)?process$/.test(String((node['source'] as Node)['value'])))
    return false;
  return names(node, 'specifiers', 'imported').includes('env');
}

function names(node: Node, list: string, key: string): unknown[] {
  return (node[list] as Node[]).map((entry) => (entry[key] as Node | undefined)?.['name']);
}
