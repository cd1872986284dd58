import type { Folder } from './folder.ts';
import type { DeviceSize } from './messages.ts';
import { RawFile, RollupFile } from './period-file.ts';

/** What of a device is on disk. The fleet's rows, which are a cache, are not counted. */
export function sizeOf(folder: Folder, device: number): Record<'raw' | 'five' | 'hour', DeviceSize> {
  const found: Record<'raw' | 'five' | 'hour', DeviceSize> = { raw: nothing, five: nothing, hour: nothing };
  for (const period of folder.periods()) {
    const { kind } = period;
    const file = kind === 'late' ? null : folder.lend(period);
    if (kind === 'late' || file === null) continue;
    try {
      if (!(file instanceof RawFile || file instanceof RollupFile)) continue;
      const { bytes, since } = file.size(device);
      // Periods come in order of time.
      found[kind] = { bytes: found[kind].bytes + bytes, since: found[kind].since ?? since };
    } finally {
      folder.giveBack(file);
    }
  }
  return found;
}

const nothing: DeviceSize = { bytes: 0, since: null };
