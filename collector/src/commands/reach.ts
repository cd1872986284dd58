/** How a command comes to its collector: beside its data folder, or over HTTPS from another machine. */
import { hostname } from 'node:os';
import type { Role } from '@fettle/shared/api/session';
import { FettleError } from '@fettle/shared/errors';
import type { Envelope } from '@fettle/shared/trust/envelope';
import { type Command, Option } from 'commander';
import { systemClock } from '../clock.ts';
import { type Config, readToken } from '../config.ts';
import { createApiToken, publishRoot, revokeApiToken } from '../domain/access/index.ts';
import { bearer, type Collector, collectorAt } from '../operator/reach/client.ts';
import { type Place, placeOf } from '../operator/reach/place.ts';
import { localActor } from './actor.ts';
import { configured, placed } from './flags.ts';
import { withRecords } from './records.ts';
import { asServed } from './served.ts';
import { tlsMode } from './tls/mode.ts';
import { inUrl, reachableName } from './tls/names.ts';
import { openCa } from './tls/own-ca.ts';

/** `placed`, and where a collector on another machine is. */
export function reaching(command: Command): Command {
  return placed(command)
    .option(
      '--collector <url>',
      'a collector on another machine (FETTLE_COLLECTOR), with an API token in FETTLE_TOKEN_FILE',
    )
    .addOption(
      new Option(
        '--collector-pin <hex>',
        'pin of that collector’s certificate (FETTLE_COLLECTOR_PIN); without it this machine’s CAs decide',
      ),
    );
}

export interface Reached {
  readonly config: Config;
  readonly collector: Collector;
  /** Makes a chain of roots the collector's. @throws FettleError `not_allowed` from another machine */
  publishRoots(chain: readonly Envelope[]): Promise<void>;
}

/** A token made beside the data folder is over by then, should this process be killed. */
const briefMs = 15 * 60_000;

export interface Asking {
  readonly role: Role;
  readonly lastsMs?: number;
  /** Who is signed in by a browser; it goes before a token, and from another machine makes do without one. */
  readonly session?: (() => Readonly<Record<string, string>> | null) | null;
}

export async function withCollector<Result>(
  command: Command,
  { role, lastsMs = briefMs, session = null }: Asking,
  work: (reached: Reached) => Promise<Result>,
): Promise<Result> {
  const effective = configured(command);
  const { config } = effective;
  if (config.collector !== null) return work(fromAfar(config, config.collector, session));
  const served = await asServed(effective);
  const place = await placeBeside(served);
  const { token, secret } = await withRecords(config, ({ access }) => {
    const now = systemClock.now();
    const asked = {
      name: `fettle ${command.name()} on this machine`,
      role,
      sites: 'all' as const,
      expiresAt: now + lastsMs,
    };
    return createApiToken({ store: access, now }, localActor, asked);
  });
  try {
    return await work({
      config: served,
      collector: collectorAt(place, () => session?.() ?? bearer(secret)()),
      publishRoots: (chain) => publishBeside(config, chain),
    });
  } finally {
    await withRecords(config, ({ access }) =>
      revokeApiToken({ store: access, now: systemClock.now() }, localActor, { id: token.id }),
    );
  }
}

function fromAfar(config: Config, address: string, session: Asking['session'] = null): Reached {
  const token = readToken(config);
  if (token === null && session === null)
    throw new FettleError(
      'config_invalid',
      'Name a file with an API token in FETTLE_TOKEN_FILE: `fettle token create --role operator` makes one where the collector is.',
    );
  return {
    config,
    collector: collectorAt(
      placeOf(address, config.collectorPin),
      () => session?.() ?? (token === null ? {} : bearer(token)()),
    ),
    async publishRoots() {
      throw new FettleError(
        'not_allowed',
        'A token may not touch trust roots. Take the file to where the collector’s data folder is: `fettle trust publish FILE`.',
      );
    },
  };
}

/** The collector verifies nothing for us: whoever reads its data folder has its word. The chain was verified here. */
export async function publishBeside(config: Config, chain: readonly Envelope[]): Promise<void> {
  await withRecords(config, ({ access }) =>
    publishRoot({ store: access, now: systemClock.now() }, localActor, { chain }),
  );
}

/** Where the collector of this data folder listens, as this machine comes there. */
async function placeBeside(served: Config): Promise<Place> {
  const mode = tlsMode(served);
  const { host, port } = served;
  const near = ['0.0.0.0', '::', '[::]'].includes(host) ? '127.0.0.1' : host;
  if (mode.kind === 'plain') return placeOf(`http://${inUrl(near)}:${port}`, null);
  if (mode.kind === 'made')
    return placeOf(`https://${inUrl(near)}:${port}`, (await openCa(served.data, systemClock.now())).pin);
  return placeOf(`https://${inUrl(reachableName(served, hostname()))}:${port}`, null);
}
