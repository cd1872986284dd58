import type { ScriptBody } from '@fettle/shared/api/scripts';
import { describe, expect, test } from 'vitest';
import { readFile } from '../read-file.ts';
import { fileText } from '../text.ts';

const whole = `scripts:
  hello:
    title: Say hello
    summary: Says it.
    tags: [greeting, test]
    class: read
    timeout: 90s
    runAs: ada
    check: true
    manualMinutes: 3
    output: 128 KiB
    exits: { done: [0, 3], notApplicable: [], rebootNeeded: [4] }
    parameters:
      name: { type: text, title: To whom, required: true, min: 1, max: 20 }
      times: { type: integer, default: 2, max: 5 }
      loud: { type: flag, default: false }
      tone: { type: choice, choices: [warm, cool], default: warm }
      word: { type: secret, title: A word }
    readme: |
      When: at times.
    programs:
      - platforms: [linux, macos]
        interpreter: sh
        body: |
          echo "Hello $FETTLE_P_NAME" # $FETTLE_MODE
      - { platforms: windows, interpreter: powershell, body: 'Write-Output "Hello" # $env:FETTLE_MODE' }
`;
const bodyOf = (text: string) => {
  const { source, items } = readFile('x.yaml', text);
  return {
    problems: source.problems.map(({ line, severity, message }) => `${line} ${severity}: ${message}`),
    body: items[0]?.body as ScriptBody,
  };
};
const smallest = (more: string) =>
  `scripts:\n  a:\n${more}    programs:\n      - { platforms: [linux], interpreter: sh, body: 'exit 0' }\n`;

test('everything a script has is read', () => {
  const { problems, body } = bodyOf(whole);
  expect(problems).toEqual([]);
  expect(body).toEqual({
    title: 'Say hello',
    summary: 'Says it.',
    readme: 'When: at times.',
    tags: ['greeting', 'test'],
    class: 'read',
    timeout: 90,
    runAs: 'ada',
    parameters: [
      { name: 'name', type: 'text', title: 'To whom', required: true, default: null, min: 1, max: 20, choices: [] },
      { name: 'times', type: 'integer', title: 'times', required: false, default: 2, min: 0, max: 5, choices: [] },
      { name: 'loud', type: 'flag', title: 'loud', required: false, default: false, min: 0, max: 0, choices: [] },
      {
        name: 'tone',
        type: 'choice',
        title: 'tone',
        required: false,
        default: 'warm',
        min: 0,
        max: 0,
        choices: ['warm', 'cool'],
      },
      {
        name: 'word',
        type: 'secret',
        title: 'A word',
        required: false,
        default: null,
        min: 0,
        max: 1_024,
        choices: [],
      },
    ],
    exits: { done: [0, 3], notApplicable: [], rebootNeeded: [4] },
    check: true,
    undo: false,
    output: 131_072,
    manualMinutes: 3,
    programs: [
      { platforms: ['linux', 'macos'], interpreter: 'sh', body: 'echo "Hello $FETTLE_P_NAME" # $FETTLE_MODE\n' },
      { platforms: ['windows'], interpreter: 'powershell', body: 'Write-Output "Hello" # $env:FETTLE_MODE' },
    ],
  });
});

test('written again it is read as the same', () => {
  const { body } = bodyOf(whole);
  expect(bodyOf(fileText(new Map([['scripts', [{ id: 'hello', body }]]]))).body).toEqual(body);
});

test('what a file leaves out is usual', () => {
  const { problems, body } = bodyOf(smallest(''));
  expect(problems).toEqual([]);
  expect(body).toMatchObject({
    title: 'a',
    class: 'change',
    timeout: 300,
    runAs: 'system',
    output: 65_536,
    exits: { done: [0], notApplicable: [10], rebootNeeded: [20] },
  });
});

describe('mistakes are told with their line, and what to do', () => {
  test.each([
    ['class', '    class: dangerus\n', '3 error: “class” is one of read, change, dangerous. Did you mean “dangerous”?'],
    ['a key', '    titel: x\n', '3 error: A script has no “titel”. Did you mean “title”?'],
    ['time', '    timeout: 2d\n', '3 error: “timeout” is 1s to 24h, in whole seconds.'],
    ['output', '    output: 2 MiB\n', '3 error: “output” is 1 KiB to 1 MiB.'],
    ['user', '    runAs: a b\n', '3 error: “runAs” is system or a user of the device; “a b” is no user’s name.'],
    ['tag', '    tags: [Disk]\n', '3 error: A tag has 1 to 32 small letters, digits and dashes; not “Disk”.'],
    ['exit code', '    exits: { done: [256] }\n', '3 error: An exit code is a whole number from 0 to 255, not “256”.'],
    [
      'two meanings',
      '    exits: { done: [10] }\n',
      '3 error: The exit code 10 stands there twice: each means one thing.',
    ],
    ['no done', '    exits: { done: [] }\n', '3 error: No exit code means done: usually it is 0.'],
    [
      'name',
      '    parameters:\n      Days: { type: integer }\n',
      '4 error: A parameter is named by 1 to 32 small letters, digits and _, such as days; not “Days”.',
    ],
    [
      'type',
      '    parameters:\n      a: { type: number }\n',
      '4 error: “type” is one of text, integer, flag, choice, secret.',
    ],
    [
      'no type',
      '    parameters:\n      a: { title: x }\n',
      '4 error: “a” has no “type”: it is one of text, integer, flag, choice, secret.',
    ],
    [
      'default',
      '    parameters:\n      a: { type: integer, default: 9, max: 5 }\n',
      '4 error: The default of “a” lies outside 0 to 5.',
    ],
    [
      'long',
      '    parameters:\n      a: { type: text, default: abc, max: 2 }\n',
      '4 error: The default of “a” is not 0 to 2 characters long.',
    ],
    [
      'choice',
      '    parameters:\n      a: { type: choice, choices: [x], default: y }\n',
      '4 error: The default of “a” is none of its choices.',
    ],
    ['no choices', '    parameters:\n      a: { type: choice }\n', '4 error: “a” is a choice: say of what.'],
    [
      'secret',
      '    parameters:\n      a: { type: secret, default: x }\n',
      '4 error: “a” is a secret: a default would be read by everybody.',
    ],
    [
      'bounds',
      '    parameters:\n      a: { type: integer, min: 5, max: 1 }\n',
      '4 error: The least of “a” is more than its most.',
    ],
    [
      'both',
      '    parameters:\n      a: { type: integer, required: true, default: 1 }\n',
      '4 error: “a” has a default, so that nobody must give it: leave out one of the two.',
    ],
  ])('%s', (_name, more, told) => {
    expect(bodyOf(smallest(more)).problems).toEqual([told]);
  });

  test.each([
    ['no programs', 'scripts:\n  a: { title: x }\n', '2 error: This script has no “programs”: nothing could be run.'],
    [
      'no body',
      'scripts:\n  a:\n    programs:\n      - { platforms: [linux], interpreter: sh }\n',
      '4 error: A program has no “body”, and no “file” that has it.',
    ],
    [
      'a file',
      'scripts:\n  a:\n    programs:\n      - { platforms: [linux], interpreter: sh, file: run.sh }\n',
      '4 error: No file “run.sh” lies beside the manifest. Only a manifest.yaml in a folder has files: put the text under “body”.',
    ],
    [
      'platform',
      'scripts:\n  a:\n    programs:\n      - { platforms: [linus], interpreter: sh, body: x }\n',
      '4 error: A platform is one of linux, macos, windows, freebsd, openwrt. Did you mean “linux”?',
    ],
    [
      'two',
      'scripts:\n  a:\n    programs:\n      - { platforms: [linux], interpreter: sh, body: x }\n      - { platforms: [linux], interpreter: sh, body: y }\n',
      '5 error: linux has two programs: which is to run?',
    ],
    [
      'powershell',
      'scripts:\n  a:\n    programs:\n      - { platforms: [linux], interpreter: powershell, body: x }\n',
      '4 error: PowerShell is there on Windows only: write the others in sh.',
    ],
    [
      'sh',
      'scripts:\n  a:\n    programs:\n      - { platforms: [windows], interpreter: sh, body: x }\n',
      '4 error: Windows has no sh: write it in powershell.',
    ],
    [
      'line ends',
      'scripts:\n  a:\n    programs:\n      - { platforms: [linux], interpreter: sh, body: "a\\r\\nb" }\n',
      '4 error: Its lines end as on Windows, which sh does not read: save it with plain line ends.',
    ],
    [
      'long',
      `scripts:\n  a:\n    programs:\n      - { platforms: [linux], interpreter: sh, body: "${'ä'.repeat(65_537)}" }\n`,
      '4 error: A program has at most 131072 bytes: this one has 131074.',
    ],
    [
      'id',
      'scripts:\n  A b:\n    programs:\n      - { platforms: [linux], interpreter: sh, body: x }\n',
      '2 error: The id of a script has 1 to 64 small letters, digits and dashes, such as disk-space; not “A b”.',
    ],
  ])('%s', (_name, text, told) => {
    expect(bodyOf(text).problems).toEqual([told]);
  });

  test('a mode that no program looks at is hinted at', () => {
    expect(bodyOf(smallest('    check: true\n')).problems).toEqual([
      '2 hint: It says that it has “check”, but the program for linux never looks at FETTLE_MODE.',
    ]);
  });
});

test('files beside a manifest are its programs and its readme', () => {
  const beside = { 'run.sh': 'exit 0\n', README: 'When: never.\n' };
  const manifest = 'title: A\nprograms:\n  - { platforms: [linux], interpreter: sh, file: run.sh }\n';
  const { source, items } = readFile('a/manifest.yaml', manifest, { id: 'a', beside });
  expect(source.problems).toEqual([]);
  expect(items[0]).toMatchObject({ id: 'a', body: { readme: 'When: never.', programs: [{ body: 'exit 0\n' }] } });
  const wrong = readFile('a/manifest.yaml', manifest.replace('run.sh', 'run'), { id: 'a', beside });
  expect(wrong.source.problems[0]?.message).toBe('No file “run” lies beside the manifest. There are run.sh, README.');
  expect(readFile('a/manifest.yaml', manifest.replace('run.sh', '__proto__'), { id: 'a', beside }).source.failed).toBe(
    true,
  );
});
