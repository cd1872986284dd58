import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DevicePage, LatestValue } from '@fettle/shared/api/devices';
import { chromium } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { copyProject } from '../support/copy.ts';
import { Fettle, until } from '../support/fettle.ts';
import { requires } from '../support/requires.ts';

/**
 * CONTRIBUTING.md, "A metric family": two new files with their tests, and two edits. The family is the kernel's pool of
 * random bits, which every Linux has.
 */
const newFiles = {
  'shared/src/metrics/entropy.ts': `
import type { Family, Metric } from './metric.ts';

export const entropyAvailable: Metric = {
  name: 'system.entropy.available',
  unit: 'bit',
  kind: 'gauge',
  attributes: [],
  decimals: 0,
  rollup: 'min',
  chart: { title: 'Random bits at hand', form: 'line' },
  words: 'How many random bits the kernel has at hand.',
};

export const entropy: Family = { id: 'entropy', order: 135, title: 'Entropy', metrics: [entropyAvailable] };
`,
  'shared/src/metrics/entropy.test.ts': `
import { expect, test } from 'vitest';
import { metricNamed } from './catalogue.ts';
import { entropyAvailable } from './entropy.ts';

test('the catalogue knows it', () => {
  expect(metricNamed('system.entropy.available')).toBe(entropyAvailable);
});
`,
  'agent/src/samplers/entropy.linux.ts': `
import { join } from 'node:path';
import { entropyAvailable } from '@fettle/shared/metrics/entropy';
import { ProcFile } from '../platform/linux/proc-file.ts';
import { Reader } from '../platform/linux/reader.ts';
import { Column } from './column.ts';
import type { SamplerFactory } from './sampler.ts';

export const entropy: SamplerFactory = (host) => {
  const file = new ProcFile(join(host.root, 'proc/sys/kernel/random/entropy_avail'));
  const reader = new Reader();
  if (!file.read(reader)) return 'no /proc/sys/kernel/random';
  const available = new Column(entropyAvailable);
  return {
    family: 'entropy',
    lane: 'fast',
    sample(sink) {
      if (file.read(reader)) available.set(sink, reader.integer());
    },
    close: () => file.close(),
  };
};
`,
  'agent/src/samplers/entropy.linux.test.ts': `
import { expect, test } from 'vitest';
import { entropy } from './entropy.linux.ts';

test('says why where there is no such file', () => {
  expect(entropy({ root: '/nowhere', run: () => Promise.reject(new Error('not here')) })).toMatch(/random/);
});
`,
};

let copy: ReturnType<typeof copyProject>;
let fettle: Fettle;
let device = '';

/** Adds one line to a file that has one line for each family. */
function addLine(path: string, line: string): void {
  const file = join(copy.folder, path);
  writeFileSync(file, `${readFileSync(file, 'utf8')}${line}\n`);
}

beforeAll(async () => {
  copy = copyProject();
  for (const [path, text] of Object.entries(newFiles)) writeFileSync(join(copy.folder, path), text.trimStart());
  addLine('shared/src/metrics/families.ts', "export { entropy } from './entropy.ts';");
  addLine('agent/src/samplers/linux.ts', "export { entropy } from './entropy.linux.ts';");
  run('vite/bin/vite.js', 'build', 'dashboard', '--logLevel', 'warn');
  fettle = await Fettle.create(copy.folder);
  await fettle.startCollector();
  await fettle.enrol();
  await fettle.startAgent('1s');
  const { items } = await fettle.api<DevicePage>('/api/v1/devices');
  device = items[0]?.id ?? '';
});

afterAll(async () => {
  await fettle?.[Symbol.asyncDispose]();
  copy?.[Symbol.dispose]();
});

/** Runs a program of the root's packages in the copy; fails with what it printed. */
function run(program: string, ...args: string[]): void {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(copy.folder, 'node_modules', program), ...args],
    { cwd: copy.folder, encoding: 'utf8' },
  );
  expect(status, stdout + stderr).toBe(0);
}

test('the new files’ own tests pass', () => {
  run('vitest/vitest.mjs', 'run', '--project', 'unit', 'entropy', '--reporter', 'default');
});

test('the new metric arrives', async () => {
  const value = await until('the new metric', async () => {
    const { items } = await fettle.api<{ items: LatestValue[] }>(`/api/v1/devices/${device}/latest`);
    return items.find(({ metric }) => metric === 'system.entropy.available');
  });
  expect(value).toMatchObject({ unit: 'bit', attributes: {} });
  expect(value.value).toBeGreaterThan(0);
});

requires('chromium').test('its chart is on the device page, with no line of the dashboard changed', async () => {
  const browser = await chromium.launch({ executablePath: requires('chromium').path, args: ['--disable-gpu'] });
  try {
    const context = await browser.newContext();
    const setup = { code: await fettle.setupCode(), name: 'ada', password: 'a made up passphrase' };
    const made = await context.request.post(`${fettle.url}/api/v1/setup`, {
      data: setup,
      headers: { origin: fettle.url },
    });
    expect(made.status(), await made.text()).toBeLessThan(300);
    const page = await context.newPage();
    await page.goto(`${fettle.url}/devices/${device}`);
    const chart = page.getByRole('img', { name: /^Random bits at hand, .* at the end \d+/ });
    await chart.waitFor();
  } finally {
    await browser.close();
  }
});
