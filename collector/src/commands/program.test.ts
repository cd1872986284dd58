import { expect, test } from 'vitest';
import { fettleProgram } from './program.ts';

const namesOf = async (word?: string) => (await fettleProgram(word)).commands.map((command) => command.name());

test('a command that is named is there alone, by its own name; for any other word all are', async () => {
  const all = await namesOf();
  expect(all).toContain('setup');
  for (const name of all) expect(await namesOf(name)).toEqual([name]);
  expect(await namesOf('--help')).toEqual(all);
  expect(await namesOf('setups')).toEqual(all);
});
