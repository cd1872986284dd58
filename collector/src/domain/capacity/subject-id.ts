import { createHash } from 'node:crypto';
import { base32 } from '@fettle/shared/ids';
import { seriesText } from '@fettle/shared/metrics/metric';
import type { Subject } from './types.ts';

/** `y` + 16 characters of base 32: the same for the same thing on each day. */
export function subjectId({
  kind,
  device,
  metric,
  attributes,
}: Pick<Subject, 'kind' | 'device' | 'metric' | 'attributes'>): string {
  const text = `${kind} ${device ?? ''} ${seriesText({ metric: metric ?? '', attributes })}`;
  return `y${base32(createHash('sha256').update(text).digest(), 16)}`;
}
