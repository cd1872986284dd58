/** `fettle service`, on records of its own. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportCommand } from '@fettle/collector/commands/export';
import { serviceCommand } from '@fettle/collector/commands/service';
import { expect, test } from 'vitest';
import { commandLine } from '../support/cli.ts';

const file = `services:
  mail:
    name: Mail
    criticality: vital
    parts:
      servers: { devices: role=mail, need: any }
`;

test('made from a file, listed, shown, changed, taken away; what is wrong is told with its place', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'fettle-service-'));
  try {
    const path = join(folder, 'mail.yaml');
    writeFileSync(path, file);
    const program = { service: serviceCommand, export: exportCommand };
    const fettle = commandLine(program, { FETTLE_DATA: join(folder, 'data'), FETTLE_HOME: join(folder, 'home') });
    expect((await fettle('service', 'list')).out).toContain('No service yet');
    expect(await fettle('service', 'put', 'mail', '-f', path)).toMatchObject({
      code: 0,
      out: 'Service mail: 1 parts, 0 devices.',
    });
    const list = await fettle('service', 'list', '--json');
    expect(JSON.parse(list.out)).toMatchObject({ items: [{ id: 'mail', state: 'unknown', version: 1 }], next: null });
    expect((await fettle('service', 'list')).out).toMatch(/^unknown +Mail/m);
    const shown = JSON.parse((await fettle('service', 'show', 'mail', '--for', '1h', '--json')).out);
    expect(shown).toMatchObject({ service: { id: 'mail' }, history: { service: 'mail' } });
    expect((await fettle('service', 'show', 'mail')).out).toContain('servers: 0 of 0 there, too few');
    await fettle('service', 'put', 'mail', '-f', path);
    writeFileSync(path, file.replace('name: Mail', 'name: Post'));
    expect(JSON.parse((await fettle('service', 'put', 'mail', '-f', path, '--json')).out)).toMatchObject({
      name: 'Post',
      version: 2,
    });
    writeFileSync(path, file.replace('need: any', 'need: most'));
    const wrong = await fettle('service', 'put', 'mail', '-f', path);
    expect(wrong).toMatchObject({ code: 1, err: expect.stringMatching(/mail\.yaml:6:\d+: error: “need” is/) });
    expect((await fettle('service', 'put', 'other', '-f', path)).err).toContain('error');
    writeFileSync(path, file);
    expect((await fettle('service', 'put', 'other', '-f', path)).err).toContain('has no service other');
    expect(await fettle('service', 'put', 'mail', '-f', join(folder, 'none.yaml'))).toMatchObject({ code: 2 });
    expect((await fettle('export')).out).toContain('services:\n  mail:\n    name: Post');
    expect(await fettle('service', 'delete', 'mail')).toMatchObject({ code: 0, out: 'Service mail is gone.' });
    expect(await fettle('service', 'delete', 'mail')).toMatchObject({ code: 1 });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
