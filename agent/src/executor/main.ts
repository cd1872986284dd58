/**
 * The executor's program: `--folder <its own>` to be asked over stdin and stdout, or with `--listen` on the
 * socket that systemd hands over (sd_listen_fds(3)). Ends when it was asked nothing for `--idle` ms.
 */
import { parseArgs } from 'node:util';
import { systemClock } from './clock.ts';
import { platformOf } from './platform/platforms.ts';
import { serve } from './serve.ts';

const { values } = parseArgs({
  options: {
    folder: { type: 'string' },
    listen: { type: 'boolean', default: false },
    idle: { type: 'string', default: '30000' },
  },
});
const { folder, listen, idle } = values;
if (folder === undefined) throw new Error('--folder is missing');
const isRoot = process.getuid?.() === 0;
process.umask(0o077);

const ending = new AbortController();
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => ending.abort());
// Its terminal or its agent has gone: what runs goes on.
process.on('SIGHUP', () => {});
await serve(listen ? { listenOn: 3 } : { input: process.stdin, output: process.stdout }, {
  folder,
  open: isRoot,
  idleMs: Number(idle),
  ports: { clock: systemClock, platform: platformOf(), grace: { timeout: 10_000, stop: 2_000 }, at: () => {} },
  ending: ending.signal,
});
// Programs that escaped may still hold its pipes.
process.exit(0);
