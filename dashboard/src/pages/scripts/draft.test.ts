import { expect, test } from 'vitest';
import { newParameter, newScript, readScriptDraft, type ScriptDraft, scriptDraft } from './draft.ts';

const right: ScriptDraft = { ...newScript, id: 'clear-temp', name: 'Clear temp', tags: 'disk, Remedy' };
const parameter = {
  ...newParameter,
  name: 'days',
  title: 'Days',
  type: 'integer' as const,
  min: '1',
  max: '9',
  usual: '7',
};

test('a form that is right comes to a script, and that to the form again', () => {
  const { body, errors } = readScriptDraft({ ...right, parameters: [parameter] });
  expect(errors.size).toBe(0);
  expect(body).toMatchObject({
    title: 'Clear temp',
    tags: ['disk', 'remedy'],
    timeout: 600,
    parameters: [{ default: 7, min: 1 }],
  });
  if (!body) throw new Error('no body');
  expect(readScriptDraft(scriptDraft('clear-temp', body)).body).toEqual(body);
});

test.each([
  [{ name: '' }, 'name'],
  [{ id: 'A' }, 'id'],
  [{ timeout: '2 d' }, 'timeout'],
  [{ tags: 'a b' }, 'tags'],
  [{ runAs: 'a b' }, 'runAs'],
  [{ manualMinutes: '1.5' }, 'manualMinutes'],
  [{ done: '0, 300' }, 'done'],
  [{ done: '0', notApplicable: '0' }, 'done'],
  [{ done: '' }, 'done'],
  [{ parameters: [{ ...parameter, name: 'Days' }] }, 'parameters.0.name'],
  [{ parameters: [parameter, parameter] }, 'parameters.1.name'],
  [{ parameters: [{ ...parameter, usual: '10' }] }, 'parameters.0.usual'],
  [{ parameters: [{ ...parameter, max: '0', usual: '' }] }, 'parameters.0.max'],
  [{ parameters: [{ ...parameter, type: 'choice', choices: '', usual: '' }] }, 'parameters.0.choices'],
  [{ programs: [{ platforms: [], interpreter: 'sh', body: 'x' }] }, 'programs.0.platforms'],
  [{ programs: [{ platforms: ['linux'], interpreter: 'sh', body: ' ' }] }, 'programs.0.body'],
  [
    {
      programs: [
        { platforms: ['linux'], interpreter: 'sh', body: 'x' },
        { platforms: ['linux'], interpreter: 'sh', body: 'x' },
      ],
    },
    'programs.1.platforms',
  ],
] as const)('%j is said at %s', (some, path) => {
  const { errors, body } = readScriptDraft({ ...right, ...(some as Partial<ScriptDraft>) });
  expect([...errors.keys()]).toEqual([path]);
  expect(body).toBeUndefined();
});
