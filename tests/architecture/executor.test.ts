import { describe, expect, test } from 'vitest';
import { codeLines, executorImports, executorSize, mostLines } from './executor.ts';
import { accepts, fails, holds } from './expectations.ts';

const at = 'agent/src/executor/main.ts';

describe('the executor', () => {
  holds('is small', executorSize);
  holds('needs nothing', executorImports);
  fails(
    'too many lines',
    executorSize,
    { [at]: 'export {};\n'.repeat(mostLines + 1) },
    `agent/src/executor/ has ${mostLines + 1} lines`,
  );
  accepts('its tests are not counted', executorSize, {
    'agent/src/executor/main.test.ts': 'export {};\n'.repeat(9_999),
  });
  for (const specifier of ['ws', '@fettle/shared/errors', '../durable-file.ts', '@fettle/shared/protocol/limits']) {
    const tree = { [at]: `import { x } from '${specifier}';\nexport const y = x;`, 'agent/src/durable-file.ts': '' };
    fails(`imports ${specifier}`, executorImports, tree, `${at}:1`);
  }
  accepts('what verifies, and Node', executorImports, {
    [at]: `import 'node:fs';\nimport './x.ts';\nimport '@fettle/shared/trust/keys';\nimport type { X } from '@fettle/shared/ids';`,
  });
});

test('comments and blank lines are no lines of code; what stands beside a comment is', () => {
  const text = ['/** a', ' * b', ' */', '', '  // c', '/* d */', '/** e */', 'f(); // g', '/** h */ const i = 1;', '}'];
  expect(codeLines(text.join('\n'))).toBe(3);
});
