/** Lets others ask, until nobody has for a while. */
import { createServer, type Socket } from 'node:net';
import type { Readable, Writable } from 'node:stream';
import { claim } from './claim.ts';
import { converse } from './conversation.ts';
import { Executor, type Ports } from './executor.ts';
import { makeFolder, openFolder } from './folder.ts';
import { recover } from './recover.ts';
import type { Ask } from './wire.ts';

export type Line =
  /** One who spawned it: it ends with him, when what runs has ended. */
  | { readonly input: Readable; readonly output: Writable }
  /** A listening socket that it was given: it ends when nobody is connected for so long. */
  | { readonly listenOn: number };

export interface Service {
  readonly folder: string;
  /** Whether it runs programs as other users. */
  readonly open: boolean;
  readonly idleMs: number;
  readonly ports: Ports;
  /** Aborted when this process is to end: what runs is stopped, and gets its receipt. */
  readonly ending: AbortSignal;
}

type Asking = Pick<Executor, 'isRunning' | 'ahead' | 'stop' | 'answer' | 'quiet'>;

/** Returns when there is nothing more to do. */
export async function serve(line: Line, { folder, open, idleMs, ports, ending }: Service): Promise<void> {
  makeFolder(folder, open);
  const claimed = claim(folder);
  if ('holder' in claimed) return busy(line, claimed.holder);
  try {
    const executor = await ready(folder, ports);
    ending.addEventListener('abort', () => executor.stop());
    await ('input' in line ? overPipe(line, executor, idleMs, ending) : overSocket(line, executor, idleMs, ending));
  } finally {
    claimed.release();
  }
}

/** With a state that cannot be read nothing runs, and everybody is told so: to die would be to be started again at once. */
async function ready(folder: string, ports: Ports): Promise<Asking> {
  try {
    const opened = openFolder(folder);
    await recover(opened, ports.clock, ports.platform);
    return new Executor(opened, ports);
  } catch (error) {
    process.stderr.write(`The executor cannot use ${folder}: ${String(error)}\n`);
    return { isRunning: false, ahead() {}, stop() {}, answer: async () => 'disk', quiet: async () => {} };
  }
}

async function overPipe(
  { input, output }: Extract<Line, { readonly input: Readable }>,
  executor: Asking,
  idleMs: number,
  ending: AbortSignal,
): Promise<void> {
  const idle = idleTimer(idleMs, executor, () => input.destroy());
  ending.addEventListener('abort', () => input.destroy());
  input.on('data', idle.again);
  await converse(input, output, askedOf(executor, idle.again));
  idle.end();
}

async function overSocket(
  { listenOn }: Extract<Line, { readonly listenOn: number }>,
  executor: Asking,
  idleMs: number,
  ending: AbortSignal,
): Promise<void> {
  const sockets = new Set<Socket>();
  async function talk(socket: Socket): Promise<void> {
    sockets.add(socket);
    idle.again();
    socket.on('data', idle.again);
    await converse(socket, socket, askedOf(executor, idle.again));
    sockets.delete(socket);
    socket.end();
    idle.again();
  }
  const server = createServer({ allowHalfOpen: true }, (socket) => void talk(socket));
  const close = () => {
    for (const socket of sockets) socket.destroy();
    server.close();
  };
  const idle = idleTimer(idleMs, executor, close);
  ending.addEventListener('abort', close);
  await new Promise<void>((resolve, reject) => {
    server.once('close', resolve).once('error', reject);
    server.listen({ fd: listenOn });
  });
  idle.end();
  await executor.quiet();
}

function askedOf(executor: Asking, again: () => void) {
  return {
    ahead: (ask: Ask) => executor.ahead(ask),
    async answer(...args: Parameters<Executor['answer']>) {
      const error = await executor.answer(...args);
      again();
      return error;
    },
  };
}

/** What runs is never idle. */
function idleTimer(ms: number, executor: Asking, then: () => void): { again: () => void; end: () => void } {
  let timer: NodeJS.Timeout | undefined;
  const again = () => {
    clearTimeout(timer);
    timer = setTimeout(() => (executor.isRunning ? again() : then()), ms);
  };
  again();
  return { again, end: () => clearTimeout(timer) };
}

/** Another one has the folder: the one before, whose agent was killed while it ran something. It can be stopped all the same. */
async function busy(line: Line, holder: number): Promise<void> {
  if (!('input' in line)) throw new Error(`process ${holder} is the executor`);
  const ahead = (ask: Ask) => {
    if (ask.ask === 'stop' && holder > 0) process.kill(holder, 'SIGTERM');
  };
  await converse(line.input, line.output, { ahead, answer: async () => 'busy' });
}
