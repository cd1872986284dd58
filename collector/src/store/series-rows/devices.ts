import type { DeviceId } from '@fettle/shared/ids';
import type { Database, Statement } from 'better-sqlite3';

/** A small number for each device, all in memory. */
export class DeviceNumbers {
  readonly #add: Statement;
  readonly #numbers = new Map<DeviceId, number>();
  #unsure: DeviceId[] = [];

  constructor(db: Database) {
    this.#add = db.prepare('insert into device (name) values (?)');
    for (const { id, name } of db.prepare('select id, name from device').all() as { id: number; name: DeviceId }[]) {
      this.#numbers.set(name, id);
    }
  }

  find(device: DeviceId): number | undefined {
    return this.#numbers.get(device);
  }

  all(): number[] {
    return [...this.#numbers.values()];
  }

  /** The device's number; adds it when it is new. Inside a transaction, which `settle` ends. */
  number(device: DeviceId): number {
    const known = this.#numbers.get(device);
    if (known !== undefined) return known;
    const added = this.#add.run(device).lastInsertRowid as number;
    this.#numbers.set(device, added);
    this.#unsure.push(device);
    return added;
  }

  /** Numbers given in a transaction that was rolled back do not exist. */
  settle(outcome: 'committed' | 'rolled back'): void {
    if (outcome === 'rolled back') for (const device of this.#unsure) this.#numbers.delete(device);
    this.#unsure = [];
  }
}
