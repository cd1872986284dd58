import type { Device } from '@fettle/shared/api/devices';
import { useState } from 'preact/hooks';
import { hover } from '../../charts/pointer.ts';
import {
  bounds,
  type Compare,
  isLive,
  nameOfEarlier,
  type Range,
  spans,
  timesOf,
  titleOf,
} from '../../charts/ranges.ts';
import { clock, clockSeconds, day, moment, span as spanWords } from '../../format/time.ts';
import { Section } from '../../parts/section.tsx';
import { Segment } from '../../parts/segment.tsx';
import { Icon } from '../../parts/symbols.tsx';
import { clockNow, now } from '../../state/clock.ts';
import { showRange } from './show-range.ts';

interface RangeBarProps {
  readonly id: string;
  readonly device: Device;
  readonly range: Range;
  /** The part of the range that there can be data for. */
  readonly shown: Range;
  readonly compare: Compare;
  readonly step: number;
}

/** Which time the charts show, and what it is compared with. */
export function RangeBar({ id, device, range, shown, compare, step }: RangeBarProps) {
  const [asking, setAsking] = useState(false);
  const live = isLive(range);
  const { from, to } = bounds(shown, now.value);
  const point = `one point a ${spanWords(Math.max(step, device.interval)).replace(/^1 /, '')}`;
  const young = live && 'span' in shown && shown.span < range.span;
  const times = `${timesOf({ from, to })}, ${point}${young ? `; enrolled ${moment(device.enrolledAt, to)}` : ''}`;
  const at = hover.value;
  return (
    <Section
      title={titleOf(range, now.value)}
      note={
        at === undefined ? (
          times
        ) : (
          <b class="cross-time">{to - from <= day ? clockSeconds(at) : moment(at, now.value)}</b>
        )
      }
      aside={
        <span class="aside key">
          <span>
            <Icon name="change" />
            change
          </span>
          <span>
            <svg viewBox="0 0 12 9" aria-hidden="true">
              <rect width="12" height="9" fill="url(#hatch)" />
            </svg>
            no data
          </span>
        </span>
      }
    >
      <div class="tools">
        <Segment
          label="Time range"
          choices={spans.map(({ name, span }) => ({ name, value: span }))}
          chosen={live ? range.span : undefined}
          choose={(span) => showRange(id, { span }, compare)}
        >
          <button
            type="button"
            class="sm-hide"
            aria-pressed={!live}
            aria-expanded={asking}
            onClick={() => setAsking(!asking)}
          >
            From … to …
          </button>
        </Segment>
        <Segment
          label="Compare"
          choices={[
            { value: 'nothing', name: 'with nothing' },
            { value: 'before', name: `with ${nameOfEarlier('before', to - from, to)}` },
            { value: 'week', name: `with ${nameOfEarlier('week', to - from, to)}` },
          ]}
          chosen={compare}
          choose={(chosen) => showRange(id, range, chosen)}
        />
        {live ? (
          <span class="quiet sm-hide hint">Drag in a chart to zoom, Esc goes back</span>
        ) : (
          <button class="b" type="button" onClick={() => showRange(id, { span: 3_600_000 }, compare)}>
            Back to now
          </button>
        )}
      </div>
      {asking ? (
        <Between from={from} to={to} done={(chosen) => (setAsking(false), showRange(id, chosen, compare))} />
      ) : null}
      <p class="hide" role="status">
        {at === undefined ? '' : clockSeconds(at)}
      </p>
    </Section>
  );
}

/** A time as the browser's field for date and time wants it, in local time. */
function local(time: number): string {
  const at = new Date(time);
  const two = (n: number) => String(n).padStart(2, '0');
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${clock(time)}`;
}

function textOf(values: FormData, name: string): string {
  const value = values.get(name);
  return typeof value === 'string' ? value : '';
}

function Between({ from, to, done }: { from: number; to: number; done: (range: Range) => void }) {
  const [problem, setProblem] = useState('');
  function submit(form: HTMLFormElement) {
    const values = new FormData(form);
    const start = new Date(textOf(values, 'from')).getTime();
    const end = new Date(textOf(values, 'to')).getTime();
    if (!(end - start >= 10_000)) setProblem('The end must come after the beginning.');
    else if (start > clockNow()) setProblem('The beginning lies ahead; there are no data yet.');
    else done({ from: start, to: end });
  }
  return (
    <form
      class="between"
      onSubmit={(event) => {
        event.preventDefault();
        submit(event.currentTarget);
      }}
    >
      <label class="l">
        From
        <input class="f" type="datetime-local" name="from" defaultValue={local(from)} required />
      </label>
      <label class="l">
        To
        <input class="f" type="datetime-local" name="to" defaultValue={local(to)} required />
      </label>
      <button class="b main" type="submit">
        Show
      </button>
      {problem === '' ? null : (
        <p class="note warning" role="alert">
          {problem}
        </p>
      )}
    </form>
  );
}
