import { expect } from 'vitest';
import { untilShown } from '../bench/live.ts';
import { withOpenDevice } from '../support/first-admin.ts';
import { requires } from '../support/requires.ts';

// The promise is 2 s (`npm run bench -- live`); a test on a busy machine asserts ten times that.
requires('chromium').test('load put on this machine is on the open device page', () =>
  withOpenDevice('10s', async (page) => {
    await page.getByText('every 1 s, watched').waitFor();
    expect(await untilShown(page, 20_000)).toBeLessThan(20_000);
  }),
);
