/**
 * A chart as marks on a plane, before anything draws it: SVG of the dashboard, of a file, and the pen of the PDF draw the same marks. `u` is a
 * share of the plot's width, `y` is pixels from the top: so a chart grows sideways and its letters stay as they are.
 */

/** A colour by its role: a token of the dashboard, or its value for light paper. */
export type Ink =
  | 'c1'
  | 'c2'
  | 'c3'
  | 'quiet'
  | 'ink'
  | 'ink-2'
  | 'ink-3'
  | 'grid'
  | 'control'
  | 'ground'
  | 'critical'
  | 'warning'
  | 'unknown'
  | 'window'
  | 'right';

export type Point = readonly [u: number, y: number];

export type Mark =
  | {
      readonly kind: 'rule';
      readonly from: Point;
      readonly to: Point;
      readonly ink: Ink;
      readonly width: number;
      readonly dash?: readonly number[];
    }
  | {
      readonly kind: 'bar';
      readonly u: number;
      readonly y: number;
      readonly wide: number;
      readonly high: number;
      readonly ink: Ink;
      readonly opacity?: number;
    }
  | {
      readonly kind: 'path';
      readonly points: readonly Point[];
      readonly ink: Ink;
      readonly width: number;
      readonly dash?: readonly number[];
      readonly series: number;
    }
  | { readonly kind: 'area'; readonly points: readonly Point[]; readonly ink: Ink; readonly opacity: number }
  | { readonly kind: 'hatch'; readonly u: number; readonly y: number; readonly wide: number; readonly high: number }
  | { readonly kind: 'dot'; readonly at: Point; readonly ink: Ink; readonly hurt: boolean }
  | {
      readonly kind: 'text';
      readonly at: Point;
      readonly text: string;
      readonly anchor: 'start' | 'middle' | 'end';
      readonly ink: Ink;
      readonly strong?: boolean;
    };

export interface Key {
  readonly name: string;
  readonly ink: Ink;
  readonly as: 'bar' | 'line';
  readonly dash?: readonly number[];
}

export interface Scene {
  readonly height: number;
  /** Where the plot begins and ends; labels of times stand below. */
  readonly top: number;
  readonly bottom: number;
  /** At the left, outside the plot. */
  readonly labels: readonly { readonly y: number; readonly text: string }[];
  readonly marks: readonly Mark[];
  readonly keys: readonly Key[];
  /** What it shows, in a sentence. */
  readonly says: string;
}

export const seriesInks: readonly Ink[] = ['c1', 'c2', 'c3'];
/** On paper, colours may be lost: each line has its own pattern. */
export const dashes: readonly (readonly number[])[] = [[], [6, 2.5], [2, 2], [7, 2, 1.5, 2], [1, 2.5]];
export const sceneTop = 6;
export const sceneBottom = 126;
export const sceneHeight = 144;
