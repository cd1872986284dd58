import type { DeviceId } from '@fettle/shared/ids';

/** A text that rarely changes. */
export interface Fact {
  readonly name: string;
  readonly value: string;
  /** When it was first seen with this value. */
  readonly since: number;
}

export interface FactChange {
  readonly name: string;
  readonly before: string | null;
  readonly after: string | null;
}

export interface FactSheet {
  readonly device: DeviceId;
  readonly time: number;
  readonly facts: Readonly<Record<string, string>>;
}
