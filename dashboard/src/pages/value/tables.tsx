import type { Value } from '@fettle/shared/api/value';
import { textOf, written } from '@fettle/shared/reports/format';
import { number } from '../../format/count.ts';
import { plain } from '../../format/text.ts';
import { span } from '../../format/time.ts';
import { Section } from '../../parts/section.tsx';
import { scriptPath } from '../../routes.ts';

/** Minor units as people read them; a loss has a true minus. */
export function Money({ amount, currency }: { amount: number | null; currency: string }) {
  if (amount === null) return <span class="quiet">not known</span>;
  return <>{textOf(written(amount, { format: 'money' }, { currency, zone: 'UTC' }))}</>;
}

export const minutesText = (minutes: number) => span(Math.round(minutes * 60_000));

/** What scripts gave back, with how it was reckoned. */
export function SavedTable({ value: { saved, savedMinutes, savedAmount, currency } }: { value: Value }) {
  return (
    <Section title="Given back by scripts" note="runs that ended done × what each takes by hand">
      {saved.length === 0 ? (
        <p class="quiet">No script ran to its end in this month.</p>
      ) : (
        <table class="t value-lines">
          <thead>
            <tr>
              <th scope="col">Script</th>
              <th scope="col" class="opt">
                How it is reckoned
              </th>
              <th scope="col" class="n">
                Time
              </th>
              <th scope="col" class="n">
                Worth
              </th>
            </tr>
          </thead>
          <tbody>
            {saved.map(({ id, title, script, formula, minutes, amount }) => (
              <tr key={id}>
                <td class="name">
                  <a href={scriptPath(script)}>{plain(title, 80)}</a>
                </td>
                <td class="formula opt">{plain(formula, 200)}</td>
                <td class="n">{minutesText(minutes ?? 0)}</td>
                <td class="n main-v">
                  <Money amount={amount} currency={currency} />
                </td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">All</th>
              <td class="formula opt">the exact sum, rounded once</td>
              <td class="n">{minutesText(savedMinutes)}</td>
              <td class="n main-v">
                <Money amount={savedAmount} currency={currency} />
              </td>
            </tr>
          </tfoot>
        </table>
      )}
    </Section>
  );
}

/** What outages cost. */
export function DowntimeTable({ value: { downtime, downtimeAmount, currency } }: { value: Value }) {
  return (
    <Section title="Lost to outages" note="in the hours of each service, planned outages left out">
      {downtime.length === 0 ? (
        <p class="quiet">
          Nobody has said what an hour of any service costs. It stands with <a href="/services">the service</a>.
        </p>
      ) : (
        <table class="t value-lines">
          <thead>
            <tr>
              <th scope="col">Service</th>
              <th scope="col" class="opt">
                How it is reckoned
              </th>
              <th scope="col" class="n">
                Cost
              </th>
            </tr>
          </thead>
          <tbody>
            {downtime.map(({ id, title, service, formula, amount }) => (
              <tr key={id}>
                <td class="name">
                  <a href={`/services/${encodeURIComponent(service)}`}>{plain(title, 80)}</a>
                </td>
                <td class="formula opt">{plain(formula, 200)}</td>
                <td class={(amount ?? 0) > 0 ? 'n main-v hurt warning' : 'n main-v'}>
                  <Money amount={amount} currency={currency} />
                </td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr>
              <th scope="row">All</th>
              <td class="formula opt">the exact sum, rounded once</td>
              <td class="n main-v">
                <Money amount={downtimeAmount} currency={currency} />
              </td>
            </tr>
          </tfoot>
        </table>
      )}
    </Section>
  );
}

/** What devices, services and the tool itself cost. */
export function CostTable({ value }: { value: Value }) {
  const { devices, services, tool, currency } = value;
  const rows = [
    { id: 'devices', title: `${number(devices.count)} devices`, formula: devices.formula, amount: devices.amount },
    { id: 'device', title: 'One device', formula: `${devices.formula} ÷ ${devices.count}`, amount: devices.each },
    ...services.map(({ id, title, formula, amount }) => ({ id, title, formula, amount })),
    { id: 'tool', title: 'The tool itself', formula: tool.formula, amount: tool.amount },
    {
      id: 'tool-device',
      title: 'The tool, a device',
      formula: `${tool.formula} ÷ ${devices.count}`,
      amount: tool.perDevice,
    },
  ];
  return (
    <Section title="What it costs" note="a device that several services use is shared by them evenly">
      <table class="t value-lines">
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col" class="opt">
              How it is reckoned
            </th>
            <th scope="col" class="n">
              Cost
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ id, title, formula, amount }) => (
            <tr key={id}>
              <td class="name">{plain(title, 80)}</td>
              <td class="formula opt">{plain(formula, 300)}</td>
              <td class="n main-v">
                <Money amount={amount} currency={currency} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}
