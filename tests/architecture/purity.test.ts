import { describe } from 'vitest';
import { accepts, fails, holds } from './expectations.ts';
import { mark, purity, trustDependencies } from './purity.ts';

const pure = (code: string) => ({ 'agent/src/link/backoff.ts': `${mark}\n${code}` });
const at = 'agent/src/link/backoff.ts';

describe('5: pure files import types and pure files only, and take the time as an argument', () => {
  holds('the project', purity);
  fails(
    'a file that is not marked',
    purity,
    { ...pure(`import { x } from './socket.ts';`), 'agent/src/link/socket.ts': '' },
    at,
  );
  fails('Node', purity, pure(`import { readFileSync } from 'node:fs';`), at);
  fails('a package', purity, pure(`import { WebSocket } from 'ws';`), at);
  fails('a timer', purity, pure(`export const wait = () => setTimeout(() => 1, 5);`), at);
  fails('monotonic time', purity, pure(`export const now = () => performance.now();`), at);
  fails('the wall clock', purity, pure(`export const now = () => new Date();`), at);
  fails('chance', purity, pure(`export const roll = () => Math.random();`), at);
  fails(
    'a file of shared, which counts as pure',
    purity,
    { 'shared/src/ids.ts': `import 'node:fs';` },
    'shared/src/ids.ts',
  );
  accepts('types, pure files, shared', purity, {
    ...pure(
      `import type { Socket } from './socket.ts';\nimport { z } from './other.ts';\nimport { limits } from '@fettle/shared/limits';`,
    ),
    'agent/src/link/other.ts': `${mark}\nconst process = { fetch: 1 }.fetch;\nexport const z = process;`,
    'agent/src/link/socket.ts': `import 'node:net';`,
    'shared/src/limits.ts': `import { Type } from 'typebox';`,
  });
  accepts('files without the mark do as they like', purity, { 'agent/src/a.ts': `import 'node:fs';` });
});

describe('trust has no dependency but Node’s crypto', () => {
  holds('the project', trustDependencies);
  fails(
    'a package',
    trustDependencies,
    { 'shared/src/trust/verify.ts': `import { Type } from 'typebox';` },
    'shared/src/trust/',
  );
  fails('the disk', trustDependencies, { 'shared/src/trust/verify.ts': `import 'node:fs';` }, 'shared/src/trust/');
  accepts('crypto', trustDependencies, { 'shared/src/trust/verify.ts': `import { verify } from 'node:crypto';` });
});
