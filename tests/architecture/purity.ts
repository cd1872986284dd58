import { isMember, type Node, type Source, sourcesOf, walk } from './source.ts';
import { asksWallClock } from './time.ts';
import { type Check, isTest, lineAt } from './tree.ts';

/** A file is pure when this is its first line. */
export const mark = '// pure';

// Names that reach the world or the clock.
const reaching = new Set(['fetch', 'console', 'process', 'performance', 'setTimeout', 'setInterval', 'setImmediate']);

const isMarked = ({ text }: Source) => text.split('\n', 1)[0]?.trim() === mark;
const isShared = (path: string) => path.startsWith('shared/src/') && !path.startsWith('shared/src/trust/');

/**
 * 5: files marked pure import types and pure files only, and take the time as an argument. What is in shared counts as
 * pure and is held to the same (trust has its own rule). typebox, the language of schemas, does no more than describe.
 */
export const purity: Check = (tree) => {
  const sources = sourcesOf(tree).filter(({ path }) => !isTest(path));
  const pure = new Set(sources.filter((source) => isMarked(source) || isShared(source.path)).map(({ path }) => path));
  return sources
    .filter(({ path }) => pure.has(path))
    .flatMap((source) => [...imports(source, pure), ...reaches(source)]);
};

function imports({ path, imports: edges }: Source, pure: ReadonlySet<string>): string[] {
  return edges
    .filter(({ types, target, specifier }) => {
      if (types) return false;
      if (target === undefined) return !/^typebox(\/|$)/.test(specifier);
      return !pure.has(target);
    })
    .map(({ specifier, line }) => `${path}:${line} is pure and imports ${specifier}, which is not`);
}

function reaches({ path, text, program }: Source): string[] {
  const found: string[] = [];
  const own = ownNames(program);
  walk(program, (node, above) => {
    const parent = above.at(-1);
    if (isMember(node, 'Math', 'random') || isMember(node, 'crypto', 'randomUUID') || asksWallClock(node)) {
      found.push(`${path}:${lineAt(text, node.start)} is pure and answers differently each time`);
    }
    if (node.type !== 'Identifier' || !reaching.has(node['name'] as string) || own.has(node['name'])) return;
    const isName = parent?.type === 'MemberExpression' && parent['property'] === node && parent['computed'] !== true;
    const isKey = (parent?.type === 'Property' || parent?.type.startsWith('TS')) && parent?.['key'] === node;
    if (!isName && !isKey) found.push(`${path}:${lineAt(text, node.start)} is pure and uses ${String(node['name'])}`);
  });
  return found;
}

/** Names that the file imports or declares: they are not the global ones. */
function ownNames(program: Node): ReadonlySet<unknown> {
  const found = new Set<unknown>();
  walk(program, (node) => {
    if (/^Import\w*Specifier$/.test(node.type)) found.add((node['local'] as Node)['name']);
    if (node.type === 'VariableDeclarator' || node.type === 'FunctionDeclaration') {
      found.add((node['id'] as Node | null)?.['name']);
    }
  });
  return found;
}

/** trust has no dependency but Node's crypto: it is what the executor runs as root. */
export const trustDependencies: Check = (tree) =>
  sourcesOf(tree)
    .filter(({ path }) => path.startsWith('shared/src/trust/') && !isTest(path))
    .flatMap(({ path, imports: edges }) =>
      edges
        .filter(({ specifier, target }) => target === undefined && !['node:crypto', 'node:buffer'].includes(specifier))
        .map(({ specifier, line }) => `${path}:${line} imports ${specifier}; trust uses node:crypto only`),
    );
