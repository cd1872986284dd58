/** `node tests/support/trust/record.ts`: records the vectors that have no file yet. What is recorded never changes. */
import { writeFileSync } from 'node:fs';
import { vectors } from './vectors.ts';

for (const [name, value] of Object.entries(vectors())) {
  const file = new URL(`../../golden/trust/${name}.json`, import.meta.url);
  try {
    writeFileSync(file, `${JSON.stringify(value, null, 2)}\n`, { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}
