import { readingUnit } from '@fettle/shared/metrics/metric';
import { networkIo } from '@fettle/shared/metrics/network';
import { plain } from '../../format/text.ts';
import { Figure } from '../../parts/figure.tsx';
import { Section } from '../../parts/section.tsx';
import type { DeviceState } from '../../state/device.ts';

const rate = networkIo.name;
/** As the charts beside it read it. */
const unit = readingUnit(networkIo);
const troubles = ['system.network.errors.rate', 'system.network.packet.dropped.rate'];
const few = 8;

interface Interface {
  readonly name: string;
  readonly incoming: number | undefined;
  readonly outgoing: number | undefined;
  /** Errors and drops a second, both ways. */
  readonly lost: number;
}

/** What each network interface carries now, busiest first, the loopback last. */
export function Interfaces({ state }: { state: DeviceState }) {
  const all = [...(state.latest.value.value?.values() ?? [])];
  const byName = Map.groupBy(
    all.filter(({ metric }) => metric === rate || troubles.includes(metric)),
    ({ attributes }) => attributes['network.interface.name'] ?? '',
  );
  const found = [...byName].map(([name, values]): Interface => {
    const of = (direction: string) =>
      values.find(({ metric, attributes }) => metric === rate && attributes['network.io.direction'] === direction)
        ?.value;
    const lost = values.filter(({ metric }) => troubles.includes(metric)).reduce((sum, { value }) => sum + value, 0);
    return { name, incoming: of('receive'), outgoing: of('transmit'), lost };
  });
  if (found.length === 0) return null;
  const traffic = ({ name, incoming = 0, outgoing = 0 }: Interface) => (name === 'lo' ? -1 : incoming + outgoing);
  const sorted = found.toSorted((a, b) => traffic(b) - traffic(a));
  return (
    <Section
      title="Interfaces"
      aside={<span class="aside">{sorted.length > few ? `${few} of ${sorted.length}` : ''}</span>}
    >
      <table class="t">
        <thead>
          <tr>
            <th>Interface</th>
            <th class="n">In</th>
            <th class="n">Out</th>
            <th class="n">Lost</th>
          </tr>
        </thead>
        <tbody>
          {sorted.slice(0, few).map(({ name, incoming, outgoing, lost }) => (
            <tr key={name}>
              <td>{plain(name, 32)}</td>
              <td class="n">
                <Figure value={incoming} unit={unit} />
              </td>
              <td class="n">
                <Figure value={outgoing} unit={unit} />
              </td>
              <td class={lost > 0 ? 'n' : 'n quiet'}>
                <Figure value={lost} unit="{packet}/s" decimals={1} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}
