// pure
/**
 * What a report says, apart from how it is drawn: the dashboard, HTML, PDF, CSV and JSON are made of the same document. Each figure names
 * its basis: what it was reckoned from, kept with the report, so that it can be followed for ever.
 */

/** A piece of a sentence. `strong` what matters, `quiet` what can wait, `critical` and `warning` with their shapes. */
export interface Phrase {
  readonly text: string;
  readonly tone?: 'strong' | 'quiet' | 'critical' | 'warning' | 'right';
  readonly basis?: string;
}
export type Sentence = readonly Phrase[];

/**
 * How a value is written; the value itself stays a number in one unit: `duration` ms, `bytes` By, `rate` By/s, `ratio` 0 to 1, `ppm`
 * parts per million as percent, `money` minor units of the document's currency, `time` and `date` ms since 1970, `number` in `unit`.
 */
export type Format =
  | 'text'
  | 'integer'
  | 'number'
  | 'ratio'
  | 'ppm'
  | 'duration'
  | 'bytes'
  | 'rate'
  | 'money'
  | 'time'
  | 'date'
  | 'state'
  | 'level'
  | 'spark';

export type State = 'critical' | 'warning' | 'unknown' | 'window' | 'right' | 'quiet';

/** A vial: all are shares of its full length, 0 to 1. */
export interface LevelValue {
  readonly value: number;
  readonly ticks: readonly number[];
  readonly earlier?: number;
}

/** One figure, or one cell of a table. */
export interface Cell {
  readonly value: number | string | null | LevelValue | readonly (number | null)[];
  /** What stands there when it is other than the format makes of the value: `nobody`, `no data`. */
  readonly text?: string;
  /** Only where it hurts, or was put right. */
  readonly state?: State;
  /** Key into `bases`. A number that was counted or reckoned always has one. */
  readonly basis?: string;
  /** A page of the dashboard: `/devices/d…`. */
  readonly link?: string;
}

export interface Column {
  readonly id: string;
  readonly title: string;
  readonly format: Format;
  /** UCUM; of `number` only. */
  readonly unit?: string;
  readonly decimals?: number;
  /** Left out on narrow screens. */
  readonly minor?: boolean;
}

export interface Figure {
  readonly id: string;
  readonly title: string;
  readonly format: Format;
  readonly unit?: string;
  readonly decimals?: number;
  readonly cell: Cell;
  /** Against the earlier period, in words; `better` and `worse` colour it. */
  readonly note?: Sentence;
  readonly turn?: 'better' | 'worse' | 'same';
}

export interface Line {
  readonly name: string;
  readonly dash?: boolean;
  /** Null: a gap. */
  readonly points: readonly (readonly [number, number | null])[];
  readonly basis?: string;
}

export type Block =
  | { readonly kind: 'text'; readonly sentence: Sentence }
  | { readonly kind: 'figures'; readonly items: readonly Figure[] }
  | {
      readonly kind: 'table';
      /** Unique in the document: the name of its CSV. */
      readonly id: string;
      readonly title: string;
      readonly columns: readonly Column[];
      readonly rows: readonly (readonly Cell[])[];
      readonly total?: readonly Cell[];
      /** Shown on pages; CSV and JSON have all. Default: all. */
      readonly shown?: number;
      readonly empty: string;
    }
  | {
      readonly kind: 'bars';
      readonly id: string;
      readonly title: string;
      readonly format: Format;
      readonly unit?: string;
      readonly labels: readonly string[];
      /** Stacked; at most 3. `basis`: one for each label. */
      readonly series: readonly {
        readonly name: string;
        readonly values: readonly (number | null)[];
        readonly bases?: readonly (string | null)[];
      }[];
      readonly empty: string;
    }
  | {
      readonly kind: 'lines';
      readonly id: string;
      readonly title: string;
      readonly format: Format;
      readonly unit?: string;
      readonly from: number;
      readonly to: number;
      readonly lines: readonly Line[];
      readonly limits?: readonly { readonly value: number; readonly words: string; readonly state: State }[];
      /** Forecast or spread: time, low, high. */
      readonly band?: readonly (readonly [number, number, number])[];
      readonly empty: string;
    }
  | {
      /** Individuals chart (Shewhart): daily figures, centre line, limits, and what the rules of Nelson say. */
      readonly kind: 'control';
      readonly id: string;
      readonly title: string;
      readonly format: Format;
      readonly unit?: string;
      readonly points: readonly {
        readonly day: string;
        readonly value: number | null;
        readonly rules: readonly number[];
        readonly basis?: string;
      }[];
      readonly centre: number | null;
      readonly lower: number | null;
      readonly upper: number | null;
      readonly words: string;
      readonly empty: string;
    }
  | {
      /** A short list: what, figure at the right, a line below. */
      readonly kind: 'ledger';
      readonly id: string;
      readonly items: readonly {
        readonly title: string;
        readonly cell: Cell;
        readonly format: Format;
        readonly unit?: string;
        readonly note: string;
        readonly level?: LevelValue;
        readonly link?: string;
      }[];
      readonly empty: string;
    };

export interface Section {
  readonly id: string;
  readonly title: string;
  readonly note?: string;
  /** Of three columns on wide pages; default 3. */
  readonly width?: 1 | 2 | 3;
  readonly blocks: readonly Block[];
}

/** What a figure was reckoned from. What is counted is in the lists; what is reckoned from them, `formula` says. */
export interface Basis {
  readonly title: string;
  /** In words with its figures: `184 incidents that opened in the span`. */
  readonly formula: string;
  /** The number as it stands in the report, where it is one. */
  readonly value: number | null;
  /** `count`: the value is how many there are in the lists together. `reckoned`: something else. */
  readonly how: 'count' | 'reckoned';
  readonly incidents?: readonly string[];
  readonly runs?: readonly string[];
  readonly series?: readonly SeriesBasis[];
  readonly services?: readonly { readonly id: string; readonly from: number; readonly to: number }[];
  readonly changes?: readonly string[];
  /** Other pages and addresses of the API that show it: facts, settings, improvements, requests. */
  readonly pages?: readonly { readonly words: string; readonly link: string; readonly api: string }[];
  /** Other bases of the same document that it was reckoned from. */
  readonly bases?: readonly string[];
}
/** As it is asked at `GET /api/v1/series`. */
export interface SeriesBasis {
  readonly device: string;
  readonly metric: string;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly from: number;
  readonly to: number;
  readonly step?: number | 'whole';
  readonly agg?: string;
}

/** How a customer's reports look. */
export interface Brand {
  readonly name: string;
  /** `#12393a`; contrast with white is checked when it is set. */
  readonly accent: string | null;
  /** PNG or JPEG, base 64; null: none. */
  readonly logo: { readonly type: 'image/png' | 'image/jpeg'; readonly base64: string } | null;
  readonly foot: string;
}

export interface ReportDocument {
  readonly version: 1;
  readonly kind: string;
  readonly title: string;
  /** `October 2026, all sites, Europe/Berlin`. */
  readonly subtitle: string;
  readonly sentence: Sentence;
  readonly from: number;
  readonly to: number;
  readonly zone: string;
  readonly before: { readonly from: number; readonly to: number } | null;
  readonly madeAt: number;
  readonly madeFor: string | null;
  readonly currency: string;
  readonly brand: Brand | null;
  /** What all of it was reckoned from. */
  readonly counted: {
    readonly samples: number;
    readonly incidents: number;
    readonly runs: number;
    readonly devices: number;
  };
  readonly sections: readonly Section[];
  readonly bases: Readonly<Record<string, Basis>>;
}
