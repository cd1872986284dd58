// pure
import { type Fraction, plus, share, zero } from './fraction.ts';

/** How many months of a zone's calendar a span [from, to) is: a whole month is 1, of others their share in milliseconds. */
export function monthsIn(from: number, to: number, zone: string): Fraction {
  let sum = zero;
  const day = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(zone).toPlainDate();
  for (let month = day.with({ day: 1 }); ; month = month.add({ months: 1 })) {
    const begin = month.toZonedDateTime(zone).epochMilliseconds;
    if (begin >= to) return sum;
    const end = month.add({ months: 1 }).toZonedDateTime(zone).epochMilliseconds;
    sum = plus(sum, share(Math.min(to, end) - Math.max(from, begin), end - begin));
  }
}
