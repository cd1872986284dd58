import { effect, signal } from '@preact/signals';

export type Theme = 'auto' | 'light' | 'dark';
export type Density = 'compact' | 'roomy';

interface Preferences {
  readonly theme: Theme;
  readonly density: Density;
  /** Whether single letters are keys (WCAG 2.1.4). */
  readonly letters: boolean;
  /** Whether this browser shows notices of the collector. */
  readonly notices: boolean;
}

const where = 'fettle.preferences';
const usual: Preferences = { theme: 'auto', density: 'compact', letters: true, notices: false };

/** What was kept, or the usual for whatever is not of the right form. */
export function preferencesOf(text: string | null): Preferences {
  let found: Partial<Record<keyof Preferences, unknown>> | null;
  try {
    found = JSON.parse(text ?? '{}') as typeof found;
  } catch {
    return usual;
  }
  return {
    theme: found?.theme === 'light' || found?.theme === 'dark' ? found.theme : usual.theme,
    density: found?.density === 'roomy' ? 'roomy' : usual.density,
    letters: found?.letters !== false,
    notices: found?.notices === true,
  };
}

const stored = () => {
  try {
    return localStorage.getItem(where);
  } catch {
    return null; // storage is closed to this page
  }
};

export const preferences = signal<Preferences>(typeof document === 'undefined' ? usual : preferencesOf(stored()));
/** Counts up when the colours of the page change. */
export const themeChanges = signal(0);

export function change(some: Partial<Preferences>): void {
  preferences.value = { ...preferences.value, ...some };
  try {
    localStorage.setItem(where, JSON.stringify(preferences.value));
  } catch {
    return; // storage is closed to this page: it holds until the page is closed
  }
}

const prefersDark = () => matchMedia('(prefers-color-scheme: dark)');

/** From what is seen now to the other one. */
export function switchTheme(): void {
  const { theme } = preferences.value;
  const dark = theme === 'dark' || (theme === 'auto' && prefersDark().matches);
  change({ theme: dark ? 'light' : 'dark' });
}

export const switchDensity = () => change({ density: preferences.value.density === 'roomy' ? 'compact' : 'roomy' });

/** Puts the preferences on the page. Called once. */
export function applyPreferences(): void {
  const root = document.documentElement;
  effect(() => {
    const { theme, density } = preferences.value;
    if (theme === 'auto') delete root.dataset['theme'];
    else root.dataset['theme'] = theme;
    if (density === 'roomy') root.dataset['density'] = 'roomy';
    else delete root.dataset['density'];
    themeChanges.value = themeChanges.peek() + 1;
  });
  // What another tab changed holds here too.
  addEventListener('storage', ({ key, newValue }) => {
    if (key === where) preferences.value = preferencesOf(newValue);
  });
  prefersDark().addEventListener('change', () => {
    themeChanges.value += 1;
  });
}
