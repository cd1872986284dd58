/** One contract for every engine of series. */
import { describe } from 'vitest';
import { appendSuite } from './series/append.ts';
import { engines } from './series/engines.ts';
import { nowSuite } from './series/now.ts';
import { randomSuite } from './series/random.ts';
import { rangeSuite } from './series/range.ts';

describe.each(engines)('series on $name', (engine) => {
  describe('appending', () => appendSuite(engine));
  describe('ranges', () => rangeSuite(engine));
  describe('latest values, tables, retention', () => nowSuite(engine));
  describe('random histories', () => randomSuite(engine));
});
