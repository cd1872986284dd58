import { computed } from '@preact/signals';
import { liveState } from '../live/live.ts';

/** True while the collector cannot be reached: what is shown is old. */
export const isLost = computed(() => liveState.value.kind === 'lost');
