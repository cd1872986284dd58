import { clock } from '../format/time.ts';
import type { LineModel } from './line-model.ts';
import { Icon } from './symbols.tsx';

const percent = (share: number) => `${Math.round(share * 10_000) / 100}%`;
/** Lanes count from the base line up; this is the top of each, px. */
const laneTop = [24, 14, 4, -6, -16];
/** What each lane above the third adds to the height, px. */
const laneHeight = 10;
/** On a phone the time now takes the room of a label from here on. */
const nearNow = 0.84;
/** No bar is too short to be seen. */
const shortest = 0.002;

/** The last 24 hours of what the page is about. `scope` names it: "all sites", "this device". */
export function Line({
  model,
  now,
  scope,
  missing,
}: {
  model: LineModel;
  now: number;
  scope: string;
  missing?: boolean;
}) {
  const higher = Math.max(0, Math.max(0, ...model.bars.map(({ lane }) => lane)) - 2) * laneHeight;
  return (
    <div class="line">
      <svg height={58 + higher} role="img" aria-label={missing ? 'The last 24 hours could not be read.' : model.words}>
        <g transform={`translate(0 ${higher})`}>
          {model.hours.map(({ at, label, minor }) => (
            <g key={at} class={minor || at > nearNow ? 'sm-hide' : undefined}>
              <line class="tick" x1={percent(at)} x2={percent(at)} y1="30" y2="46" />
              <text x={percent(at)} y="57" text-anchor={at < 0.02 ? 'start' : 'middle'}>
                {label}
              </text>
            </g>
          ))}
          <line class="base before" x1="0" x2={percent(model.begins)} y1="36" y2="36" />
          <line class="base" x1={percent(model.begins)} x2="100%" y1="36" y2="36" />
          {model.windows.map(({ from, to, words }) => (
            <rect key={from} class="win" x={percent(from)} width={percent(to - from)} y="32" height="8">
              <title>{words}</title>
            </rect>
          ))}
          {model.cuts.map(({ from, to }) => (
            <line key={from} class="cut" x1={percent(from)} x2={percent(to)} y1="36" y2="36" />
          ))}
          {model.bars.map((bar) => (
            <Bar key={`${bar.lane} ${bar.from} ${bar.label}`} bar={bar} />
          ))}
          {model.rings.map(({ at, words }) => (
            <circle key={at} class="chg" cx={percent(at)} cy="36" r="3.2">
              <title>{words}</title>
            </circle>
          ))}
          {model.ticks.map(({ at, words, failed }) => (
            <line key={at} class={failed ? 'run critical' : 'run'} x1={percent(at)} x2={percent(at)} y1="40" y2="46">
              <title>{words}</title>
            </line>
          ))}
          <line class="now" x1="100%" x2="100%" y1={-higher} y2="46" />
          <text class="nowt" x="100%" y="57" text-anchor="end">
            {clock(now)}
          </text>
        </g>
      </svg>
      <p class="key">
        <span>
          {model.begins > 0.02
            ? `Last 24 hours, ${scope}; nothing is known before the first device`
            : `Last 24 hours, ${scope}`}
        </span>
        <span>
          <Icon name="critical" />
          incident, as long as it was open
        </span>
        <span>
          <Icon name="unknown" />
          silence
        </span>
        <span>
          <Icon name="change" />
          change
        </span>
        {model.ticks.length > 0 ? (
          <span>
            <Icon name="run" />
            run
          </span>
        ) : null}
        {model.windows.length > 0 ? (
          <span>
            <Icon name="window" />
            window
          </span>
        ) : null}
      </p>
    </div>
  );
}

/** The share of the line that a letter of a label takes at most. */
const letter = 0.008;

function Bar({ bar: { shape, from, to, lane, label } }: { bar: LineModel['bars'][number] }) {
  const top = laneTop[lane] ?? 4;
  // No room before it: the label stands on the bar.
  const inside = from < label.length * letter;
  return (
    <g class={shape}>
      <rect class="bar-i" x={percent(from)} y={top} width={percent(Math.max(shortest, to - from))} height="4" />
      <svg x={percent(from)} y={top - 4} width="1" height="12" overflow="visible">
        <use href={`#${shape}`} x="-6" width="12" height="12" />
      </svg>
      <text
        class={inside ? 'lab inside sm-hide' : 'lab sm-hide'}
        x={percent(from)}
        dx={inside ? 11 : -11}
        y={top + 6}
        text-anchor={inside ? 'start' : 'end'}
      >
        {label}
      </text>
    </g>
  );
}
