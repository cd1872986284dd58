import type { Device } from '@fettle/shared/api/devices';
import type { Compare, Range } from '../../charts/ranges.ts';
import { type DeviceState } from '../../state/device.ts';
import { Charts } from './charts.tsx';
import { DeviceFacts } from './device-facts.tsx';
import { FileSystems } from './file-systems.tsx';
import { Incidents } from './incidents.tsx';
import { Interfaces } from './interfaces.tsx';
import { Processes } from './processes.tsx';
import { Runs } from './runs.tsx';
import { Services } from './services.tsx';
import { VitalStrip } from './vital-strip.tsx';
import { WhatChanged } from './what-changed.tsx';

interface BodyProps {
  readonly state: DeviceState;
  readonly device: Device;
  readonly range: Range;
  readonly compare: Compare;
}

/** The page below its head: the first third answers, the rest proves. */
export function Body({ state, device, range, compare }: BodyProps) {
  return (
    <>
      <VitalStrip state={state} device={device} />
      <div class="split">
        <div>
          <Charts state={state} device={device} range={range} compare={compare} />
        </div>
        <aside aria-label="About this device">
          <Incidents state={state} />
          <FileSystems state={state} />
          <Runs state={state} />
          <Processes state={state} />
          <Services state={state} />
          <Interfaces state={state} />
          <WhatChanged state={state} />
          <DeviceFacts state={state} device={device} />
        </aside>
      </div>
    </>
  );
}
