import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { openRecords } from '@fettle/collector/store/open';
import { describe, expect, test } from 'vitest';
import { Fettle, Running, until } from '../support/fettle.ts';

const collectorMain = fileURLToPath(new URL('../../collector/src/main.ts', import.meta.url));

/** Starts a collector that cannot start: what it printed and how it ended. */
async function refused(env: NodeJS.ProcessEnv, ...flags: string[]): Promise<{ code: number | null; said: string }> {
  const collector = new Running([collectorMain, 'collector', ...flags], env);
  if (collector.alive) await once(collector.child, 'exit');
  return { code: collector.child.exitCode, said: collector.output };
}

describe('a collector that cannot start says why and what to do', () => {
  test('the port is in use', async () => {
    await using fettle = await Fettle.create();
    const other = createServer().listen(fettle.port, '127.0.0.1');
    await once(other, 'listening');
    const { code, said } = await refused(fettle.env);
    other.close();
    expect(code).toBe(1);
    expect(said).toContain(
      `Port ${fettle.port} is in use. Stop what uses it, or choose another with FETTLE_PORT. (port_in_use)`,
    );
  });

  test('the data folder cannot be written', async () => {
    await using fettle = await Fettle.create();
    const file = join(fettle.folder, 'a-file');
    writeFileSync(file, 'in the way');
    const { code, said } = await refused({ ...fettle.env, FETTLE_DATA: join(file, 'data') });
    expect(code).toBe(1);
    expect(said).toContain('(data_unwritable)');
    expect(said).toContain('FETTLE_DATA');
  });

  test('another collector has the data folder', async () => {
    await using fettle = await Fettle.create();
    await fettle.startCollector();
    const { code, said } = await refused(fettle.env, '--port', '0');
    expect(code).toBe(1);
    expect(said).toContain('(data_in_use)');
  });

  test.each(['records.db', 'series/journal.db'])('%s is of a newer version', async (name) => {
    await using fettle = await Fettle.create();
    await fettle.startCollector();
    await fettle.collector?.stop();
    const db = new DatabaseSync(join(fettle.data, name));
    db.exec(name === 'series/journal.db' ? 'pragma user_version = 9999' : 'update schema_version set version = 9999');
    db.close();
    const { code, said } = await refused(fettle.env);
    expect(code).toBe(1);
    expect(said).toContain('(database_newer)');
    expect(said).toMatch(/newer version/);
  });

  test('a wrong key of the configuration is named with its place', async () => {
    await using fettle = await Fettle.create();
    const file = join(fettle.folder, 'fettle.json');
    writeFileSync(file, JSON.stringify({ prot: 8420 }));
    const { code, said } = await refused(fettle.env, '--config', file);
    expect(code).toBe(2);
    expect(said).toContain('prot (file): there is no such key');
  });

  test('an address that others can reach needs TLS', async () => {
    await using fettle = await Fettle.createSealed();
    const { code, said } = await refused({ ...fettle.env, FETTLE_HOST: '0.0.0.0', FETTLE_TLS: 'off' });
    expect(code).toBe(1);
    expect(said).toContain('(bind_needs_tls)');
    expect(said).toMatch(/Leave FETTLE_TLS out.*FETTLE_TRUSTED_PROXY/);
  });

  test('the CA of the devices is lost', async () => {
    await using fettle = await Fettle.createSealed();
    mkdirSync(join(fettle.data, 'tls'));
    writeFileSync(join(fettle.data, 'tls', 'ca.crt'), 'what is left');
    const { code, said } = await refused({ ...fettle.env, FETTLE_HOST: '0.0.0.0' });
    expect(code).toBe(1);
    expect(said).toMatch(/ca\.key cannot be used: it is missing\. Restore .* backup.*\(tls_files_damaged\)/);
  });

  test('the own certificate cannot be read', async () => {
    await using fettle = await Fettle.createSealed();
    const missing = join(fettle.folder, 'cert.pem');
    const { code, said } = await refused({ ...fettle.env, FETTLE_TLS_CERT: missing, FETTLE_TLS_KEY: missing });
    expect(code).toBe(1);
    expect(said).toContain('cert.pem cannot be used: ENOENT');
    expect(said).toContain('(tls_certificate_unusable)');
  });

  test('the operator’s key lies open where others reach the collector', async () => {
    await using fettle = await Fettle.create();
    const open = await refused({ ...fettle.env, FETTLE_HOST: '0.0.0.0' });
    expect(open.code).toBe(1);
    expect(open.said).toContain('(passphrase_needed)');
    const file = join(fettle.folder, 'passphrase');
    writeFileSync(file, 'a long enough passphrase\n');
    const seal = /npx --no fettle (key seal --new-passphrase-file) FILE/.exec(open.said)?.[1]?.split(' ') ?? [];
    await fettle.cli(...seal, file);
    const collector = new Running([collectorMain, 'collector'], { ...fettle.env, FETTLE_HOST: '0.0.0.0' });
    await until('the collector to listen', () => collector.output.includes('Fettle collector at https://'));
    await collector.stop();
  });
});

test('a stop in order loses nothing and leaves nothing locked', async () => {
  await using fettle = await Fettle.create();
  await fettle.startCollector();
  expect(await fettle.collector?.stop('SIGTERM')).toBe(0);
  await fettle.startCollector();
  expect(await fettle.collector?.stop('SIGINT')).toBe(0);
  const records = await openRecords({ sqlite: join(fettle.data, 'records.db') });
  await records.close();
});
