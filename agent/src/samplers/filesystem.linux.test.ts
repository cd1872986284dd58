import { describe, expect, test } from 'vitest';
import { filesystemAsking } from './filesystem.linux.ts';
import { MadeUpMachine, Readings, second } from './recorded-machine.ts';
import type { Sampler } from './sampler.ts';
import type { AskSpace, Space } from './spaces.ts';

const mount = (id: number, mountpoint: string, type = 'ext4', device = `/dev/sd${id}`) =>
  `${id} 1 8:${id} / ${mountpoint} rw - ${type} ${device} rw\n`;
const space: Space = { bsize: 4_096, blocks: 1_000, bfree: 400, bavail: 300, files: 100, ffree: 25 };
const utilization = (mountpoint: string) => `system.filesystem.utilization{system.filesystem.mountpoint=${mountpoint}}`;

function made(machine: MadeUpMachine, ask: AskSpace, timeoutMs = 20): Sampler {
  const sampler = filesystemAsking(machine.root, ask, timeoutMs);
  if (typeof sampler === 'string') throw new Error(sampler);
  return sampler;
}

describe('a file system', () => {
  test('is as full as df says; its states sum to its size', async () => {
    using machine = new MadeUpMachine({ 'proc/1/mountinfo': mount(1, '/') });
    const readings = new Readings();
    await readings.take(
      second(0),
      made(machine, () => Promise.resolve(space)),
    );
    const of = (state: string) =>
      readings.value(`system.filesystem.usage{system.filesystem.mountpoint=/,system.filesystem.state=${state}}`);
    expect(readings.value(utilization('/'))).toBe(0.6667);
    expect([of('used'), of('free'), of('reserved')]).toEqual([600 * 4_096, 300 * 4_096, 100 * 4_096]);
    expect(readings.value('system.filesystem.limit{system.filesystem.mountpoint=/}')).toBe(4_096_000);
    expect(readings.value('system.filesystem.inodes.utilization{system.filesystem.mountpoint=/}')).toBe(0.75);
  });

  test('without inodes of its own, or without any block, tells none', async () => {
    using machine = new MadeUpMachine({ 'proc/self/mountinfo': mount(1, '/a', 'btrfs') + mount(2, '/b') });
    const readings = new Readings();
    const ask: AskSpace = (path) =>
      Promise.resolve(path.endsWith('/a') ? { ...space, files: 0, ffree: 0 } : { ...space, blocks: 0 });
    await readings.take(second(0), made(machine, ask));
    expect(Object.keys(readings.all).filter((series) => series.includes('inodes') || series.includes('=/b'))).toEqual(
      [],
    );
    expect(readings.value(utilization('/a'))).toBe(0.6667);
  });

  test('that is broken is absent, the others are told', async () => {
    using machine = new MadeUpMachine({ 'proc/1/mountinfo': mount(1, '/') + mount(2, '/broken') });
    const readings = new Readings();
    const ask: AskSpace = (path) =>
      path.endsWith('broken') ? Promise.reject(new Error('EIO')) : Promise.resolve(space);
    await readings.take(second(0), made(machine, ask));
    expect([readings.value(utilization('/')), readings.value(utilization('/broken'))]).toEqual([0.6667, undefined]);
  });

  test('with a space in its name is asked and told by that name', async () => {
    using machine = new MadeUpMachine({ 'proc/1/mountinfo': mount(1, String.raw`/media/my\040disk`) });
    const readings = new Readings();
    const asked: string[] = [];
    const ask: AskSpace = (path) => {
      asked.push(path);
      return Promise.resolve(space);
    };
    await readings.take(second(0), made(machine, ask));
    expect(asked).toEqual([`${machine.root}/media/my disk`]);
    expect(readings.value(utilization('/media/my disk'))).toBe(0.6667);
  });
});

test('one that hangs is waited for once, and nothing that may hang is asked while it does', async () => {
  using machine = new MadeUpMachine({
    'proc/1/mountinfo':
      mount(1, '/') + mount(2, '/far', 'nfs4', 'server:/x') + mount(3, '/other', 'cifs', '//server/y'),
  });
  const { promise: answer, resolve } = Promise.withResolvers<Space>();
  const asked: string[] = [];
  const ask: AskSpace = (path) => {
    const mountpoint = path.slice(machine.root.length) || '/';
    asked.push(mountpoint);
    return mountpoint === '/far' ? answer : Promise.resolve(space);
  };
  const sampler = made(machine, ask);
  const readings = new Readings();
  await readings.take(second(0), sampler);
  await readings.take(second(60), sampler);
  expect(asked).toEqual(['/', '/far', '/']);
  expect(readings.value(utilization('/'))).toBe(0.6667);
  expect(readings.value(utilization('/far'))).toBeUndefined();
  resolve(space);
  await readings.take(second(120), sampler);
  expect(asked).toEqual(['/', '/far', '/', '/', '/far', '/other']);
  expect([readings.value(utilization('/far')), readings.value(utilization('/other'))]).toEqual([0.6667, 0.6667]);
});

test('no list of mounts: it says so', () => {
  using machine = new MadeUpMachine();
  expect(filesystemAsking(machine.root, () => Promise.resolve(space))).toContain('no /proc/1/mountinfo');
});

test('local ones that hang keep two threads at most; the others are told until then, and later again', async () => {
  using machine = new MadeUpMachine({
    'proc/1/mountinfo': mount(1, '/a') + mount(2, '/broken') + mount(3, '/c') + mount(4, '/halted') + mount(5, '/z'),
  });
  const held = new Map<string, PromiseWithResolvers<Space>>();
  let hanging: readonly string[] = ['/broken', '/halted'];
  let asked: string[] = [];
  const ask: AskSpace = (path) => {
    const mountpoint = path.slice(machine.root.length);
    asked.push(mountpoint);
    if (!hanging.includes(mountpoint)) return Promise.resolve(space);
    const answer = Promise.withResolvers<Space>();
    held.set(mountpoint, answer);
    return answer.promise;
  };
  const sampler = made(machine, ask);
  const readings = new Readings();
  const told = () => ['/a', '/broken', '/c', '/halted', '/z'].filter((path) => readings.value(utilization(path)));
  await readings.take(second(0), sampler);
  expect([asked, told()]).toEqual([
    ['/a', '/broken', '/c', '/halted'],
    ['/a', '/c'],
  ]);
  asked = [];
  await readings.take(second(60), sampler);
  expect([asked, told()]).toEqual([[], []]);
  hanging = [];
  for (const { resolve } of held.values()) resolve(space);
  await new Promise((resolve) => setImmediate(resolve));
  await readings.take(second(120), sampler);
  expect(told()).toHaveLength(5);
});
