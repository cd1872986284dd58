import type { Figure } from './figure.ts';

/** Figures for people: one line each, numbers aligned, conditions at the end. */
export function asTable(figures: readonly Figure[]): string {
  const rows = figures.map(({ figure, value, unit, conditions, peer }) => [
    peer === undefined ? figure : `${figure} (${peer})`,
    readable(value),
    unit,
    Object.entries(conditions)
      .map(([name, condition]) => `${name} ${String(condition)}`)
      .join(', '),
  ]);
  const widths = [0, 1, 2].map((column) => Math.max(0, ...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map(([figure = '', value = '', unit = '', conditions = '']) =>
      [figure.padEnd(widths[0] ?? 0), value.padStart(widths[1] ?? 0), unit.padEnd(widths[2] ?? 0), conditions]
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
    .concat(figures.length > 0 ? '\n' : '');
}

/** Thousands apart; at least three digits that count. */
function readable(value: number): string {
  const decimals = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : Math.abs(value) >= 1 ? 2 : 4;
  return value.toLocaleString('en-US', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
}
