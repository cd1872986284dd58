/** The vectors of shared/trust hold for a second implementation, in another language: docs/trust.md read anew. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';

const place = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const golden = place('../golden/trust');
const folder = mkdtempSync(join(tmpdir(), 'fettle-python-'));
afterAll(() => rmSync(folder, { recursive: true }));

const run = (python: string, ...args: string[]) => spawnSync(python, args, { encoding: 'utf8' });
// The system's own Python first: Debian's python3-cryptography is for it alone.
const python = ['/usr/bin/python3', 'python3'].find((one) => run(one, '-c', 'import cryptography').status === 0);
const reason = python === undefined ? ' (skipped: no python3 with the module cryptography)' : '';

describe.skipIf(python === undefined)(`a second implementation${reason}`, () => {
  const read = (vectors: string) => run(python ?? '', place('./trust_reader.py'), vectors);

  test('agrees with every vector', () => {
    const { stdout, stderr } = read(golden);
    expect(stderr).toBe('');
    expect(JSON.parse(stdout).held).toBeGreaterThan(70);
  });

  test.each([
    ['keys.json', '"signature": "', '"signature": "A'],
    ['canonical.json', '"canonical": "7b22', '"canonical": "7b20'],
    ['envelopes.json', '"payloadType": "application/vnd.fettle.token', '"payloadType": "application/vnd.fettle.taken'],
    ['refused-grants.json', '"code": "tenant"', '"code": "fields"'],
  ])('disagrees when %s is changed', (name, find, replace) => {
    cpSync(golden, folder, { recursive: true });
    const text = readFileSync(join(folder, name), 'utf8');
    expect(text).toContain(find);
    writeFileSync(join(folder, name), text.replace(find, replace));
    expect(read(folder).status).not.toBe(0);
  });
});
