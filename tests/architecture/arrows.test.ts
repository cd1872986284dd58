import { describe } from 'vitest';
import {
  appArrow,
  domainArrow,
  edgeArrow,
  indexArrow,
  operatorArrow,
  packagesArrow,
  rankedArrow,
  storeArrow,
} from './arrows.ts';
import { accepts, fails, holds } from './expectations.ts';

const domain = 'collector/src/domain';
const imports = (specifier: string) => `import { x } from '${specifier}';\nexport const y = x;\n`;
const importsType = (specifier: string) => `import type { X } from '${specifier}';\nexport type Y = X;\n`;

describe('1: shared imports nothing of ours; the programs import shared, never each other', () => {
  holds('the project', packagesArrow);
  fails('shared imports agent', packagesArrow, { 'shared/src/a.ts': imports('@fettle/agent/a') }, 'shared/src/a.ts:1');
  fails(
    'agent imports collector, a type',
    packagesArrow,
    { 'agent/src/a.ts': importsType('@fettle/collector/a') },
    'agent/',
  );
  fails(
    'dashboard imports collector by path',
    packagesArrow,
    { 'dashboard/src/a.tsx': imports('../../collector/src/a.ts') },
    'dashboard/',
  );
  fails(
    'a unit test imports tests',
    packagesArrow,
    { 'agent/src/a.test.ts': imports('../../tests/support/a.ts') },
    'agent/',
  );
  fails(
    'an import within a function',
    packagesArrow,
    { 'agent/src/a.ts': `const m = await import('@fettle/collector/a');` },
    'agent/',
  );
  fails(
    'an export from elsewhere',
    packagesArrow,
    { 'agent/src/a.ts': `export * from '@fettle/collector/a';` },
    'agent/',
  );
  fails(
    'a type within a line',
    packagesArrow,
    { 'agent/src/a.ts': `let a: import('@fettle/collector/a').A;` },
    'agent/',
  );
  accepts('tests import all', packagesArrow, {
    'tests/a.ts': imports('@fettle/agent/a') + importsType('@fettle/collector/a'),
  });
});

describe('2: domain imports shared and, upwards in the ranking, capabilities through their index', () => {
  holds('the project', domainArrow);
  holds('every capability has a place', rankedArrow);
  fails('access uses devices', domainArrow, { [`${domain}/access/a.ts`]: imports('../devices/index.ts') }, domain);
  fails(
    'devices uses access past its index',
    domainArrow,
    { [`${domain}/devices/a.ts`]: importsType('../access/types.ts') },
    domain,
  );
  fails('domain uses store', domainArrow, { [`${domain}/devices/a.ts`]: importsType('../../store/stores.ts') }, domain);
  fails(
    'somebody uses notifications',
    domainArrow,
    { [`${domain}/reports/a.ts`]: imports('../notifications/index.ts') },
    domain,
  );
  fails('values of events', domainArrow, { [`${domain}/devices/a.ts`]: imports('../events/index.ts') }, domain);
  fails('events uses devices', domainArrow, { [`${domain}/events/a.ts`]: imports('../devices/index.ts') }, domain);
  accepts('events uses access', domainArrow, { [`${domain}/events/a.ts`]: imports('../access/index.ts') });
  fails('a capability without a place', rankedArrow, { [`${domain}/weather/index.ts`]: '' }, `${domain}/weather`);
  accepts('devices uses access', domainArrow, {
    [`${domain}/devices/a.ts`]:
      imports('../access/index.ts') + importsType('../events/index.ts') + imports('@fettle/shared/ids'),
  });
});

describe('3: store imports shared and types of the domain; stores do not import each other', () => {
  holds('the project', storeArrow);
  fails(
    'a value of the domain',
    storeArrow,
    { 'collector/src/store/a.ts': imports('../domain/devices/types.ts') },
    'collector/',
  );
  fails(
    'a verb of the domain',
    storeArrow,
    { 'collector/src/store/a.ts': importsType('../domain/devices/enrol.ts') },
    'collector/',
  );
  fails(
    'another store',
    storeArrow,
    { 'collector/src/store/records/a.ts': imports('../series-sqlite/b.ts') },
    'collector/',
  );
  fails('the edge', storeArrow, { 'collector/src/store/a.ts': importsType('../edge/http/a.ts') }, 'collector/');
  accepts('ports and nouns', storeArrow, {
    'collector/src/store/records/a.ts':
      importsType('../../domain/devices/store.ts') + importsType('../../domain/devices/types.ts'),
    'collector/src/store/open.ts': imports('./records/open.ts') + imports('./series-sqlite/open.ts'),
  });
});

describe('4: edge imports shared and the domain’s indexes; only commands and tests import the app', () => {
  holds('the edge', edgeArrow);
  holds('the app', appArrow);
  holds('the operator’s side', operatorArrow);
  holds('the rest of the collector', indexArrow);
  fails(
    'edge uses store',
    edgeArrow,
    { 'collector/src/edge/http/a.ts': importsType('../../store/stores.ts') },
    'collector/',
  );
  fails(
    'edge uses a verb past the index',
    edgeArrow,
    { 'collector/src/edge/http/a.ts': imports('../../domain/devices/enrol.ts') },
    'collector/',
  );
  fails('edge uses the app', appArrow, { 'collector/src/edge/http/a.ts': importsType('../../app.ts') }, 'collector/');
  fails(
    'operator uses the configuration',
    operatorArrow,
    { 'collector/src/operator/a.ts': imports('../config.ts') },
    'collector/',
  );
  fails(
    'a command uses a verb past the index',
    indexArrow,
    { 'collector/src/commands/a.ts': imports('../domain/devices/enrol.ts') },
    'collector/',
  );
  accepts('edge uses an index', edgeArrow, {
    'collector/src/edge/http/a.ts': imports('../../domain/devices/index.ts'),
  });
  accepts('a command uses the app', appArrow, { 'collector/src/commands/a.ts': imports('../app.ts') });
});
