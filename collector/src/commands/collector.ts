import { chmodSync, existsSync } from 'node:fs';
import { flushCompileCache } from 'node:module';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FettleError } from '@fettle/shared/errors';
import { Command } from 'commander';
import { pino } from 'pino';
import { type AppOptions, createApp } from '../app.ts';
import { systemClock } from '../clock.ts';
import { type Config, configKeys, type Effective } from '../config.ts';
import { makeSetupCode, systemActor } from '../domain/access/index.ts';
import { installDefaults } from '../domain/rules/index.ts';
import { offerShipped } from '../domain/scripts/index.ts';
import { readLibrary } from '../edge/files/index.ts';
import { backUp } from '../store/backup/back-up.ts';
import { freeBytes } from '../store/free-bytes.ts';
import { openRecords } from '../store/open.ts';
import { openSqliteSeries } from '../store/series-sqlite/open.ts';
import { backupPlan } from './backup.ts';
import { BackupDesk } from './backup-desk.ts';
import { configured, placed } from './flags.ts';
import { homeAt } from '../operator/home.ts';
import { collectorIdentity } from './identity.ts';
import { requireSealedKey } from './key.ts';
import { noticeKey } from './notice-key.ts';
import { makeDataFolder, recordsPlace } from './places.ts';
import { retentionPlan } from './plan.ts';
import { keepServed } from './served.ts';
import { tlsMode } from './tls/mode.ts';
import { inUrl, reachableName } from './tls/names.ts';
import { openCertificate } from './tls/source.ts';

const libraryFolder = fileURLToPath(new URL('../../../scripts/library', import.meta.url));

/** When what was compiled is kept, after the start; the first time that takes some tenths of a second. */
const compiledKeptMs = 2_000;

/** `fettle collector`: the server. */
export function collectorCommand(): Command {
  return placed(new Command('collector'))
    .description('Run the collector: takes frames from agents, serves the API and the dashboard')
    .option('--host <address>', 'where to listen (FETTLE_HOST, default 127.0.0.1)')
    .option('--port <port>', 'the port (FETTLE_PORT, default 8420)')
    .option('--tls <kind>', 'auto own off (FETTLE_TLS, default auto: on at any address but loopback)')
    .option('--tls-cert <file>', 'your own certificate with its chain, PEM (FETTLE_TLS_CERT)')
    .option('--tls-key <file>', 'its key, PEM (FETTLE_TLS_KEY)')
    .option('--tls-names <names>', 'further names, with commas between (FETTLE_TLS_NAMES)')
    .option('--trusted-proxy <addresses>', 'proxies that end TLS before it (FETTLE_TRUSTED_PROXY)')
    .option('--public-url <address>', 'where people reach the dashboard, for links in notices (FETTLE_PUBLIC_URL)')
    .option('--log-level <level>', 'silent error warn info debug trace (FETTLE_LOG_LEVEL)')
    .option('--retention-days <days>', 'how long samples are kept as they came (FETTLE_RETENTION_DAYS, default 14)')
    .option('--five-minute-days <days>', 'and in steps of five minutes (FETTLE_FIVE_MINUTE_DAYS, default 90)')
    .option('--hour-days <days>', 'and in steps of an hour (FETTLE_HOUR_DAYS, default 1827)')
    .option(
      '--durability <kind>',
      'acknowledged samples survive `full`: power loss, `normal`: a crash (FETTLE_DURABILITY)',
    )
    .option('--print-config', 'print the effective configuration and where each value comes from, then end')
    .addHelpText('after', '\nExample:\n  FETTLE_PORT=9000 npx --no fettle collector --data /var/lib/fettle\n')
    .action(async (_options, command: Command) => {
      const printOnly = command.opts<{ printConfig?: boolean }>().printConfig ?? false;
      const effective = configured(command);
      if (printOnly) process.stdout.write(`${describe(effective)}\n`);
      else await runCollector(effective);
    });
}

/** Every key, its value and its source; a password in an address is left out. */
export function describe({ config, sources }: Effective): string {
  const shown = (value: Config[keyof Config]) =>
    (String(value ?? '') || 'none').replace(/(:\/\/[^:/@]+):[^@]+@/, '$1:…@');
  return configKeys.map((key) => `${key.padEnd(16)} ${shown(config[key]).padEnd(40)} ${sources[key]}`).join('\n');
}

async function openStores(config: Config, log: pino.Logger) {
  const records = await openRecords(recordsPlace(config));
  try {
    const { durability } = config;
    const say = (error: Error) => log.error({ err: error }, 'the series');
    return { ...records, series: await openSqliteSeries(join(config.data, 'series'), { durability, say }) };
  } catch (error) {
    await records.close();
    throw error;
  }
}

/** Runs until a signal ends it. */
export async function runCollector(effective: Effective, pace: Pick<AppOptions, 'noticePace'> = {}): Promise<void> {
  const { config } = effective;
  // Before anything is made: a wrong configuration leaves nothing behind.
  tlsMode(config);
  await refuseOpenKey(config);
  makeDataFolder(config.data);
  chmodSync(config.data, 0o700);
  const log = pino({ level: config.logLevel, base: null }, pino.destination({ dest: 2, sync: true }));
  log.info(
    {
      config: Object.fromEntries(
        describe(effective)
          .split('\n')
          .map((line) => line.split(/\s+/, 2)),
      ),
    },
    'configuration',
  );
  const identity = await collectorIdentity(config.data);
  const certificate = await openCertificate(config, systemClock.now());
  const stores = await openStores(config, log);
  await installDefaults({ store: stores.rules, now: systemClock.now() }, systemActor('start'));
  await offerLibrary(stores);
  const { trustedProxy } = config;
  const app = await createApp({
    stores,
    identity,
    clock: systemClock,
    log,
    plan: retentionPlan(config),
    trustedProxy,
    certificate,
    noticeKey: await noticeKey(config.data),
    freeBytes: () => freeBytes(config.data),
    ...pace,
  });
  if (certificate !== null) renewOnSignal(app, log);
  const desk = new BackupDesk(
    config.data,
    (target, signal) => backUp(stores.series, backupPlan(config, target, systemClock.now()), signal),
    (error) => log.error({ err: error }, 'a request for a backup was not answered'),
  );
  desk.open();
  const close = () => desk.close().then(() => app.close());
  const stop = stopOnSignal(close, log);
  try {
    const address = await listen(app, config);
    await keepServed(config, address);
    app.reachedAt(publicAddress(config, address));
    log.info({ address }, 'the collector listens');
    process.stdout.write(`Fettle collector at ${address}\n`);
    await tellSetupCode(stores.access, address);
    // Else it is written only at an end in order, and a start after another end would compile everything anew.
    setTimeout(flushCompileCache, compiledKeptMs).unref();
  } catch (error) {
    await stop();
    throw error;
  }
}

/** What ships waits for a publisher's signature; the collector itself can sign nothing. */
async function offerLibrary({ scripts }: Awaited<ReturnType<typeof openStores>>): Promise<void> {
  const shipped = new Map(readLibrary(libraryFolder).map(({ name, body }) => [name, body]));
  await offerShipped({ store: scripts, now: systemClock.now() }, systemActor('start'), shipped);
}

/** The operator's key need not be on this machine at all; one that is must not lie open where others reach us. */
async function refuseOpenKey(config: Config): Promise<void> {
  if (existsSync(homeAt(config.home).keyFile)) await requireSealedKey(config, null);
}

type App = Awaited<ReturnType<typeof createApp>>;

async function listen(app: App, { host, port }: Config): Promise<string> {
  try {
    return await app.listen(host, port);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE') {
      throw new FettleError(
        'port_in_use',
        `Port ${port} is in use. Stop what uses it, or choose another with FETTLE_PORT.`,
      );
    }
    if (code === 'EACCES')
      throw new FettleError('config_invalid', `port ${port}: this user may not listen there. Choose one above 1023.`);
    throw new FettleError('config_invalid', `host ${host}, port ${port}: ${message}`);
  }
}

/** What links in notices begin with. */
function publicAddress(config: Config, address: string): string {
  if (config.publicUrl !== null) return config.publicUrl;
  const { protocol, port } = new URL(address);
  return protocol === 'http:' ? address : `https://${inUrl(reachableName(config, hostname()))}:${port || '443'}`;
}

/** Until somebody is there to sign in, each start makes a new code. */
async function tellSetupCode(store: Parameters<typeof makeSetupCode>[0]['store'], address: string): Promise<void> {
  if (await store.anyPerson()) return;
  const { code } = await makeSetupCode({ store, now: systemClock.now() });
  process.stdout.write(`Setup code: ${code} (30 minutes). Open ${address}/setup to make the first administrator.\n`);
}

/** SIGHUP, as those who renew certificates send it. */
function renewOnSignal(app: App, log: pino.Logger): void {
  process.on('SIGHUP', () => {
    app.renewCertificate().catch((error: unknown) => {
      process.stderr.write(`${(error as Error).message}\n`);
      log.error({ err: error }, 'the certificate was not renewed');
    });
  });
}

/** Ends in order on the first signal, at once on the second. */
function stopOnSignal(close: () => Promise<void>, log: pino.Logger): () => Promise<void> {
  let stopping: Promise<void> | undefined;
  const stop = () => (stopping ??= close());
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (stopping) process.exit(1);
      log.info({ signal }, 'stopping');
      void stop().then(
        () => process.exit(0),
        (error: unknown) => {
          log.error({ err: error }, 'stopping failed');
          process.exit(1);
        },
      );
    });
  }
  return stop;
}
