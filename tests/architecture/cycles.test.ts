import { describe } from 'vitest';
import { fileCycles, packageCycles } from './cycles.ts';
import { accepts, fails, holds } from './expectations.ts';

const imports = (specifier: string) => `import { x } from '${specifier}';\nexport const y = x;\n`;

describe('no import cycles', () => {
  holds('files', fileCycles);
  holds('packages', packageCycles);
  fails(
    'two files',
    fileCycles,
    { 'agent/src/a.ts': imports('./b.ts'), 'agent/src/b.ts': imports('./a.ts') },
    'agent/src/a.ts → agent/src/b.ts',
  );
  fails(
    'three files, one edge a type',
    fileCycles,
    {
      'agent/src/a.ts': imports('./b.ts'),
      'agent/src/b.ts': imports('./c.ts'),
      'agent/src/c.ts': `import type { X } from './a.ts';`,
    },
    'agent/src/a.ts →',
  );
  fails('a file and itself', fileCycles, { 'agent/src/a.ts': imports('./a.ts') }, 'agent/src/a.ts → agent/src/a.ts');
  fails(
    'two packages',
    packageCycles,
    { 'agent/src/a.ts': imports('@fettle/shared/b'), 'shared/src/c.ts': imports('@fettle/agent/d') },
    'agent → shared',
  );
  accepts('two ways to one file', fileCycles, {
    'agent/src/a.ts': imports('./b.ts') + imports('./c.ts'),
    'agent/src/b.ts': imports('./c.ts'),
    'agent/src/c.ts': '',
  });
});
