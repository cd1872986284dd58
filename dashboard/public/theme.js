// Before the first paint, so that a chosen theme does not flash; src/state/preferences.ts owns the values.
try {
  const kept = JSON.parse(localStorage.getItem('fettle.preferences') ?? '{}');
  if (kept.theme === 'light' || kept.theme === 'dark') document.documentElement.dataset.theme = kept.theme;
  if (kept.density === 'roomy') document.documentElement.dataset.density = 'roomy';
} catch {
  // Storage is closed to this page: the system's theme stands.
}
