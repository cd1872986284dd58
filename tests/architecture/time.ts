import { isMember, type Node, sourcesOf, walk } from './source.ts';
import { type Check, isTest, lineAt } from './tree.ts';

const clocks = new Set(['agent/src/clock.ts', 'agent/src/executor/clock.ts', 'collector/src/clock.ts']);

export function asksWallClock(node: Node): boolean {
  if (isMember(node, 'Date', 'now') || isMember(node, 'performance', 'timeOrigin')) return true;
  const called = node.type === 'NewExpression' || node.type === 'CallExpression';
  return called && (node['callee'] as Node)['name'] === 'Date' && (node['arguments'] as unknown[]).length === 0;
}

/** No wall clock outside the one that is given: `Date.now`, `new Date()`, `Date()`. Monotonic time is free. */
export const wallClock: Check = (tree) =>
  complain(
    tree,
    (path) => /^(agent|collector|shared)\/src\//.test(path) && !clocks.has(path),
    asksWallClock,
    'asks the wall clock',
  );

const timers = new Set(['setTimeout', 'setInterval', 'setImmediate']);

/** Domain decides; it does not wait. */
export const domainTimers: Check = (tree) =>
  complain(
    tree,
    (path) => path.startsWith('collector/src/domain/'),
    (node) => {
      if (node.type === 'ImportDeclaration') return /^(node:)?timers/.test(String((node['source'] as Node)['value']));
      return node.type === 'CallExpression' && timers.has(String((node['callee'] as Node)['name']));
    },
    'uses a timer',
  );

function complain(
  tree: ReadonlyMap<string, string>,
  where: (path: string) => boolean,
  wrong: (node: Node) => boolean,
  what: string,
): string[] {
  return sourcesOf(tree)
    .filter(({ path }) => where(path) && !isTest(path))
    .flatMap(({ path, text, program }) => {
      const found: string[] = [];
      walk(program, (node) => {
        if (wrong(node)) found.push(`${path}:${lineAt(text, node.start)} ${what}`);
      });
      return found;
    });
}
