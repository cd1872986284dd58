import { fromCollector } from '@fettle/shared/protocol/messages';
import { expect, test } from 'vitest';
import { readTree } from './tree.ts';

const heading = '### What a collector may say unsigned';

/** The words in the first column of the table below the heading. */
function listed(text: string): string[] {
  const [, after = ''] = text.split(heading);
  const [table = ''] = after.split('\n#');
  return [...table.matchAll(/^\|([^|]*`[^|]*)\|/gm)].flatMap((row) =>
    [...(row[1] ?? '').matchAll(/`([^`]+)`/g)].map((word) => word[1] ?? ''),
  );
}

test('SECURITY.md lists what a collector may say, all of it and nothing else', () => {
  const text = readTree().get('SECURITY.md') ?? '';
  expect(listed(text).toSorted()).toEqual(Object.keys(fromCollector).toSorted());
});

test('a message that is not listed is noticed', () => {
  expect(
    listed(
      `${heading}\n\n| message | x |\n| --- | --- |\n| \`ack\` \`pong\` | y |\n| \`watch\` | z |\n\n## Keys\n| \`no\` |`,
    ),
  ).toEqual(['ack', 'pong', 'watch']);
});
