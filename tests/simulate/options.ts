import { parseArgs } from 'node:util';
import { resolve } from 'node:path';

export interface Options {
  readonly devices: number;
  readonly days: number;
  readonly seed: number;
  readonly port: number;
  /** Full path, or undefined for a temporary folder that is removed at the end. */
  readonly data: string | undefined;
  /** Go on live after the history. */
  readonly live: boolean;
  /** Build the dashboard first, if it is not up to date. */
  readonly build: boolean;
  readonly json: boolean;
}

export const usage = `npm run simulate -- [--devices 200] [--days 30] [--seed 1] [--port 8420] [--data DIR] [--no-live] [--no-build] [--json]

A fleet to look at: history in simulated time, then live devices over real sockets until Ctrl-C.
  --devices N  1 to 5000; servers, desktops and routers on four sites, some 60 series each
  --days N     of history, 0 to 400; the last at one frame a minute, those before at one in five
  --seed N     the same seed is the same fleet with the same troubles
  --port N     where the collector listens, on loopback; 0 takes a free port
  --data DIR   kept, and gone on with the next time; without it a temporary folder that is removed at the end
  --no-live    end after the history
  --no-build   take the dashboard as it was built last
  --json       one JSON line for each thing that is told
  --help       this

The troubles that were planted are written to truths.json in the data folder; its path is printed first, then an address and
a login. docs/simulate.md says what is made and what the truths mean.`;

/** @throws Error that says what is wrong, for people */
export function readOptions(args: readonly string[]): Options | 'help' {
  const { values } = parseArgs({
    args: [...args],
    allowNegative: true,
    options: {
      devices: { type: 'string', default: '200' },
      days: { type: 'string', default: '30' },
      seed: { type: 'string', default: '1' },
      port: { type: 'string', default: '8420' },
      data: { type: 'string' },
      live: { type: 'boolean', default: true },
      build: { type: 'boolean', default: true },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return 'help';
  return {
    devices: whole('devices', values.devices, 1, 5_000),
    days: whole('days', values.days, 0, 400),
    seed: whole('seed', values.seed, 0, 2 ** 31),
    port: whole('port', values.port, 0, 65_535),
    data: values.data === undefined ? undefined : resolve(values.data),
    live: values.live,
    build: values.build,
    json: values.json,
  };
}

function whole(name: string, text: string, least: number, most: number): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= least && number <= most && text.trim() !== '') return number;
  throw new Error(`--${name} ${text}: give a whole number from ${least} to ${most}.`);
}
