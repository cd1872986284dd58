import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { OwnCost } from '../samplers/own-cost.ts';
import { registry as linux } from '../samplers/registry.ts';
import { registry as portable } from '../samplers/registry.portable.ts';
import { registryFor } from './platforms.ts';

const here = new URL('platforms.ts', import.meta.url).href;

/** The files of systeminformation and of the portable lane that an agent for the platform has loaded, in a real process. */
function loadedBy(platform: NodeJS.Platform, family: string): string[] {
  const program = `
    import { createRequire, registerHooks } from 'node:module';
    const loaded = [];
    registerHooks({ load(url, context, next) { loaded.push(url); return next(url, context); } });
    const { registryFor } = await import('${here}');
    const registry = await registryFor('${platform}', { link: {} });
    const host = { root: '/', run: () => Promise.reject(new Error('nothing runs here')) };
    const sink = { column: () => 0, set() {}, table() {}, fact() {} };
    const made = registry.find(([name]) => name === '${family}')[1](host);
    await made.sample(sink, { monotonic: 1, wall: 1 });
    made.close?.();
    const asked = Object.keys(createRequire(import.meta.url).cache);
    console.log(JSON.stringify([...loaded, ...asked]));`;
  const args = ['--input-type=module', '--disable-warning=ExperimentalWarning', '--eval', program];
  const told = execFileSync(process.execPath, args, { encoding: 'utf8', cwd: fileURLToPath(new URL('.', here)) });
  const files = JSON.parse(told) as string[];
  expect(files.some((file) => file.endsWith('platforms.ts'))).toBe(true);
  return files
    .filter((file) => /systeminformation|\.portable\.ts$/.test(file))
    .map((file) => file.split('/').at(-1) ?? '');
}

test('a Linux agent never loads systeminformation, nor the portable samplers but that of smartctl', () => {
  expect(loadedBy('linux', 'memory')).toEqual(['smart.portable.ts']);
});

test('elsewhere it is loaded, when the slow lane first asks', () => {
  expect(loadedBy('win32', 'uptime').filter((file) => !file.endsWith('.portable.ts'))).toEqual([]);
  expect(loadedBy('win32', 'swap')).toContain('memory.js');
});

test('each platform has its registry; an unknown one has what every system tells', async () => {
  const families = async (platform: NodeJS.Platform) =>
    (await registryFor(platform, new OwnCost())).map(([, make]) => make.toString());
  const texts = (all: ReturnType<typeof linux>) => all.map(([, make]) => make.toString());
  expect(await families('linux')).toEqual(texts(linux(new OwnCost())));
  for (const platform of ['win32', 'darwin', 'freebsd', 'openbsd', 'netbsd', 'haiku'] as const) {
    expect(await families(platform)).toEqual(texts(portable(new OwnCost())));
  }
});
