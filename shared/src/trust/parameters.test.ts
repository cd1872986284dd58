import { describe, expect, test } from 'vitest';
import { exampleScript } from './maintenance.fixture.ts';
import { checkParameters, isSecret, type Parameter, readParameter, valuesOf, wrong } from './parameters.ts';

const refused = (code: string) => expect.objectContaining({ name: 'TrustError', code });
const schema = exampleScript().parameters;
const of = (name: string) => schema.find((one) => one.name === name)!;
const commitment = 'ab'.repeat(32);

test('values come in the schema’s order, with defaults, without what nobody gave', () => {
  expect(valuesOf(schema, { level: 'high', path: '/' })).toEqual([
    ['path', '/'],
    ['count', 10],
    ['level', 'high'],
  ]);
});

describe('fits', () => {
  test.each<[string, Record<string, string | number | boolean>, Record<string, string>]>([
    ['the least', { path: '/' }, {}],
    ['all', { path: 'x'.repeat(64), count: 100, force: false, level: 'low' }, { password: commitment }],
  ])('%s', (_name, parameters, secrets) => {
    expect(() => checkParameters(schema, { parameters, secrets })).not.toThrow();
  });
  test('a secret that must be there', () => {
    const needed: Parameter[] = [{ ...of('password'), required: true }];
    expect(() => checkParameters(needed, { parameters: {}, secrets: { password: commitment } })).not.toThrow();
    expect(() => checkParameters(needed, { parameters: {}, secrets: {} })).toThrow(refused('parameters'));
  });
});

describe('refuses', () => {
  test.each<[string, Record<string, string | number | boolean>, Record<string, string>]>([
    ['what is missing', {}, {}],
    ['what is unknown', { path: '/', more: 1 }, {}],
    ['what is inherited by every object', { path: '/', constructor: 1 }, {}],
    ['a text that is too short', { path: '' }, {}],
    ['a text that is too long', { path: 'x'.repeat(65) }, {}],
    ['a zero byte', { path: 'a\0b' }, {}],
    ['a number for a text', { path: 1 }, {}],
    ['a number that is too small', { path: '/', count: 0 }, {}],
    ['a text for a number', { path: '/', count: '5' }, {}],
    ['a number for a flag', { path: '/', force: 1 }, {}],
    ['none of the choices', { path: '/', level: 'Low' }, {}],
    ['a number for a choice', { path: '/', level: 1 }, {}],
    ['a secret in the open', { path: '/', password: 'horse' }, {}],
    ['a parameter as a secret', { path: '/' }, { count: commitment }],
    ['a secret that is unknown', { path: '/' }, { other: commitment }],
  ])('%s', (_name, parameters, secrets) => {
    expect(() => checkParameters(schema, { parameters, secrets })).toThrow(refused('parameters'));
  });
});

test('a secret has its length', () => {
  expect([isSecret(of('password'), 'horse'), isSecret(of('password'), 'abc')]).toEqual([true, false]);
  expect(isSecret({ ...of('password'), max: 10_000 }, 'x'.repeat(8_193))).toBe(false);
  expect(wrong(of('force'), true)).toBeNull();
});

describe('a parameter is refused', () => {
  test.each<[string, object]>([
    ['without a name of its form', { ...of('path'), name: 'Path' }],
    ['of an unknown type', { ...of('path'), type: 'url' }],
    ['a choice without choices', { ...of('level'), choices: [] }],
    ['a text with choices', { ...of('path'), choices: ['a'] }],
    ['a choice named twice', { ...of('level'), choices: ['a', 'a'] }],
    ['a default of another type', { ...of('count'), default: 'ten' }],
    ['a default that does not fit', { ...of('count'), default: 101 }],
    ['a secret with a default', { ...of('password'), default: 'horse' }],
    ['a default that is no value', { ...of('path'), default: {} }],
  ])('%s', (_name, parameter) => {
    expect(() => readParameter(parameter)).toThrow(refused('fields'));
  });
  test('and else read as it is', () => {
    for (const one of schema) expect(readParameter(one)).toEqual(one);
  });
});
