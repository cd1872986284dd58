import { sourcesOf } from './source.ts';
import { type Check, isTest } from './tree.ts';

type Graph = ReadonlyMap<string, ReadonlySet<string>>;

/**
 * No cycles between files. One kind of edge is left out: types of `domain/events`, which stands outside the ranking:
 * every capability hands events to its port, and events are listed by a scope of access.
 */
export const fileCycles: Check = (tree) => {
  const graph = new Map<string, Set<string>>();
  for (const { path, imports } of sourcesOf(tree)) {
    if (isTest(path)) continue;
    const targets = imports
      .filter(({ target, types }) => !(types && target?.startsWith('collector/src/domain/events/')))
      .map(({ target }) => target)
      .filter((target) => target !== undefined);
    graph.set(path, new Set(targets));
  }
  return cyclesOf(graph);
};

/** No cycles between packages, tests included. */
export const packageCycles: Check = (tree) => {
  const graph = new Map<string, Set<string>>();
  for (const { path, imports } of sourcesOf(tree)) {
    const from = path.split('/')[0] ?? '';
    const targets = graph.get(from) ?? new Set<string>();
    graph.set(from, targets);
    for (const { target } of imports) {
      const to = target?.split('/')[0] ?? from;
      // The list of system packages is data that both read.
      if (to !== from && target !== 'tests/support/packages.json') targets.add(to);
    }
  }
  return cyclesOf(graph);
};

/** Every cycle once, from its first member by name: `a → b → a`. */
function cyclesOf(graph: Graph): string[] {
  const done = new Set<string>();
  const found = new Set<string>();
  const visit = (node: string, way: readonly string[]) => {
    const begin = way.indexOf(node);
    if (begin !== -1) {
      found.add(written(way.slice(begin)));
      return;
    }
    if (done.has(node)) return;
    for (const next of graph.get(node) ?? []) visit(next, [...way, node]);
    done.add(node);
  };
  for (const node of graph.keys()) visit(node, []);
  return [...found];
}

function written(cycle: readonly string[]): string {
  const first = cycle.indexOf(cycle.toSorted()[0] ?? '');
  const turned = [...cycle.slice(first), ...cycle.slice(0, first)];
  return [...turned, turned[0]].join(' → ');
}
