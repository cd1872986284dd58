import { endianness } from 'node:os';
import { expect, test } from 'vitest';
import { MadeUpMachine } from '../../samplers/recorded-machine.ts';
import { kernelUnits } from './auxv.ts';

function auxv(...entries: readonly (readonly [number, number])[]): Buffer {
  const bytes = Buffer.alloc(16 * entries.length);
  for (const [at, [key, value]] of entries.entries()) {
    writeWord(bytes, BigInt(key), at * 16);
    writeWord(bytes, BigInt(value), at * 16 + 8);
  }
  return bytes;
}

function writeWord(bytes: Buffer, value: bigint, at: number): void {
  if (endianness() === 'LE') bytes.writeBigUInt64LE(value, at);
  else bytes.writeBigUInt64BE(value, at);
}

function units(bytes?: Buffer) {
  using machine = new MadeUpMachine();
  if (bytes) machine.write({ 'proc/self/auxv': bytes });
  return kernelUnits(machine.root);
}

test('what the kernel says, where it says something sensible', () => {
  expect(units(auxv([33, 2 ** 47], [6, 16_384], [17, 250], [0, 0]))).toEqual({ pageSize: 16_384, ticksPerSecond: 250 });
  expect(units(auxv([6, 0], [17, 2 ** 50]))).toEqual({ pageSize: 4_096, ticksPerSecond: 100 });
  expect(units(Buffer.from('short'))).toEqual({ pageSize: 4_096, ticksPerSecond: 100 });
  expect(units()).toEqual({ pageSize: 4_096, ticksPerSecond: 100 });
});
