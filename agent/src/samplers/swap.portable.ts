import { swapUsage, swapUtilization } from '@fettle/shared/metrics/swap';
import { isBsd, type Portable } from './portable.ts';
import type { SamplerFactory } from './sampler.ts';

/** How full the swap or page file is. What moves in and out of it is told on Linux only. */
export const swap =
  ({ ask, platform }: Portable): SamplerFactory =>
  () =>
    isBsd(platform)
      ? 'swap is not read on BSD'
      : {
          family: 'swap',
          lane: 'slow',
          async sample(sink) {
            const { swaptotal, swapused, swapfree } = await (await ask()).mem();
            if (!(swaptotal > 0)) return;
            sink.set(sink.column(swapUtilization), swapused / swaptotal);
            sink.set(sink.column(swapUsage, 'used'), swapused);
            sink.set(sink.column(swapUsage, 'free'), swapfree);
          },
        };
