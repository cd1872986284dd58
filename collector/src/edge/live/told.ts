import type { Device as DeviceItem } from '@fettle/shared/api/devices';
import type { LiveCell } from '@fettle/shared/api/live';
import { cellDetail } from '../../domain/devices/index.ts';

const cellOf = (item: DeviceItem): LiveCell => ({ id: item.id, name: item.name, detail: cellDetail(item) });

/** What viewers of the fleet were told of each device, so that a frame that changes nothing is not told again. */
export class Told {
  readonly #told = new Map<string, string>();

  /** The cells of these devices that are not what was told; the first time all of them. */
  changed(items: readonly DeviceItem[]): LiveCell[] {
    return items.map(cellOf).filter((cell) => this.#told.get(cell.id) !== JSON.stringify(cell));
  }

  tell(items: readonly DeviceItem[]): void {
    for (const item of items) this.#told.set(item.id, JSON.stringify(cellOf(item)));
  }

  /** Nobody looks any more. */
  clear(): void {
    this.#told.clear();
  }
}
