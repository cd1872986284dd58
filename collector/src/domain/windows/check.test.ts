import type { WindowId } from '@fettle/shared/ids';
import { expect, test } from 'vitest';
import { wrongIn } from './check.ts';

const good = {
  id: 'patching' as WindowId,
  name: 'Patching',
  selector: 'role=db',
  when: { zone: 'Europe/Berlin', start: '2026-03-29T02:30', lastsMs: 3_600_000, repeat: { every: 'once' } },
} as const;

test('a sound window has nothing wrong', () => {
  expect(wrongIn(good)).toBeNull();
});

test.each([
  [{ zone: 'Mars/Olympus' }, 'no time zone Mars/Olympus'],
  [{ zone: '+02:00' }, 'no time zone'],
  [{ start: '2026-02-30T02:30' }, 'no local time'],
  [{ until: '2026-03-28T00:00' }, 'would never open'],
  [{ until: 'soon' }, 'no local time'],
  [{ lastsMs: 59_999 }, 'a minute'],
  [{ lastsMs: 32 * 86_400_000 }, '31 days'],
  [{ repeat: { every: 'month-weekday', nth: 0, weekday: 1 } }, 'nth'],
] as const)('%j', (fields, words) => {
  expect(wrongIn({ ...good, when: { ...good.when, ...fields } })).toContain(words);
});

test('its id and name are read by people and files', () => {
  expect(wrongIn({ ...good, id: 'Ümlaut' as WindowId })).toContain('id');
  expect(wrongIn({ ...good, name: ' ' })).toContain('name');
  expect(() => wrongIn({ ...good, selector: 'role=' })).toThrow(expect.objectContaining({ code: 'input_invalid' }));
});
