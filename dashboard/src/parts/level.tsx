import type { Shape } from '../state/standing.ts';

interface LevelProps {
  /** From 0 to 1. */
  readonly share: number;
  readonly shape?: Shape | undefined;
  /** Where it begins to hurt, from 0 to 1. */
  readonly limits?: readonly number[];
  readonly label: string;
}

const percent = (share: number) => `${Math.min(100, Math.max(0, share * 100)).toFixed(1)}%`;

/** The vial, for everything that fills up. */
export function Level({ share, shape, limits = [], label }: LevelProps) {
  return (
    <svg class={shape ? `level ${shape}` : 'level'} role="img" aria-label={label}>
      <rect class="trk" x="0.5" y="1" width="100%" height="8" rx="4" />
      <rect class="fil" x="0.5" y="1" width={percent(share)} height="8" rx="4" />
      {limits.map((limit) => (
        <line key={limit} class="tk" x1={percent(limit)} x2={percent(limit)} y1="-1.5" y2="11.5" />
      ))}
    </svg>
  );
}
