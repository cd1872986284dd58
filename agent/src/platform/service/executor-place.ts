/** Where the executor is: for those who ask it, and for those who install it. */
import { basename, dirname, join } from 'node:path';
import { executorSocket } from './executor-socket.ts';

/** Where it is a service. Its folder is root's. */
export const service = { socket: executorSocket, folder: '/var/lib/fettle-executor' } as const;

/** In the data folder of an agent that spawns it, as the same user. */
export const spawnedFolder = 'executor';

/**
 * The command line that starts it, to be asked over its stdin and stdout. It ends when its stdin does.
 * @param main the agent's own main file: the bundle or the sources
 * @param data the agent's data folder
 */
export function spawnLine(node: string, main: string, data: string): readonly string[] {
  return [node, executorMain(main), '--folder', join(data, spawnedFolder), '--data', data];
}

/** The executor's main file beside the agent's. */
export function executorMain(main: string): string {
  const folder = dirname(main);
  return basename(main).endsWith('.ts') ? join(folder, 'executor', 'main.ts') : join(folder, 'agent-executor.mjs');
}
