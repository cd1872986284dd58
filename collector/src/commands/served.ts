/** How the collector was reached when it last began to listen, for commands that run beside it with less configuration. */
import { join } from 'node:path';
import type { Config, Effective } from '../config.ts';
import { readIfThere, writeDurably } from '../operator/durable-file.ts';
import { unwritable } from './places.ts';

const kept = ['host', 'port', 'tls', 'tlsCert', 'tlsKey', 'tlsNames', 'trustedProxy'] as const;
type Served = Pick<Config, (typeof kept)[number]>;

const fileIn = (data: string) => join(data, 'served.json');

/** @param address where it listens now; its port counts when the configured one was 0. @throws `data_unwritable` */
export async function keepServed(config: Config, address: string): Promise<void> {
  const port = Number(new URL(address).port) || config.port;
  const served = Object.fromEntries(kept.map((key) => [key, key === 'port' ? port : config[key]]));
  try {
    await writeDurably(fileIn(config.data), `${JSON.stringify(served, null, 2)}\n`);
  } catch (error) {
    throw unwritable(config.data, error as Error);
  }
}

/** The configuration, and where nothing was said, as the collector was last started. */
export async function asServed({ config, sources }: Effective): Promise<Config> {
  const text = await readIfThere(fileIn(config.data));
  if (text === null) return config;
  const served = JSON.parse(text) as Partial<Served>;
  const said = Object.entries(served).filter(([key]) => sources[key as keyof Config] === 'default');
  return { ...config, ...Object.fromEntries(said) };
}
