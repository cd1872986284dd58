/** Lets others ask, until nobody has for a while. */
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { Readable, Writable } from 'node:stream';
import { claim } from './claim.ts';
import { type Asked, converse } from './conversation.ts';
import { Executor, type Ports } from './executor.ts';
import { Folder, makeFolder } from './folder.ts';
import { recover } from './recover.ts';

/** One who spawned it; or a listening socket that it was given. */
export type Line = { readonly input: Readable; readonly output: Writable } | { readonly listenOn: number };

export interface Service {
  readonly folder: string;
  /** Whether it runs programs as other users. */
  readonly open: boolean;
  /** It ends when it was asked nothing for so long; what runs is never idle. */
  readonly idleMs: number;
  readonly ports: Ports;
  /** Aborted when this process is to end: what runs is stopped, and gets its receipt. */
  readonly ending: AbortSignal;
}

type Asking = Asked & Pick<Executor, 'isRunning' | 'stop' | 'quiet'>;

/** Returns when there is nothing more to do. */
export async function serve(line: Line, { folder, open, idleMs, ports, ending }: Service): Promise<void> {
  makeFolder(folder, open);
  const claimed = claim(folder);
  const executor = 'holder' in claimed ? busy(claimed.holder) : await ready(folder, ports);
  const sockets = new Set<Readable>('input' in line ? [line.input] : []);
  const server = createServer({ allowHalfOpen: true }, (socket) => void talk(socket, socket));
  const close = () => {
    for (const socket of sockets) socket.destroy();
    server.close();
  };
  let timer: NodeJS.Timeout | undefined;
  const again = () => {
    clearTimeout(timer);
    timer = setTimeout(() => (executor.isRunning ? again() : close()), idleMs);
  };
  const asked: Asked = {
    ahead: (ask) => executor.ahead(ask),
    answer: (ask, tell) => executor.answer(ask, tell).finally(again),
  };
  async function talk(input: Readable, output: Writable): Promise<void> {
    sockets.add(input.on('data', again));
    await converse(input, output, asked);
    sockets.delete(input);
    output.end();
  }
  ending.addEventListener('abort', () => {
    executor.stop();
    close();
  });
  again();
  try {
    if ('input' in line) await talk(line.input, line.output);
    else await once(server.listen({ fd: line.listenOn }), 'close');
    await executor.quiet();
  } finally {
    clearTimeout(timer);
    if ('release' in claimed) claimed.release();
  }
}

/** With a state that cannot be read nothing runs, and everybody is told so: to die would be to be started again at once. */
async function ready(path: string, ports: Ports): Promise<Asking> {
  try {
    const folder = new Folder(path);
    await recover(folder, ports.clock, ports.platform);
    return new Executor(folder, ports);
  } catch (error) {
    process.stderr.write(`The executor cannot use ${path}: ${String(error)}\n`);
    return refusing('disk', () => {});
  }
}

/** Another one has the folder: the one before, whose agent was killed while it ran something. It can be stopped all the same. */
function busy(holder: number): Asking {
  return refusing('busy', () => {
    if (holder > 0) process.kill(holder, 'SIGTERM');
  });
}

function refusing(code: string, stop: () => void): Asking {
  const ahead: Asked['ahead'] = ({ ask }) => (ask === 'stop' ? stop() : undefined);
  return { isRunning: false, ahead, stop() {}, answer: async () => code, quiet: async () => {} };
}
