import { expect, test } from 'vitest';
import { draftOf, moneyText, readAmount, readDraft, readMoney } from './draft.ts';

const settings = {
  currency: 'EUR',
  hourlyRate: 4_500,
  toolCostPerMonth: 0,
  toolHoursPerMonth: 2.5,
  deviceCosts: [{ selector: 'kind=server', perMonth: 1_205 }],
  scriptMinutes: { 'clear-temp': 7.5 },
  version: 3,
};

test('money is read to the minor unit of its currency, and never by numbers with a point', () => {
  expect(['45', '45.5', '45.05', '1,450.00', '0.29', '1145.10'].map((text) => readMoney(text, 'EUR'))).toEqual([
    4_500, 4_550, 4_505, 145_000, 29, 114_510,
  ]);
  expect(['', '4.505', '-1', '1,45', 'x', '9'.repeat(20)].map((text) => readMoney(text, 'EUR'))).toEqual(
    Array.from({ length: 6 }, () => null),
  );
  expect([readMoney('450', 'JPY'), readMoney('450.5', 'JPY'), moneyText(450, 'JPY')]).toEqual([450, null, '450']);
  expect([moneyText(5, 'EUR'), moneyText(4_505, 'EUR')]).toEqual(['0.05', '45.05']);
});

test('what is saved comes back the same', () => {
  const { version: _, ...body } = settings;
  expect(readDraft(draftOf(settings))).toEqual({ body, errors: new Map() });
});

test('what cannot be read is said at its field; an empty time is the assumed one', () => {
  const draft = {
    ...draftOf(settings),
    currency: 'euro',
    hourlyRate: 'much',
    toolHoursPerMonth: '2.55555',
    deviceCosts: [{ selector: '', perMonth: '' }],
    scriptMinutes: { 'clear-temp': ' ', restart: '99999' },
  };
  const { body, errors } = readDraft(draft);
  expect(body).toBeUndefined();
  expect([...errors.keys()]).toEqual(['currency', 'hourlyRate', 'toolHoursPerMonth', 'cost-0', 'script-restart']);
  expect(readDraft({ ...draftOf(settings), scriptMinutes: { a: '' } }).body?.scriptMinutes).toEqual({});
  expect([readAmount('10000'), readAmount('10001'), readAmount('')]).toEqual([10_000, null, null]);
});
