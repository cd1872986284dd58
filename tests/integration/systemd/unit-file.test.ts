import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect } from 'vitest';
import { requires } from '../../support/requires.ts';

const main = fileURLToPath(new URL('../../../agent/src/main.ts', import.meta.url));
const most = 2;
let folder = '';
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'fettle-unit-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const units = ['fettle-agent.service', 'fettle-executor.socket', 'fettle-executor.service'];

/** Says what the units would be, as anybody may ask; gives the file of the agent's. */
function printed(...flags: readonly string[]): string {
  const all = execFileSync(process.execPath, [main, 'install', '--print', ...flags], { encoding: 'utf8' });
  const parts = all.split(/^(?=# Made by )/m);
  expect(parts.length).toBe(units.length);
  units.forEach((name, place) => writeFileSync(join(folder, name), parts[place] ?? ''));
  return join(folder, 'fettle-agent.service');
}
const exposure = (path: string) => {
  const all = ['security', '--offline=yes', '--no-pager', path];
  return Number(
    /exposure level for \S+: ([\d.]+)/.exec(execFileSync('systemd-analyze', all, { encoding: 'utf8' }))?.[1],
  );
};

// Also where no systemd can be booted: it only reads the file.
requires('systemd').describe('the unit that is printed', () => {
  requires('systemd').test(`is exposed no more than ${most}, wherever the data lie`, () => {
    for (const flags of [[], ['--data', '/srv/fettle'], ['--user', 'watcher']]) {
      const found = exposure(printed(...flags));
      expect(found).toBeGreaterThan(0.5);
      expect(found).toBeLessThanOrEqual(most);
    }
  });

  requires('systemd').test('has no fault that systemd knows', () => {
    printed();
    // The copy that the units start is there only once they are installed.
    const copy = '/usr/local/lib/fettle/node';
    const paths = units.map((name) => join(folder, name));
    for (const path of paths) {
      const unit = readFileSync(path, 'utf8');
      if (path.endsWith('.service')) expect(unit).toContain(`ExecStart=${copy} `);
      writeFileSync(path, unit.replaceAll(copy, process.execPath));
    }
    const told = execFileSync('systemd-analyze', ['verify', '--man=no', ...paths], {
      encoding: 'utf8',
      stdio: 'pipe',
    });
    expect(told).toBe('');
  });

  requires('systemd').test('a unit without hardening would be seen', () => {
    const path = join(folder, 'bare.service');
    writeFileSync(path, '[Service]\nExecStart=/bin/true\n');
    expect(exposure(path)).toBeGreaterThan(9);
  });
});
