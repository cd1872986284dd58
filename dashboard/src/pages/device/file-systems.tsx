import type { LatestValue } from '@fettle/shared/api/devices';
import { formatValue } from '@fettle/shared/units';
import { plain } from '../../format/text.ts';
import { Figure } from '../../parts/figure.tsx';
import { Level } from '../../parts/level.tsx';
import { Section } from '../../parts/section.tsx';
import { Icon } from '../../parts/symbols.tsx';
import { catalogue, type DeviceState } from '../../state/device.ts';
import { Folded } from './folded.tsx';

const metric = 'system.filesystem.utilization';
const usage = 'system.filesystem.usage';
const mountpoint = 'system.filesystem.mountpoint';
const few = 5;

function limitsOf() {
  const described = catalogue.value.value?.flatMap(({ metrics }) => metrics).find(({ name }) => name === metric);
  return described?.limits;
}

/** "41.2 GiB free" where the device says so. */
function freeOf(all: readonly LatestValue[], mount: string): string {
  const free = all.find(
    ({ metric: name, attributes }) =>
      name === usage && attributes[mountpoint] === mount && attributes['system.filesystem.state'] === 'free',
  );
  if (!free) return '';
  const { figure, unit } = formatValue(free.value, 'By');
  return `${figure} ${unit} free`;
}

/** How full each file system is, fullest first. */
export function FileSystems({ state }: { state: DeviceState }) {
  const all = [...(state.latest.value.value?.values() ?? [])];
  const found = all.filter((one) => one.metric === metric).toSorted((a, b) => b.value - a.value);
  if (found.length === 0) return null;
  const limits = limitsOf();
  return (
    <Section title="File systems" aside={<span class="aside">{limits ? 'ticks: warning, critical' : ''}</span>}>
      <ul class="rows">
        <Folded most={few} what="more file systems">
          {found.map(({ attributes, value }) => {
            const mount = attributes[mountpoint] ?? '';
            const shape =
              limits && value >= limits.critical
                ? 'critical'
                : limits && value >= limits.warning
                  ? 'warning'
                  : undefined;
            return (
              <li key={mount} class={shape}>
                <div class="top">
                  <span class="path">{plain(mount, 80)}</span>
                  <span class={shape ? 'hurtv' : undefined}>
                    {shape ? <Icon name={shape} label={shape} /> : null} <Figure value={value} unit="1" decimals={3} />
                  </span>
                </div>
                <Level
                  share={value}
                  shape={shape}
                  limits={limits ? [limits.warning, limits.critical] : []}
                  label={`${plain(mount, 80)}: ${Math.round(value * 100)} percent full`}
                />
                <span class="quiet">{freeOf(all, mount)}</span>
              </li>
            );
          })}
        </Folded>
      </ul>
    </Section>
  );
}
