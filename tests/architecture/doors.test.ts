import { describe } from 'vitest';
import { doors, doorsArrow, doorsComplete } from './doors.ts';
import { accepts, fails, holds } from './expectations.ts';

describe('6: a third-party package enters through one door', () => {
  holds('every import', doorsArrow(doors));
  holds('the table names every dependency', doorsComplete(doors));
  fails(
    'fastify in the domain',
    doorsArrow(doors),
    { 'collector/src/domain/devices/a.ts': `import Fastify from 'fastify';` },
    'collector/',
  );
  fails(
    'a type of it',
    doorsArrow(doors),
    { 'collector/src/store/a.ts': `import type { FastifyInstance } from 'fastify';` },
    'collector/',
  );
  fails(
    'a part of a package',
    doorsArrow(doors),
    { 'dashboard/src/pages/a.tsx': `import 'chart.js/auto';` },
    'dashboard/',
  );
  fails(
    'a package of another workspace',
    doorsArrow(doors),
    { 'agent/src/a.ts': `import { Kysely } from 'kysely';` },
    'agent/',
  );
  accepts('the door itself', doorsArrow(doors), {
    'agent/src/link/socket.ts': `import { WebSocket } from 'ws';\nimport { once } from 'node:events';`,
  });
  const manifest = JSON.stringify({ dependencies: { leftpad: '1.0.0', '@fettle/shared': 'workspace:*' } });
  fails('a dependency without a door', doorsComplete({}), { 'agent/package.json': manifest }, 'agent leftpad');
  fails(
    'a door without a dependency',
    doorsComplete({ agent: { gone: [] } }),
    { 'agent/package.json': '{}' },
    'agent gone',
  );
  accepts('both agree', doorsComplete({ agent: { leftpad: [] } }), { 'agent/package.json': manifest });
});
