// pure
/** [from, to) ms since 1970. */
export interface Between {
  readonly from: number;
  readonly to: number;
}

export const within = (time: number | null, { from, to }: Between): boolean =>
  time !== null && time >= from && time < to;
