import type { Value, ValueSettings } from '@fettle/shared/api/value';
import { textOf, written } from '@fettle/shared/reports/format';
import { useMemo } from 'preact/hooks';
import { readValue, readValueSettings } from '../../api/manpower.ts';
import { plain } from '../../format/text.ts';
import { localOf, utcOf } from '../../format/zoned.ts';
import { Page } from '../../parts/page.tsx';
import type { Piece } from '../../parts/piece.ts';
import { Failed, Waiting } from '../../parts/waiting.tsx';
import { address, go } from '../../routes.ts';
import { clockNow } from '../../state/clock.ts';
import { fleet } from '../../state/fleet.ts';
import { hasRole } from '../../state/people.ts';
import { resource } from '../../state/resource.ts';
import { periodName, stepped } from '../month/period.ts';
import { Tabs } from '../services/tabs.tsx';
import { SettingsForm } from './settings.tsx';
import { CostTable, DowntimeTable, minutesText, SavedTable } from './tables.tsx';

/** Months are those of UTC, as the figures are. */
const zone = 'UTC';

const settings = resource<ValueSettings>((signal) => readValueSettings(signal));

/** The month of the address, else the last whole one. */
function monthOf(search: string, now: number): number {
  const begin = (time: number) => utcOf(`${localOf(time, zone).slice(0, 7)}-01T00:00`, zone);
  const asked = Number(new URLSearchParams(search).get('at') ?? Number.NaN);
  const isTime = Number.isSafeInteger(asked) && asked > 0 && asked <= now;
  return isTime ? begin(asked) : stepped('month', begin(now), zone, -1);
}

function sentenceOf(
  { savedMinutes, savedAmount, downtimeAmount, tool, net, currency }: Value,
  assumed: boolean,
): Piece[] {
  const money = (amount: number) => textOf(written(Math.abs(amount), { format: 'money' }, { currency, zone }));
  return [
    { text: 'Scripts gave back ' },
    { text: minutesText(savedMinutes), strong: true },
    { text: ', worth ' },
    { text: money(savedAmount), strong: true },
    ...(downtimeAmount > 0
      ? [{ text: '; ' }, { text: `outages cost ${money(downtimeAmount)}`, shape: 'warning' as const }]
      : []),
    { text: '.' },
    {
      text: ` The tool itself cost ${money(tool.amount)}: ${net < 0 ? `${money(net)} more than it gave back` : `${money(net)} is left`}.`,
      lesser: true,
    },
    ...(assumed ? [{ text: ' What an hour costs is assumed.', lesser: true }] : []),
  ];
}

/** What it is worth and what it costs, each figure with its formula; and what these are reckoned with. */
export function ValuePage() {
  const { search } = address.value;
  const site = (new URLSearchParams(search).get('site') ?? '').slice(0, 128);
  const from = monthOf(search, clockNow());
  const to = stepped('month', from, zone, 1);
  const value = useMemo(
    () => resource<Value>((signal) => readValue({ from, to, ...(site === '' ? {} : { site }) }, signal)),
    [from, site],
  );
  const [found, kept] = [value.value.value, settings.value.value];
  const show = (at: number, of = site) => {
    const query = new URLSearchParams({ at: String(at), ...(of === '' ? {} : { site: of }) });
    go(`/value?${query}`, true);
  };
  const move = (by: 1 | -1) => {
    const at = stepped('month', from, zone, by);
    if (at <= clockNow()) show(at);
  };
  const read = () => {
    value.renew();
    settings.renew();
    fleet.renew();
  };
  const problem = value.problem.value ?? settings.problem.value;
  const after = stepped('month', from, zone, 1);
  return (
    <Page
      name={`value ${from} ${site}`}
      crumb={
        <>
          <b>Value</b>
          <span class="sep">·</span>
          {periodName('month', from, zone)} {localOf(from, zone).slice(0, 4)}
        </>
      }
      pieces={found ? sentenceOf(found, kept?.version === 0) : [{ text: 'Reckoning what it is worth.', lesser: true }]}
      acts={
        <>
          <button class="b" type="button" onClick={() => move(-1)}>
            {periodName('month', stepped('month', from, zone, -1), zone)}
          </button>
          {after <= clockNow() ? (
            <button class="b" type="button" onClick={() => move(1)}>
              {periodName('month', after, zone)}
            </button>
          ) : null}
        </>
      }
      read={read}
      heeds={['value.']}
      keys={{ '[': () => move(-1), ']': () => move(1) }}
      told={[[['[', ']'], 'earlier, later']]}
    >
      <Tabs>
        <Sites chosen={site} choose={(of) => show(from, of)} />
      </Tabs>
      {found ? (
        <>
          <SavedTable value={found} />
          <DowntimeTable value={found} />
          <CostTable value={found} />
        </>
      ) : null}
      {found && kept && hasRole('manager') ? (
        <SettingsForm
          key={kept.version}
          kept={kept}
          value={found}
          saved={async () => {
            await settings.load();
            await value.load();
          }}
        />
      ) : null}
      {(!found || !kept) && problem ? <Failed what="What it is worth" problem={problem} again={read} /> : null}
      {!found && !problem ? <Waiting what="what it is worth" rows={10} cancel={value.cancel} /> : null}
    </Page>
  );
}

/** One customer or all of them. */
function Sites({ chosen, choose }: { chosen: string; choose: (site: string) => void }) {
  const sites = [...new Set([...(fleet.value.value?.devices.values() ?? [])].map(({ site }) => site))].filter(Boolean);
  if (sites.length < 2) return null;
  return (
    <label class="by">
      <span class="hide">Site</span>
      <select class="f" value={chosen} onChange={(event) => choose(event.currentTarget.value)}>
        <option value="">all sites</option>
        {sites.toSorted().map((site) => (
          <option key={site} value={site}>
            {plain(site, 60)}
          </option>
        ))}
      </select>
    </label>
  );
}
