import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { MadeUpMachine } from '../samplers/recorded-machine.ts';
import { installed, realHost } from './host.ts';
import { ProgramError } from './program-error.ts';

test('runs nothing that is not in its table, whatever the name', async () => {
  const host = realHost();
  for (const program of ['sh', '/bin/sh', 'constructor', '../systemctl', '']) {
    await expect(host.run(program, ['-c', 'true'], 1_000)).rejects.toThrow('is not here');
  }
});

describe.skipIf(!existsSync('/usr/bin/systemctl'))('a program of the table', () => {
  test('gives its output', async () => {
    expect(await realHost().run('systemctl', ['--version'], 10_000)).toMatch(/^systemd \d+/);
  });

  test('that fails says why', async () => {
    await expect(realHost().run('systemctl', ['--no-such-option'], 10_000)).rejects.toThrow(
      /^systemctl failed: .*no-such-option/,
    );
  });
});

test('a program that ends with another exit code than 0 still hands over what it wrote', async () => {
  const host = realHost(new Map([['look', ['/bin/ls']]]));
  const failure = await host.run('look', ['/', '/no such place'], 5_000).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(ProgramError);
  expect((failure as ProgramError).output).toContain('tmp');
});

test('a program is installed where the table says, under the root that is asked for', () => {
  using machine = new MadeUpMachine({ 'usr/sbin/smartctl': '', 'usr/bin/sh': '', 'home/x/bin/systemctl': '' });
  const here = ['smartctl', 'systemctl', 'sh', 'constructor'].filter((program) => installed(program, machine.root));
  expect(here).toEqual(['smartctl']);
});

test('a program that takes too long is ended', async () => {
  const host = realHost(new Map([['wait', ['/bin/sleep']]]));
  await expect(host.run('wait', ['20'], 50)).rejects.toThrow('wait failed: it took longer than 50 ms');
});
