/**
 * `npm run build:agent`: the agent as one file, dist/agent.mjs. The executor stands beside it, what acts on signed orders, and what
 * only other systems than Linux load, so that nobody holds in memory what is not needed here and now.
 */
import { isBuiltin } from 'node:module';
import { dirname, join } from 'node:path';
import { type Plugin, rolldown } from 'rolldown';
import { agentBundle, agentSource, bundleIsCurrent } from './agent-program.mjs';

const seldom = 'systeminformation';
const seldomFile = `agent-${seldom}.mjs`;
/** A program of its own: it exists only while something signed is run, and holds none of the agent. */
const executorFile = 'agent-executor.mjs';
/** Loaded with the first order; it has a copy of its own of what it shares with the agent. */
const actingSource = join(dirname(agentSource), 'runs', 'acting.ts');
const actingFile = 'agent-acting.mjs';

/** Builds the bundle unless it is current. @returns whether it was built anew */
export async function buildAgent(): Promise<boolean> {
  if (bundleIsCurrent()) return false;
  await write(seldom, seldomFile, []);
  await write(join(dirname(agentSource), 'executor', 'main.ts'), executorFile, []);
  await write(actingSource, actingFile, []);
  await write(agentSource, 'agent.mjs', [seldom], [beside]);
  return true;
}

/**
 * Of Node's own modules only what is used. An `import` of one reads everything that it exports, also what is only made
 * when it is asked for: that of node:http loads fetch, HTTP/2 and web streams, 6 MB of memory that nobody uses.
 */
const builtins: Plugin = {
  name: 'builtins',
  resolveId: (id, _importer, { kind }) => (kind === 'import-statement' && has(id) ? `${mark}${id}` : null),
  load(id) {
    if (!id.startsWith(mark)) return null;
    const name = id.slice(mark.length);
    const names = Object.keys(process.getBuiltinModule(name) as object).filter((key) => key !== 'default');
    const exported = names.map((key) => `const its_${key} = all.${key}; export { its_${key} as ${key} };`);
    return `const all = process.getBuiltinModule(${JSON.stringify(name)});\nexport default all;\n${exported.join('\n')}`;
  },
};
const mark = '\0built-in:';
/** The bundle's own way to load modules needs this one as it is. */
const has = (id: string) => isBuiltin(id) && id !== 'node:module';

/** What is a file of its own is asked for by its name. */
const beside: Plugin = {
  name: 'beside',
  resolveId: (id, _importer, { kind }) =>
    kind === 'dynamic-import' && id.endsWith('/runs/acting.ts') ? { id: `./${actingFile}`, external: true } : null,
};

/** What pino and its file writer ask of large modules, by itself: the agent logs from its one thread to one descriptor. */
const lighter = new Map([
  ['thread-stream', 'module.exports = {};'],
  ['worker_threads', 'module.exports = { isMainThread: true };'],
  ['assert', 'module.exports = (holds, why) => { if (!holds) throw new Error(why); };'],
]);
const instead: Plugin = {
  name: 'lighter',
  resolveId: (id, importer) => (lighter.has(id) && /pino|sonic-boom/.test(importer ?? '') ? `\0lighter:${id}` : null),
  load: (id) => lighter.get(id.replace('\0lighter:', '')) ?? null,
};

/** Letters beyond ASCII as escapes: V8 keeps a text that has one with two bytes a character. */
const ascii: Plugin = {
  name: 'ascii',
  generateBundle(_options, bundle) {
    for (const file of Object.values(bundle)) {
      if (file.type !== 'chunk') continue;
      file.code = file.code.replaceAll(
        /[\u0080-\uFFFF]/g,
        (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
      );
    }
  },
};

async function write(input: string, file: string, external: readonly string[], more: readonly Plugin[] = []) {
  const bundle = await rolldown({
    input,
    cwd: dirname(dirname(dirname(agentSource))),
    platform: 'node',
    external: [...external],
    plugins: [...more, builtins, instead, ascii],
    treeshake: { propertyReadSideEffects: false },
    resolve: { modules: ['agent/node_modules', 'node_modules'] },
  });
  await bundle.write({
    dir: dirname(agentBundle),
    entryFileNames: file,
    format: 'esm',
    minify: true,
    codeSplitting: false,
    paths: { [seldom]: `./${seldomFile}` },
  });
  await bundle.close();
}

if (import.meta.main) await buildAgent();
