import type { ForecastDetail } from '@fettle/shared/api/capacity';
import { useMemo } from 'preact/hooks';
import { readForecast } from '../../api/capacity.ts';
import { counted } from '../../format/count.ts';
import { plain } from '../../format/text.ts';
import { exact } from '../../format/time.ts';
import { Figure } from '../../parts/figure.tsx';
import { Level } from '../../parts/level.tsx';
import { Page } from '../../parts/page.tsx';
import type { Piece } from '../../parts/piece.ts';
import { Section } from '../../parts/section.tsx';
import { Failed, Waiting } from '../../parts/waiting.tsx';
import { devicePath, go } from '../../routes.ts';
import { now } from '../../state/clock.ts';
import { resource } from '../../state/resource.ts';
import { ForecastChart } from './chart.tsx';
import { decimalsOf, readUnit, shapeOf, share, spreadWords, trialWords, whenWords } from './words.ts';

function headOf(found: ForecastDetail | undefined, time: number): Piece[] {
  if (!found) return [{ text: 'Reading this forecast.', lesser: true }];
  const { forecast } = found;
  const { title, fullAt, remark } = forecast;
  const shape = shapeOf(forecast, time);
  const spread = spreadWords(forecast, time);
  const when = fullAt === null ? ' has no date. ' : ` is full ${whenWords(fullAt, time)}. `;
  return [
    { text: plain(title, 120), ...(shape && { shape }), strong: true },
    { text: when },
    {
      text: [spread === '' ? '' : `Four of five ways lead there ${spread}.`, remark].filter(Boolean).join(' '),
      lesser: true,
    },
  ];
}

/** One thing that fills up: its past, what is to come, and how good such forecasts were. */
export function ForecastPage({ id }: { id: string }) {
  const detail = useMemo(() => resource<ForecastDetail>((signal) => readForecast(id, signal)), [id]);
  const found = detail.value.value;
  const problem = detail.problem.value;
  const time = Math.floor(now.value / 60_000) * 60_000;
  return (
    <Page
      name={`forecast ${id}`}
      crumb={
        <>
          <a href="/capacity">Capacity</a>
          <span class="sep">/</span>
          <b>{found ? plain(found.forecast.title, 80) : id}</b>
        </>
      }
      pieces={headOf(found, time)}
      read={detail.renew}
      keys={{ Escape: () => go('/capacity') }}
      told={[[['Esc'], 'capacity']]}
    >
      {!found && problem ? <Failed what="This forecast" problem={problem} again={detail.renew} /> : null}
      {!found && !problem ? <Waiting what="its history" rows={8} cancel={detail.cancel} /> : null}
      {found ? (
        <Section title="What was, and what may come">
          <ForecastChart detail={found} now={time} />
        </Section>
      ) : null}
      {found ? <Facts detail={found} time={time} /> : null}
    </Page>
  );
}

function Facts({ detail: { forecast }, time }: { detail: ForecastDetail; time: number }) {
  const { value, limit, slopePerDay, days, device, deviceName, site, fullAt } = forecast;
  const unit = readUnit(forecast.unit);
  const decimals = decimalsOf(unit);
  const spread = spreadWords(forecast, time);
  const percent = Math.round(share(forecast) * 100);
  return (
    <Section title="In figures">
      <dl class="facts">
        <dt>Used</dt>
        <dd class="used">
          <Level
            share={share(forecast)}
            shape={shapeOf(forecast, time)}
            limits={[1]}
            label={`${percent} percent used`}
          />
          <Figure value={value} unit={unit} decimals={decimals} /> of{' '}
          <Figure value={limit} unit={unit} decimals={decimals} />
        </dd>
        <dt>Grows by</dt>
        <dd>
          <Figure value={slopePerDay} unit={unit} decimals={decimals} /> a day, by the line through{' '}
          {counted(days, 'day')}
        </dd>
        <dt>Full</dt>
        <dd title={fullAt === null ? undefined : exact(fullAt)}>
          {fullAt === null ? <span class="quiet">no date</span> : whenWords(fullAt, time)}
          {spread === '' ? '' : `, ${spread} with 80 % certainty`}
        </dd>
        <dt>Tried on its history</dt>
        <dd>{trialWords(forecast)}</dd>
        {device === null ? null : <dt>Device</dt>}
        {device === null ? null : (
          <dd>
            <a href={devicePath(device)}>{plain(deviceName, 64)}</a>
            {site === null ? '' : ` at ${plain(site, 64)}`}
          </dd>
        )}
      </dl>
    </Section>
  );
}
