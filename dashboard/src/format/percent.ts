// pure

/** Parts per million as percent, with two digits as in reports: `99.90`, `99.87`; rounded down, so that what is missed never looks kept. */
export function percentOf(ppm: number): string {
  return (Math.floor(ppm / 100) / 100).toFixed(2);
}

/** A target as it was set, with two digits at least: `99.90`, `99.995`. */
export function targetPercent(ppm: number): string {
  return (ppm / 10_000).toFixed(4).replace(/0{1,2}$/, '');
}
