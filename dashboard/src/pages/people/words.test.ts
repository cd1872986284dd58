import type { Person } from '@fettle/shared/api/people';
import { expect, test } from 'vitest';
import { textOf } from '../../parts/piece.ts';
import { peopleSentence, sitesOf, sitesText, where } from './words.ts';

const person = (fields: Partial<Person>): Person => ({
  id: 'p1',
  name: 'Ada',
  role: 'viewer',
  sites: 'all',
  selector: '',
  zone: 'UTC',
  contacts: [],
  teams: [],
  state: 'active',
  lastSeenAt: null,
  createdAt: 0,
  version: 1,
  ...fields,
});

test('who is here', () => {
  expect(textOf(peopleSentence([person({ role: 'admin' })]))).toBe('One person may come in, one admin among them.');
  const all = [person({}), person({}), person({ state: 'invited' }), person({ state: 'disabled', role: 'admin' })];
  expect(textOf(peopleSentence(all))).toBe(
    'Two people may come in, no admins among them. One has not accepted yet. One is shut out.',
  );
});

test('where somebody may look', () => {
  expect(where(person({}))).toBe('all sites');
  expect(where(person({ sites: ['berlin', 'rome'], selector: 'env=prod' }))).toBe('berlin, rome, of these env=prod');
});

test('sites as they are typed', () => {
  expect(sitesOf(' berlin , rome,')).toEqual(['berlin', 'rome']);
  expect(sitesOf('')).toBe('all');
  expect(sitesOf('berlin, all')).toBe('all');
  expect(sitesText(sitesOf('berlin,rome'))).toBe('berlin, rome');
});
