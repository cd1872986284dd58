import { type Import, type Source, sourcesOf } from './source.ts';
import { type Check, isTest } from './tree.ts';

/** Each capability may use those before it. A new one gets its place here. */
export const ranking: readonly string[] = [
  'access',
  'devices',
  'trust',
  'series',
  'views',
  'inventory',
  'windows',
  'rules',
  'incidents',
  'problems',
  'scripts',
  'orders',
  'changes',
  'services',
  'levels',
  'capacity',
  'people',
  'value',
  'requests',
  'improvements',
  'reports',
  'notifications',
];

const clock = 'collector/src/clock.ts';
const packageOf = (path: string) => path.split('/')[0] ?? '';
const capabilityOf = (path: string) => /^collector\/src\/domain\/([^/]+)\//.exec(path)?.[1];
const isIndex = (path: string) => /^collector\/src\/domain\/[^/]+\/index\.ts$/.test(path);
const storeFolder = (path: string) => /^collector\/src\/store\/([^/]+)\//.exec(path)?.[1];

/** Complains of every import from files that `from` picks for which `why` gives a reason. */
function arrow(
  from: (path: string) => boolean,
  why: (target: string, edge: Import, source: Source) => string | undefined,
): Check {
  return (tree) =>
    sourcesOf(tree)
      .filter(({ path }) => from(path))
      .flatMap((source) =>
        source.imports.flatMap((edge) => {
          const reason = edge.target === undefined ? undefined : why(edge.target, edge, source);
          return reason === undefined ? [] : [`${source.path}:${edge.line} imports ${edge.target}: ${reason}`];
        }),
      );
}

const within = (folder: string) => (path: string) => path.startsWith(`${folder}/`) && !isTest(path);

/** 1: shared imports nothing of ours; agent, collector, dashboard and scripts import shared; tests may import all. */
export const packagesArrow = arrow(
  (path) => path.includes('/') && !path.startsWith('tests/'),
  (target, _, { path }) => {
    const [from, to] = [packageOf(path), packageOf(target)];
    if (from === to || (to === 'shared' && from !== 'shared')) return undefined;
    if (from === 'scripts' && target === 'tests/support/packages.json') return undefined;
    return `${from} may not use ${to}`;
  },
);

/** 2: domain imports shared and, upwards in the ranking only, other capabilities through their index. */
export const domainArrow = arrow(within('collector/src/domain'), (target, edge, { path }) => {
  if (packageOf(target) === 'shared' || (target === clock && edge.types)) return undefined;
  const [from = '', to] = [capabilityOf(path), capabilityOf(target)];
  if (from === to) return undefined;
  if (to === undefined) return 'domain knows shared and domain only';
  if (!isIndex(target)) return `use ${to} through its index`;
  if (to === 'notifications') return 'nobody imports notifications, it listens';
  if (to === 'events') return edge.types ? undefined : 'of events, types only';
  // Its verbs ask access who may read; that everybody else takes its types only keeps it out of cycles.
  if (from === 'events') return to === 'access' ? undefined : 'events knows access only';
  if (!ranking.includes(to)) return `${to} has no place in the ranking`;
  if (from === 'notifications') return undefined;
  return ranking.indexOf(to) < ranking.indexOf(from) ? undefined : `${to} stands after ${from} in the ranking`;
});

/** 2: every capability has its place in the ranking. */
export const rankedArrow: Check = (tree) => {
  const places = new Set([...ranking, 'events', 'notifications']);
  const found = new Set([...tree.keys()].map(capabilityOf).filter((name) => name !== undefined));
  return [...found]
    .filter((name) => !places.has(name))
    .map((name) => `collector/src/domain/${name} has no place in the ranking`);
};

/** 3: store imports shared and, as types only, domain's ports and nouns. Stores do not import each other. */
export const storeArrow = arrow(within('collector/src/store'), (target, edge, { path }) => {
  if (packageOf(target) === 'shared' || (target === clock && edge.types)) return undefined;
  if (/^collector\/src\/domain\/[^/]+\/(store|types|index)\.ts$/.test(target)) {
    return edge.types ? undefined : 'a store imports types of the domain only';
  }
  if (!target.startsWith('collector/src/store/')) return 'a store knows shared and the domain’s ports only';
  const [from, to] = [storeFolder(path), storeFolder(target)];
  return from === undefined || to === undefined || from === to ? undefined : 'stores do not import each other';
});

/** 4: edge imports shared and domain's indexes, never store. */
export const edgeArrow = arrow(within('collector/src/edge'), (target, edge) => {
  if (packageOf(target) === 'shared' || target.startsWith('collector/src/edge/') || isIndex(target)) return undefined;
  if (target === clock && edge.types) return undefined;
  return capabilityOf(target) === undefined ? 'edge knows shared and domain only' : 'use the domain through its index';
});

/** 4: `app.ts` sees all; only commands and tests import it. */
export const appArrow = arrow(
  (path) => !path.startsWith('collector/src/commands/') && !isTest(path),
  (target) => (target === 'collector/src/app.ts' ? 'only commands and tests import the app' : undefined),
);

/** The operator's side needs no collector: it imports shared only. */
export const operatorArrow = arrow(within('collector/src/operator'), (target) =>
  packageOf(target) === 'shared' || target.startsWith('collector/src/operator/')
    ? undefined
    : 'operator knows shared only',
);

/** The rest of the collector, too, uses a capability through its index. */
export const indexArrow = arrow(
  (path) =>
    within('collector/src')(path) && !path.startsWith('collector/src/store/') && capabilityOf(path) === undefined,
  (target) => (capabilityOf(target) !== undefined && !isIndex(target) ? 'use the domain through its index' : undefined),
);
