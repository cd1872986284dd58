import { expect, test } from 'vitest';
import { outputText } from './terminal.ts';

test.each([
  ['\u001b[1;31mred\u001b[0m', 'red'],
  ['\u001b]0;title\u0007text', 'text'],
  ['\u001b]8;;https://evil.example\u001b\\link\u001b]8;;\u001b\\', 'link'],
  ['\u001b[2J\u001b[Hgone', 'gone'],
  ['10 %\r50 %\r100 %\ndone', '100 %\ndone'],
  ['a\r\nb\r\n', 'a\nb\n'],
  ['tab\there', 'tab\there'],
  ['evil\u202Etxt.exe', 'evil\ufffdtxt.exe'],
  ['\u0000\u0008x\u009b31m', '\ufffd\ufffdx\ufffd31m'],
  ['<b>&amp;', '<b>&amp;'],
  ['lonely \ud800 half', 'lonely \ufffd half'],
  ['\u001bP q payload \u001b\\after', 'after'],
])('%j is shown as %j', (text, shown) => {
  expect(outputText(text)).toBe(shown);
});

test('nothing that could move a cursor is left, whatever comes', () => {
  let seed = 3;
  const random = (most: number) => (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648) % most;
  for (let round = 0; round < 500; round += 1) {
    const text = Array.from({ length: 40 }, () => '\u001b[];?0m\u0007\\\r\nPX^_a\u009b\u0085'[random(18)] ?? '').join(
      '',
    );
    // oxlint-disable-next-line no-control-regex
    expect(outputText(text)).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/);
  }
});
