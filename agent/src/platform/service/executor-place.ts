/** Where the executor is: for those who ask it, and for those who install it. */
import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { readPin } from '../../executor/folder.ts';
import { stateFiles } from '../../state.ts';
import { executorSocket } from './executor-socket.ts';
import { pinFrom } from './pin-executor.ts';

/** Where it is a service. Its folder is root's. */
export const service = { socket: executorSocket, folder: '/var/lib/fettle-executor' } as const;

/** In the data folder of an agent that spawns it, as the same user. */
export const spawnedFolder = 'executor';

/**
 * The command line that starts it, to be asked over its stdin and stdout. It ends when its stdin does. Before the first time it
 * is told whom to obey.
 * @param main the agent's own main file: the bundle or the sources
 * @param data the agent's data folder
 */
export function spawnLine(node: string, main: string, data: string): readonly string[] {
  const folder = join(data, spawnedFolder);
  if (existsSync(join(data, stateFiles.enrolment)) && readPin(folder) === null) pinFrom(data, folder);
  return [node, executorMain(main), '--folder', folder];
}

/** The executor's main file beside the agent's. */
export function executorMain(main: string): string {
  const folder = dirname(main);
  return basename(main).endsWith('.ts') ? join(folder, 'executor', 'main.ts') : join(folder, 'agent-executor.mjs');
}
