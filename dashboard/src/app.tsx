import { useEffect, useRef } from 'preact/hooks';
import { address, go, loginPath, type Route, routeOf } from './routes.ts';
import { DevicePage } from './pages/device/page.tsx';
import { FleetPage } from './pages/fleet/page.tsx';
import { LoginPage } from './pages/login/page.tsx';
import { NotFoundPage } from './pages/not-found/page.tsx';
import { SetupPage } from './pages/setup/page.tsx';
import { UnreachablePage } from './pages/not-found/unreachable.tsx';
import { helpOpen, KeysHelp } from './parts/keys-help.tsx';
import { useKeys } from './parts/keys.ts';
import { Symbols } from './parts/symbols.tsx';
import { switchDensity, switchTheme } from './state/preferences.ts';
import { session, sessionProblem } from './state/session.ts';

/** Where one must be instead: to set up, to sign in, or away from there when that is done. */
function elsewhere(route: Route): string | undefined {
  const known = session.value;
  if (!known) return undefined;
  if (known.setup) return route.page === 'setup' ? undefined : '/setup';
  if (!known.person) return route.page === 'login' ? undefined : loginPath(location.pathname + location.search);
  if (route.page === 'login') return route.next;
  return route.page === 'setup' ? '/' : undefined;
}

function Page({ route }: { route: Route }) {
  if (route.page === 'fleet') return <FleetPage />;
  if (route.page === 'device') return <DevicePage key={route.id} id={route.id} />;
  if (route.page === 'login') return <LoginPage />;
  if (route.page === 'setup') return <SetupPage />;
  return <NotFoundPage path={route.path} />;
}

/** On another page the keyboard and the screen reader begin at its content. */
function useFocusOnPage(path: string): void {
  const before = useRef(path);
  useEffect(() => {
    if (before.current !== path) document.getElementById('main')?.focus({ preventScroll: true });
    before.current = path;
  }, [path]);
}

/** The page that the address names, for who is signed in. */
export function App() {
  const { path, search } = address.value;
  const route = routeOf(path, search);
  const to = elsewhere(route);
  useEffect(() => {
    if (to !== undefined) go(to, true);
  }, [to]);
  useFocusOnPage(path);
  useKeys({
    t: switchTheme,
    d: switchDensity,
    '?': () => (helpOpen.value = true),
    'g f': () => go('/'),
  });
  const waiting = session.value === undefined;
  return (
    <>
      <Symbols />
      <a class="skip" href="#main">
        Skip to the content
      </a>
      {waiting && sessionProblem.value ? <UnreachablePage problem={sessionProblem.value} /> : null}
      {waiting || to !== undefined ? null : <Page route={route} />}
      <KeysHelp />
    </>
  );
}
