import { expect, test } from 'vitest';
import { objectiveKinds } from './api/levels.ts';
import { isOfTime } from './objective.ts';

test('backups and whether it works are of time, answers are of incidents', () => {
  expect(objectiveKinds.map((kind) => [kind, isOfTime({ kind })])).toEqual([
    ['availability', true],
    ['acknowledge', false],
    ['resolve', false],
    ['freshness', true],
  ]);
});
