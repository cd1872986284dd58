// pure
import { exactDuration, grouped, textOf, written } from '@fettle/shared/reports/format';
import { type Fraction, toNumber } from './fraction.ts';
import type { ValueSettings } from './types.ts';

/** How the figures of formulas are written: money of the settings, plain numbers with the decimals that they have. */
export function wording({ currency }: Pick<ValueSettings, 'currency'>) {
  const money = (amount: number) => textOf(written(amount, { format: 'money' }, { currency, zone: 'UTC' }));
  return {
    money,
    time: exactDuration,
    counted: (count: number, noun: string) => `${grouped(count, 0)} ${noun}${count === 1 ? '' : 's'}`,
    number: plainNumber,
    months: (months: Fraction) => {
      const text = plainNumber(toNumber(months));
      return text === '1' ? '1 month' : `${text} months`;
    },
  };
}

/** With three decimals at most. */
function plainNumber(value: number): string {
  const digits = [0, 1, 2].find((one) => Number(value.toFixed(one)) === Number(value.toFixed(3))) ?? 3;
  return grouped(value, digits);
}
