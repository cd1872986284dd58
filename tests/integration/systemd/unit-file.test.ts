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

/** Says what the unit would be, as anybody may ask. */
function printed(...flags: readonly string[]): string {
  const path = join(folder, 'fettle-agent.service');
  writeFileSync(path, execFileSync(process.execPath, [main, 'install', '--print', ...flags], { encoding: 'utf8' }));
  return path;
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
    const path = printed();
    const unit = readFileSync(path, 'utf8');
    // The copy that the unit starts is there only once it is installed.
    const copy = '/usr/local/lib/fettle/node';
    expect(unit).toContain(`ExecStart=${copy} `);
    writeFileSync(path, unit.replaceAll(copy, process.execPath));
    const told = execFileSync('systemd-analyze', ['verify', '--man=no', path], {
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
