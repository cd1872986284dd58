/** One measured figure, as `npm run bench -- NAME --json` prints it. */
export interface Figure {
  readonly bench: string;
  readonly figure: string;
  readonly value: number;
  /** UCUM. */
  readonly unit: string;
  readonly conditions: object;
  /** The program measured beside ours; absent for ours. */
  readonly peer?: string;
}

export type Emit = (figure: string, value: number, unit: string, conditions?: object, peer?: string) => void;

/** The middle one; of an even number the lower of the two. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[(values.length - 1) >> 1] ?? Number.NaN;
}
