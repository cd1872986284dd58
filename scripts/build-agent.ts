/**
 * `npm run build:agent`: the agent as one file, dist/agent.mjs. What only other systems than Linux load stands beside
 * it, so that nobody else holds it in memory.
 */
import { dirname } from 'node:path';
import { rolldown } from 'rolldown';
import { agentBundle, agentSource, bundleIsCurrent } from './agent-program.mjs';

const seldom = 'systeminformation';
const seldomFile = `agent-${seldom}.mjs`;

/** Builds the bundle unless it is current. @returns whether it was built anew */
export async function buildAgent(): Promise<boolean> {
  if (bundleIsCurrent()) return false;
  await write(seldom, seldomFile, []);
  await write(agentSource, 'agent.mjs', [seldom]);
  return true;
}

async function write(input: string, file: string, external: readonly string[]): Promise<void> {
  const bundle = await rolldown({
    input,
    cwd: dirname(dirname(dirname(agentSource))),
    platform: 'node',
    external: [...external],
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
