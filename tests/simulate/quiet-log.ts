import { inspect } from 'node:util';
import type { ServerLog } from '@fettle/collector/edge/http/server';

const nothing = () => undefined;

/** What goes wrong inside the collector is the one thing worth a line on stderr. */
function tell(details: object | string, text?: string): void {
  if (typeof details === 'string') process.stderr.write(`collector: ${details}\n`);
  else process.stderr.write(`collector: ${text ?? ''} ${inspect(details)}\n`);
}

export const quietLog: ServerLog = {
  level: 'error',
  fatal: tell,
  error: tell,
  warn: nothing,
  info: nothing,
  debug: nothing,
  trace: nothing,
  silent: nothing,
  child: () => quietLog,
};
