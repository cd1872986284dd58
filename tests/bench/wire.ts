/** What frames cost on the wire and in CPU: a stream of about 500 values that behave like a server's. */
import type { Frame } from '@fettle/shared/protocol/frame';
import { createFrameDecoder } from '@fettle/shared/protocol/frame-decoder';
import { createFrameEncoder } from '@fettle/shared/protocol/frame-encoder';
import { machine } from '../support/machine.ts';

type Emit = (figure: string, value: number, unit: string, conditions?: object) => void;

export async function run(emit: Emit): Promise<void> {
  for (const shape of ['idle', 'busy'] as const) measure(emit, shape);
}

function measure(emit: Emit, shape: 'idle' | 'busy'): void {
  const frames = 360;
  const source = machine({ seed: 7, values: 500, interval: 10_000, busy: shape === 'busy' });
  const stream: Frame[] = Array.from({ length: frames }, () => source.next());
  const conditions = { values: source.dictionary.series.length, frames, interval_ms: 10_000, shape };

  const encoder = createFrameEncoder();
  const began = process.cpuUsage();
  const wire = stream.map((frame) => encoder.encode(frame, 1, source.decimals));
  const encoded = process.cpuUsage(began);

  const decoder = createFrameDecoder();
  decoder.dictionary({ type: 'dictionary', id: 1, series: source.dictionary.series, omitted: 0 });
  const beganDecoding = process.cpuUsage();
  for (const bytes of wire) decoder.decode(bytes);
  const decoded = process.cpuUsage(beganDecoding);

  const samples = stream.reduce((sum, frame) => sum + frame.values.length, 0);
  const bytes = wire.reduce((sum, frame) => sum + frame.length, 0);
  emit('wire_bytes_per_cycle', bytes / frames, 'By', conditions);
  emit('wire_bytes_per_value', bytes / samples, 'By', conditions);
  emit('wire_bytes_key_frame', wire[0]?.length ?? 0, 'By', conditions);
  emit('wire_bytes_tables', tableBytes(stream) / frames, 'By', conditions);
  emit('encode_samples_per_cpu_second', perSecond(samples, encoded), '1/s', conditions);
  emit('decode_samples_per_cpu_second', perSecond(samples, decoded), '1/s', conditions);
}

/** The same stream with tables and without values. */
function tableBytes(stream: readonly Frame[]): number {
  const encoder = createFrameEncoder();
  return stream.reduce(
    (sum, frame) => sum + encoder.encode({ ...frame, values: new Float64Array() }, 1, new Uint8Array()).length,
    0,
  );
}

function perSecond(samples: number, { user, system }: NodeJS.CpuUsage): number {
  return Math.round((samples * 1e6) / (user + system));
}
