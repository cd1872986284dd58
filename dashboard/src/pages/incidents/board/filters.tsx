import { plain } from '../../../format/text.ts';
import { Segment } from '../../../parts/segment.tsx';
import type { Filter } from '../../../state/board-filter.ts';
import { filter } from '../../../state/incidents.ts';
import { fleet } from '../../../state/fleet.ts';

const states = [
  { value: 'open', name: 'All open' },
  { value: 'unacknowledged', name: 'Not acknowledged' },
] as const;
const owners = [
  { value: '', name: 'Anybody’s' },
  { value: 'me', name: 'Mine' },
  { value: 'nobody', name: 'Nobody’s' },
] as const;

interface FiltersProps {
  readonly narrow: (some: Partial<Filter>) => void;
  /** Sites that incidents are at now. */
  readonly sites: readonly string[];
  readonly seek: { current: HTMLInputElement | null };
  readonly note: string;
  /** The name of the rule that it is narrowed to, where an incident tells it. */
  readonly ruleName: string | undefined;
}

/** Narrows the board. */
export function Filters({ narrow, sites, seek, note, ruleName }: FiltersProps) {
  const { state, site, owner, search, rule } = filter.value;
  const known = [...new Set([...(fleet.value.value?.devices.values() ?? [])].map((one) => one.site))];
  const all = [...new Set([...sites, ...known, site])].filter((one) => one !== '').toSorted();
  return (
    <div class="tools">
      <label class="hide" for="find">
        Find by device, words or rule
      </label>
      <input
        ref={seek}
        class="f grow"
        id="find"
        type="search"
        placeholder="Device, words or rule"
        value={search}
        onInput={(event) => narrow({ search: event.currentTarget.value })}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          narrow({ search: '' });
          event.currentTarget.blur();
        }}
      />
      <Segment label="State" choices={states} chosen={state} choose={(next) => narrow({ state: next })} />
      <Segment label="Owner" choices={owners} chosen={owner} choose={(next) => narrow({ owner: next })} />
      {all.length > 1 ? (
        <label class="by">
          <span>Site</span>
          <select class="f" value={site} onChange={(event) => narrow({ site: event.currentTarget.value })}>
            <option value="">All</option>
            {all.map((one) => (
              <option key={one} value={one}>
                {plain(one, 64)}
              </option>
            ))}
          </select>
        </label>
      ) : null}
      {rule === '' ? null : (
        <span class="by">
          rule “{plain(ruleName ?? rule, 80)}”
          <button class="b" type="button" onClick={() => narrow({ rule: '' })}>
            Any rule
          </button>
        </span>
      )}
      <span class="quiet" role="status">
        {note}
      </span>
    </div>
  );
}
