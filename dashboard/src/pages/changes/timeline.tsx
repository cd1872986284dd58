import type { ChangeItem } from '@fettle/shared/api/changes';
import { plain } from '../../format/text.ts';
import { clock, date, exact } from '../../format/time.ts';
import { Icon, type SymbolName } from '../../parts/symbols.tsx';
import { devicePath } from '../../routes.ts';
import { now } from '../../state/clock.ts';

const icons: Readonly<Record<ChangeItem['kind'], SymbolName>> = {
  run: 'run',
  facts: 'change',
  restart: 'change',
  plan: 'window',
  agent: 'change',
};
const isToday = (time: number) => new Date(time).toDateString() === new Date(now.value).toDateString();
const ownLink = (link: string | null) => (link !== null && /^\/(?![/\\])/.test(link) ? link : undefined);
const failed = /^(failed|timeout|unknown|refused|broken)$/;

/** Changes, newest first. `named`: of several devices. */
export function ChangeList({ items, named }: { items: readonly ChangeItem[]; named: boolean }) {
  return (
    <ol class="tl">
      {items.map(({ id, time, kind, device, deviceName, words, by, link, outcome }) => {
        const href = ownLink(link);
        const hurts = outcome !== null && failed.test(outcome);
        return (
          <li key={id} class={hurts ? 'critical' : undefined}>
            <time dateTime={new Date(time).toISOString()} title={exact(time)}>
              {isToday(time) ? clock(time) : date(time)}
            </time>
            <Icon name={hurts ? 'critical' : icons[kind]} {...(hurts ? { label: 'failed: ' } : {})} />
            <span>
              {href === undefined ? plain(words, 300) : <a href={href}>{plain(words, 300)}</a>}
              <small>
                {named ? <a href={devicePath(device)}>{plain(deviceName, 64)}</a> : null}
                {named && by !== null ? ', ' : ''}
                {by === null ? '' : `by ${plain(by, 80)}`}
              </small>
            </span>
          </li>
        );
      })}
    </ol>
  );
}
