import { memoryLimit, memoryUsage, memoryUtilization } from '@fettle/shared/metrics/memory';
import { Column } from './column.ts';
import type { Os, Portable } from './portable.ts';
import type { Sampler, SamplerFactory } from './sampler.ts';

/**
 * Windows tells at once what programs could still get. macOS and BSD call free only what nobody ever used, so there the
 * slow lane asks for what could be taken back.
 */
export const memory =
  (portable: Portable): SamplerFactory =>
  () =>
    portable.platform === 'win32' || portable.platform === 'linux' ? atOnce(portable.os) : slowly(portable);

function atOnce(os: Os): Sampler {
  const limit = new Column(memoryLimit);
  const share = new Column(memoryUtilization);
  const used = new Column(memoryUsage, 'used');
  const free = new Column(memoryUsage, 'free');
  return {
    family: 'memory',
    lane: 'fast',
    sample(sink) {
      const [total, available] = [os.totalmem(), os.freemem()];
      limit.set(sink, total);
      used.set(sink, total - available);
      free.set(sink, available);
      share.set(sink, 1 - available / total);
    },
  };
}

function slowly({ ask }: Portable): Sampler {
  return {
    family: 'memory',
    lane: 'slow',
    async sample(sink) {
      const { total, free, available } = await (await ask()).mem();
      sink.set(sink.column(memoryLimit), total);
      sink.set(sink.column(memoryUtilization), 1 - available / total);
      sink.set(sink.column(memoryUsage, 'used'), total - available);
      sink.set(sink.column(memoryUsage, 'cached'), available - free);
      sink.set(sink.column(memoryUsage, 'free'), free);
    },
  };
}
