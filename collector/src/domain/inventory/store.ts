import type { DeviceId } from '@fettle/shared/ids';
import type { Note } from '../events/index.ts';
import type { Fact, FactChange, FactSheet } from './types.ts';

export interface InventoryStore {
  /** Facts by name. */
  facts(device: DeviceId): Promise<Fact[]>;
  /**
   * Makes the sheet the device's facts and answers what differed; an older sheet than the stored one changes nothing.
   * `note` is made from the changes and committed with them; it is not asked when nothing differed.
   * @throws FettleError `device_unknown`
   */
  replace(sheet: FactSheet, note: (changes: readonly FactChange[]) => Note): Promise<FactChange[]>;
}
