// pure
import { FettleError } from '@fettle/shared/errors';
import { type DiskBounds, diskBounds } from './outbox-disk/room.ts';

/** As people write them; a name for the message that says what is wrong. */
export interface OutboxTexts {
  readonly where?: Text;
  readonly size?: Text;
  readonly days?: Text;
}
interface Text {
  readonly name: string;
  readonly text: string;
}

export interface OutboxSettings {
  /** `memory` for machines whose flash must not be written often; nothing then survives the end of the agent. */
  readonly where: 'disk' | 'memory';
  readonly bounds: DiskBounds;
}

const units = { KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30 } as const;
const sizes = { least: 2 ** 19, most: 2 ** 40 };
const dayMs = 86_400_000;

/** @throws FettleError `config_invalid` */
export function outboxSettings({ where, size, days }: OutboxTexts): OutboxSettings {
  return {
    where: whereOf(where),
    bounds: {
      bytes: size === undefined ? diskBounds.bytes : bytesOf(size),
      age: days === undefined ? diskBounds.age : ageOf(days),
    },
  };
}

function whereOf(given: Text | undefined): 'disk' | 'memory' {
  const text = given?.text ?? 'disk';
  if (text === 'disk' || text === 'memory') return text;
  throw new FettleError('config_invalid', `${given?.name} must be disk or memory; it is ${text}.`);
}

function bytesOf({ name, text }: Text): number {
  const [, count, unit] = /^(\d{1,9})(KiB|MiB|GiB)$/.exec(text) ?? [];
  const bytes = Number(count) * units[unit as keyof typeof units];
  if (bytes >= sizes.least && bytes <= sizes.most) return bytes;
  throw new FettleError('config_invalid', `${name} must be a size from 512KiB to 1024GiB, as in 64MiB; it is ${text}.`);
}

function ageOf({ name, text }: Text): number {
  const days = Number(text);
  if (/^\d{1,4}(\.\d{1,3})?$/.test(text) && days > 0) return days * dayMs;
  throw new FettleError('config_invalid', `${name} must be a number of days, as in 7; it is ${text}.`);
}
