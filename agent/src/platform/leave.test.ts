import { expect, test } from 'vitest';
import { stat } from 'node:fs/promises';
import { leaveThoughFilesHang } from './leave.ts';

// That it ends a process in which one hangs is shown by tests/integration/mounts.test.ts.
test('where nothing hangs it does nothing, and waits for what answers in time', async () => {
  const began = performance.now();
  const asked = stat('/');
  await leaveThoughFilesHang();
  expect((await asked).isDirectory()).toBe(true);
  expect(performance.now() - began).toBeLessThan(900);
});
