import { describe } from 'vitest';
import { environmentReaders } from './environment.ts';
import { accepts, fails, holds } from './expectations.ts';

describe('one reader of the environment a program', () => {
  holds('the project', environmentReaders);
  const at = 'agent/src/link/socket.ts';
  fails('process.env.X', environmentReaders, { [at]: `const x = process.env.HTTP_PROXY;` }, `${at}:1`);
  fails('process["env"]', environmentReaders, { [at]: `const x = process['env'];` }, at);
  fails('taken apart', environmentReaders, { [at]: `const { env } = process;` }, at);
  fails('imported', environmentReaders, { [at]: `import { env } from 'node:process';` }, at);
  accepts('the configuration', environmentReaders, {
    'agent/src/config.ts': `export const x = process.env.FETTLE_DATA;`,
  });
  accepts('other things of the process', environmentReaders, {
    [at]: `const { pid } = process; const e = { env: 1 }.env;`,
  });
});
