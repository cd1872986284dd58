/** What a metric is. Each metric is described once, in a family file beside this one; everything else reads it there. */

/**
 * - `gauge`: a value at an instant.
 * - `rate`: a counter's growth per second, computed at the agent; the first sample after a start or reset is absent.
 * - `state`: an index into `states`.
 */
export type MetricKind = 'gauge' | 'rate' | 'state';

/** What older samples are folded into when time is coarser than the samples. */
export type RollUp = 'avg' | 'max' | 'min' | 'last';

export interface ChartHint {
  /** Heading of the chart; without `per`, all series of the metric share one chart. */
  readonly title: string;
  /** line: one line a series. area: one filled line. stack: parts of a whole. mirror: `above` up, the others down. */
  readonly form: 'line' | 'area' | 'stack' | 'mirror';
  /** The attribute whose values name the lines. */
  readonly by?: string;
  /** The attribute that makes one chart per value (one chart a disk). */
  readonly per?: string;
  /** For `mirror`: the value of `by` that is drawn above the zero line. */
  readonly above?: string;
  /** Values of `by` that are not drawn (the idle part of a whole). */
  readonly hide?: readonly string[];
  /** Upper end of the axis in the metric's unit, where there is a natural one (1 for shares). */
  readonly max?: number;
  /** The unit in which people read it, where that is not the metric's own: networks count bits. */
  readonly reads?: 'bit/s';
  /** False where the axis may start above zero. Default true. */
  readonly fromZero?: boolean;
}

/**
 * The unit for `shared/units`, which shows values as the chart hint has them read. UCUM lets a unit carry such a note in
 * braces: the values stay what they are.
 */
export function readingUnit({
  unit,
  chart,
}: {
  readonly unit: string;
  readonly chart?: Pick<ChartHint, 'reads'>;
}): string {
  return chart?.reads === undefined ? unit : `${unit}{${chart.reads}}`;
}

/** Where a value begins to hurt, until a rule says otherwise; in the metric's own unit, or names of states. */
export interface Limits {
  readonly direction: 'above' | 'below';
  readonly warning: number;
  readonly critical: number;
  /** The plain words of the trouble; `{of}` is the attributes' values: "{of} is {value} full". */
  readonly words: string;
}

export interface Metric {
  /** OpenTelemetry semantic-convention name where there is one; a rate is the counter's name + `.rate`. */
  readonly name: string;
  /** UCUM: `1` (a share from 0 to 1), `By`, `By/s`, `s`, `ms`, `Cel`, `rpm`, `{process}`, `{packet}/s`. */
  readonly unit: string;
  readonly kind: MetricKind;
  /** Attribute keys, in the order in which the sampler gives their values. */
  readonly attributes: readonly string[];
  /** Digits kept after the decimal point, 0 to 4: the wire carries round(value × 10^decimals). */
  readonly decimals: number;
  readonly rollup: RollUp;
  /** For `state` only: the words, by index. */
  readonly states?: readonly string[];
  /** For `state` only: the indices that hurt, and how much. */
  readonly bad?: Readonly<Record<number, 'warning' | 'critical'>>;
  /** Absent: not drawn by itself (shown as a figure or in a table). */
  readonly chart?: ChartHint;
  readonly limits?: Limits;
  /** One plain sentence for people. */
  readonly words: string;
}

/** A list that is not a series: rows of one moment. Columns are numbers; the row is named by `key`. */
export interface TableMetric {
  readonly name: string;
  readonly words: string;
  readonly columns: readonly { readonly name: string; readonly unit: string; readonly decimals: number }[];
}

export interface Family {
  /** Also the name of the sampler, `agent/src/samplers/<id>.linux.ts`. */
  readonly id: string;
  /** Where on the device page: lower comes first. */
  readonly order: number;
  /** Heading on the device page. */
  readonly title: string;
  readonly metrics: readonly Metric[];
  /** Its lists that are not series. */
  readonly tables?: readonly TableMetric[];
}

/** Attribute key to value, keys sorted. */
export type Attributes = Readonly<Record<string, string>>;

export interface SeriesKey {
  readonly metric: string;
  readonly attributes: Attributes;
}

/** One text for one series, equal for equal keys: `name{a=1,b=2}`, keys sorted, `\`, `,`, `=`, `}` escaped by `\`. */
export function seriesText({ metric, attributes }: SeriesKey): string {
  const keys = Object.keys(attributes).toSorted();
  if (keys.length === 0) return metric;
  const escape = (text: string) => text.replaceAll(/[\\,=}]/g, String.raw`\$&`);
  return `${metric}{${keys.map((key) => `${escape(key)}=${escape(attributes[key] ?? '')}`).join(',')}}`;
}
