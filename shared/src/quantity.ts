/** Values as people write them, in the units of the catalogue (UCUM): `85 %`, `10 GiB`, `100 Mbit/s`, `2.5 s`. Pure. */

/** A written unit and how many of the metric's own make one of it: `[times, by]` is × times ÷ by. */
type Written = readonly [unit: string, times: number, by: number];

const binary = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'].map((unit, step): Written => [unit, 1_024 ** step, 1]);
const decimal = (unit: string, by = 1): Written[] =>
  ['', 'k', 'M', 'G', 'T', 'P'].map((prefix, step) => [`${prefix}${unit}`, 1_000 ** step, by]);

/** The form that is written best comes first. */
const known: Readonly<Record<string, readonly Written[]>> = {
  '1': [['%', 1, 100]],
  By: [...binary.toReversed(), ...decimal('B').toReversed()],
  'By/s': [
    ...decimal('B/s').toReversed(),
    ...decimal('bit/s', 8).toReversed(),
    ...binary.toReversed().map(([unit, times, by]): Written => [`${unit}/s`, times, by]),
  ],
  s: [
    ['d', 86_400, 1],
    ['h', 3_600, 1],
    ['min', 60, 1],
    ['s', 1, 1],
    ['ms', 1, 1_000],
  ],
  ms: [
    ['d', 86_400_000, 1],
    ['h', 3_600_000, 1],
    ['min', 60_000, 1],
    ['s', 1_000, 1],
    ['ms', 1, 1],
    ['µs', 1, 1_000],
  ],
  Cel: [
    ['°C', 1, 1],
    ['C', 1, 1],
  ],
  rpm: [['rpm', 1, 1]],
};

/** `{error}/s` is written `/s`, `{process}` without anything. */
function writtenFor(unit: string): readonly Written[] {
  const own = known[unit];
  if (own !== undefined) return own;
  const rest = unit.replace(/^\{[^{}]*\}/, '');
  return rest === '' ? [] : [[rest, 1, 1]];
}

/** What may stand behind the number, for messages. */
export function unitsOf(unit: string): string[] {
  return writtenFor(unit).map(([text]) => text);
}

/** Fifteen digits: what a person wrote in one unit is not to end on the noise of another. */
const plain = (value: number) => Number(value.toPrecision(15));

/** The value in the metric's own unit, of a number alone or with a unit behind it; null: it cannot be read. */
export function parseQuantity(text: string, unit: string): number | null {
  const [, digits, behind = ''] =
    /^([+-]?\d{1,17}(?:\.\d{1,17})?(?:e[+-]?\d{1,3})?)\s*(\D.*)?$/u.exec(text.trim()) ?? [];
  if (digits === undefined) return null;
  const number = Number(digits);
  if (!Number.isFinite(number)) return null;
  if (behind === '') return number;
  const found = writtenFor(unit).find(([written]) => written === behind);
  return found ? plain((number * found[1]) / found[2]) : null;
}

/** The best text that `parseQuantity` reads as exactly this value. */
export function formatQuantity(value: number, unit: string): string {
  const size = Math.abs(value);
  for (const [written, times, by] of writtenFor(unit)) {
    const shown = plain((value * by) / times);
    const text = `${shown} ${written}`;
    const short = String(Math.abs(shown)).length <= 6;
    // The largest unit of which there is one at least; shares are always in hundredths.
    if ((size * by >= times || unit === '1') && short && parseQuantity(text, unit) === value) return text;
  }
  return String(value);
}
