import { describe } from 'vitest';
import { accepts, fails, holds } from './expectations.ts';
import { emptyNames, fileLengths, lockfileAddresses, machinePaths } from './shape.ts';
import { root } from './tree.ts';

const lines = (count: number) => 'export {};\n'.repeat(count);

describe('no file is long', () => {
  holds('the project', fileLengths);
  fails('401 lines', fileLengths, { 'agent/src/a.ts': lines(401) }, 'agent/src/a.ts');
  fails('a test of 601', fileLengths, { 'agent/src/a.test.ts': lines(601) }, 'agent/src/a.test.ts');
  accepts('400 lines, a test of 600', fileLengths, { 'agent/src/a.ts': lines(400), 'tests/a.test.ts': lines(600) });
});

describe('names say something', () => {
  holds('the project', emptyNames);
  fails('a file', emptyNames, { 'agent/src/link/utils.ts': '' }, 'agent/');
  fails('a part of a name', emptyNames, { 'agent/src/link/socket-helper.ts': '' }, 'agent/');
  fails('a folder', emptyNames, { 'agent/src/common/socket.ts': '' }, 'agent/');
  accepts('a word that contains one', emptyNames, { 'shared/src/base32.ts': '', 'agent/src/database.ts': '' });
});

describe('nothing names a place of one machine', () => {
  holds('the project', machinePaths);
  fails('a home', machinePaths, { 'docs/a.md': 'see "/home/ada/notes"' }, 'docs/a.md:1');
  fails(
    'this checkout',
    machinePaths,
    { 'docs/a.md': `\n${root}x${root.split('/').length > 3 ? '' : ' /home/ada/x'}` },
    'docs/a.md:2',
  );
  accepts('places of every system', machinePaths, { 'docs/a.md': 'see /etc/hosts and /home' });
});

describe('the lockfile holds no addresses', () => {
  holds('the project', lockfileAddresses);
  fails(
    'a tarball’s address',
    lockfileAddresses,
    { 'pnpm-lock.yaml': 'a\n  tarball: https://example.org/a.tgz' },
    'pnpm-lock.yaml:2',
  );
});
