import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { codeOf } from './release-program.ts';

const maps = `00400000-0082e000 r--p 00000000 fe:00 16040979                           /opt/node
0082e000-03489000 r-xp 0042e000 fe:00 16040979                           /opt/node
072a7000-072dc000 r--p 06ea7000 fe:00 16040979                           /opt/node
072dc000-07308000 rw-p 06edc000 fe:00 16040979                           /opt/node
7f5913dc0000-7f5913fd5000 r-xp 01627000 fe:00 16040979                   /opt/node
7f5913fd5000-7f5913fd6000 r-xp 00000000 00:00 0                          [vdso]
7f5914000000-7f5914001000 rwxp 00000000 fe:00 16040979                   /opt/node
7f5914002000-7f5914003000 r-xp 00000000 fe:00 1604                       /lib/libc.so.6
`;

test('only the code of the program itself, never what could have been written', () => {
  expect(codeOf(maps, '/opt/node')).toEqual([
    { start: 0x82e000n, length: 0x2c5b000n },
    { start: 0x7f5913dc0000n, length: 0x215000n },
  ]);
  expect(codeOf(maps, '/opt/other')).toEqual([]);
});

const linux = process.platform === 'linux';
const program = `
  const { releaseProgram } = await import(${JSON.stringify(fileURLToPath(new URL('release-program.ts', import.meta.url)))});
  const { readFileSync } = await import('node:fs');
  const resident = () => Number(/^RssFile:\\s+(\\d+)/m.exec(readFileSync('/proc/self/status', 'utf8'))[1]);
  const before = resident();
  const done = releaseProgram();
  console.log(JSON.stringify({ done, freed: before - resident(), sum: [1, 2, 3].map((n) => n * n).join() }));
`;
const outcome = (...flags: string[]) => {
  const { stdout, stderr } = spawnSync(process.execPath, [...flags, '--input-type=module', '-e', program], {
    encoding: 'utf8',
  });
  return { ...(JSON.parse(stdout) as { done: boolean; freed: number; sum: string }), stderr };
};

test.runIf(linux)('megabytes of a program that runs are let go of, and it runs on', () => {
  const { done, freed, sum, stderr } = outcome('--experimental-ffi', '--disable-warning=ExperimentalWarning');
  expect({ done, sum, stderr }).toEqual({ done: true, sum: '1,4,9', stderr: '' });
  expect(freed).toBeGreaterThan(3_000);
});

test.runIf(linux)('where Node may not call the system nothing happens', () => {
  expect(outcome('--no-experimental-ffi')).toMatchObject({ done: false, sum: '1,4,9', stderr: '' });
});
