import type { Folder } from './folder.ts';
import { RawFile, RollupFile } from './period-file.ts';

/** Bytes that a device has on disk. The fleet's rows, which are a cache, are not counted. */
export function sizeOf(folder: Folder, device: number): Record<'raw' | 'five' | 'hour', number> {
  const found = { raw: 0, five: 0, hour: 0 };
  for (const period of folder.periods()) {
    const { kind } = period;
    const file = kind === 'late' ? null : folder.lend(period);
    if (kind === 'late' || file === null) continue;
    try {
      if (file instanceof RawFile || file instanceof RollupFile) found[kind] += file.size(device);
    } finally {
      folder.giveBack(file);
    }
  }
  return found;
}
