import { describe } from 'vitest';
import { namedPaths } from './documents.ts';
import { accepts, fails, holds } from './expectations.ts';

const check = namedPaths('ARCHITECTURE.md');
const code = { 'agent/src/main.ts': '', 'agent/src/link/socket.ts': '' };

describe('the paths that documents name exist', () => {
  for (const document of ['ARCHITECTURE.md', 'CONTRIBUTING.md', 'README.md', 'SECURITY.md'])
    holds(document, namedPaths(document));
  fails('the document is missing', check, code, 'ARCHITECTURE.md is missing');
  fails(
    'a file that is not there',
    check,
    { ...code, 'ARCHITECTURE.md': 'a\nsee `agent/src/mian.ts`' },
    'ARCHITECTURE.md:2',
  );
  fails(
    'one of several',
    check,
    { ...code, 'ARCHITECTURE.md': '`agent/src/{main,mian}.ts`' },
    'ARCHITECTURE.md:1 names agent/src/mian.ts',
  );
  fails('a folder that is not there', check, { ...code, 'ARCHITECTURE.md': '`agent/src/lnik/`' }, 'ARCHITECTURE.md:1');
  accepts('files, folders, patterns, other words', check, {
    ...code,
    'ARCHITECTURE.md':
      '`agent/src/main.ts` `agent/src/link` `agent/` `agent/src/samplers/<x>.ts` `tests/**` `npm test`',
  });
});
