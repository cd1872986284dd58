import { crc32 } from 'node:zlib';

/** CRC-32 of a row's `data`, as it is kept beside it. */
export const checksum = (data: Uint8Array): number => crc32(data);

export interface Checked {
  readonly crc: number;
  readonly data: Uint8Array;
}

/** Whether a row holds what was written. One that does not is passed over and told of. */
export const isWhole = ({ crc, data }: Checked): boolean => crc32(data) === crc;
