import { expect, test } from 'vitest';
import { changesOf } from './changes.ts';

const event = (kind: string, detail = {}) => ({ sequence: 1, time: 0, kind, device: 'd', site: null, detail });
const say = (kind: string, detail = {}) => changesOf([event(kind, detail)])[0];

test('states and restarts in words', () => {
  expect(say('device.state', { from: 'online', to: 'offline' })).toMatchObject({
    icon: 'unknown',
    words: 'Went silent, without a goodbye',
  });
  expect(say('device.state', { from: 'offline', to: 'online' })?.words).toBe('Heard again');
  expect(say('device.state', { from: 'unknown', to: 'online' })?.words).toBe('Heard for the first time');
  expect(say('device.restarted')?.words).toBe('Restarted');
});

test('one fact in the line, several below it', () => {
  const change = (name: string, before: string | null, after: string | null) => ({ name, before, after });
  expect(say('facts.changed', { changes: [change('os.version', '12.1', '12.2')] })).toMatchObject({
    words: 'os.version: 12.1 → 12.2',
    details: [],
  });
  expect(say('facts.changed', { changes: [change('a', null, 'x'), change('b', 'y', null)] })).toMatchObject({
    words: '2 facts changed',
    details: ['a: nothing → x', 'b: y → nothing'],
  });
});

test('frames that were refused say why', () => {
  const told = say('frames.refused', { code: 'frame_ahead', message: 'A frame lies in the future.', sequence: 7 });
  expect(told).toMatchObject({ icon: 'warning', details: ['A frame lies in the future.'] });
});

test('incidents have a place of their own', () => {
  expect(changesOf([event('incident.opened', { incident: 'i' }), event('device.restarted')])).toHaveLength(1);
});

test('late and heard again in a row are one line; what happened between parts them', () => {
  const state = (sequence: number, from: string, to: string) => ({
    ...event('device.state', { from, to }),
    sequence,
  });
  const flapping = [state(9, 'online', 'late'), state(8, 'late', 'online'), state(7, 'online', 'late')];
  expect(changesOf(flapping).map(({ words }) => words)).toEqual(['Frames were late 2 times, and are']);
  expect(changesOf([...flapping, event('device.restarted'), state(2, 'late', 'online')])).toHaveLength(3);
  expect(changesOf(flapping.slice(0, 2)).map(({ words }) => words)).toEqual(['Frames are late', 'Heard again']);
});

test('what is not of the known form is shown all the same', () => {
  expect(say('facts.changed', { changes: 'x' })?.words).toBe('Some facts changed');
  expect(say('facts.changed', { changes: [null, 7] })?.words).toBe('Some facts changed');
  expect(say('device.state', { to: 'sle\u202Eeping' })?.words).toBe('Became sle\ufffdeping');
  expect(say('new.kind')?.words).toBe('new.kind');
});
