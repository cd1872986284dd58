/** Many sockets that are not ours: pairs on loopback, held by processes of their own, because one may open only so many. */
import { Child } from './child.ts';
import { until } from '../../support/fettle.ts';

/** Two sockets a pair; below the limit of open files that systems usually have. */
const pairsPerProcess = 4_000;
/** One address has some 28,000 ports to call from. */
const program = `
const net = require('node:net');
const [count, host] = process.argv.slice(1);
let open = 0;
const all = new Set();
// Reset and not closed, so that the kernel forgets them at once.
process.on('SIGTERM', () => { for (const socket of all) socket.resetAndDestroy(); setTimeout(() => process.exit(), 500); });
const server = net.createServer((socket) => all.add(socket.on('error', () => {}))).listen(0, host, 4096, next);
function next() {
  if (open === Number(count)) return console.log('open');
  const socket = net.connect(server.address().port, host, () => { open++; all.add(socket); next(); });
  socket.on('error', (error) => { console.log('stopped at ' + open + ': ' + error.code + ' open'); });
}
`;

export interface Held {
  /** Sockets, both ends counted. */
  readonly count: number;
  stop(): Promise<void>;
}

export async function holdSockets(count: number): Promise<Held> {
  const children: Child[] = [];
  let pairs = Math.ceil(count / 2);
  for (let at = 0; pairs > 0; at++) {
    const some = Math.min(pairs, pairsPerProcess);
    children.push(new Child(process.execPath, ['-e', program, String(some), `127.0.0.${at + 2}`]));
    pairs -= some;
  }
  for (const child of children) await until('the sockets to be open', () => child.output.includes('open'), 60_000);
  const failed = children.find(({ output }) => output.includes('stopped'));
  if (failed !== undefined) process.stderr.write(`Not all sockets could be opened: ${failed.output}`);
  return {
    count,
    async stop() {
      for (const child of children) await child.stop();
    },
  };
}
