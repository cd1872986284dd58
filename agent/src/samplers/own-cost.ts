/** What the link knows and the agent tells as metrics; NaN: not known yet. */
export interface LinkFigures {
  readonly unacknowledged: number;
  /** Since the agent started. */
  readonly dropped: number;
  /** Left out since then because they can never be stored. */
  readonly refused: number;
  /** ms to be added to this device's clock. */
  readonly clockOffset: number;
}

/** Figures about the agent itself: others put them here, the samplers `agent` and `uptime` read them. */
export class OwnCost {
  readonly link: { -readonly [Figure in keyof LinkFigures]: LinkFigures[Figure] } = {
    unacknowledged: Number.NaN,
    dropped: Number.NaN,
    refused: Number.NaN,
    clockOffset: Number.NaN,
  };
  /** How long the cycle before took. */
  cycleMs = Number.NaN;
  /** Failures of samplers since the start. */
  errors = 0;
  series = 0;
  omitted = 0;

  /** Called by the link whenever something changed; figures that are left out stay. */
  report(figures: Partial<LinkFigures>): void {
    Object.assign(this.link, figures);
  }
}
