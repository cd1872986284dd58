import { signal } from '@preact/signals';

/** What must be added to this browser's clock to get the collector's, ms. Small differences are the network's. */
let offset = 0;

/** The collector's time now, as well as it is known. */
export const clockNow = () => Date.now() + offset;

/** The collector's time, once a second: for ages and for the right edge of what ends now. */
export const now = signal(clockNow());

/** Takes the collector's word for the time. */
export function setClock(time: number): void {
  const found = time - Date.now();
  offset = Math.abs(found) > 2_000 ? found : 0;
}

/** Begins to tick while the page is seen. Called once. */
export function startClock(): void {
  setInterval(() => {
    if (!document.hidden) now.value = clockNow();
  }, 1_000);
  document.addEventListener('visibilitychange', () => {
    now.value = clockNow();
  });
}
