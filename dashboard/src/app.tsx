import { useEffect, useRef } from 'preact/hooks';
import { address, go, loginPath, type Route, routeOf } from './routes.ts';
import { ApprovalsPage } from './pages/orders/approvals-page.tsx';
import { ForecastPage } from './pages/capacity/one-page.tsx';
import { CapacityPage } from './pages/capacity/page.tsx';
import { ChangesPage } from './pages/changes/page.tsx';
import { PlanPage } from './pages/changes/plan-page.tsx';
import { ChannelPage } from './pages/channels/channel-page.tsx';
import { ChannelsPage } from './pages/channels/page.tsx';
import { DevicePage } from './pages/device/page.tsx';
import { ExplorePage } from './pages/explore/page.tsx';
import { FleetPage } from './pages/fleet/page.tsx';
import { HandOverPage } from './pages/hand-over/page.tsx';
import { LoadPage } from './pages/load/page.tsx';
import { ValuePage } from './pages/value/page.tsx';
import { IncidentsPage } from './pages/incidents/board/page.tsx';
import { IncidentPage } from './pages/incidents/one/page.tsx';
import { InvitePage } from './pages/invite/page.tsx';
import { LoginPage } from './pages/login/page.tsx';
import { ImprovementPage } from './pages/improvements/improvement-page.tsx';
import { ImprovementsPage } from './pages/improvements/page.tsx';
import { MePage } from './pages/me/page.tsx';
import { NotFoundPage } from './pages/not-found/page.tsx';
import { OnCallPart } from './pages/on-call/part.tsx';
import { OnCallPage } from './pages/on-call/page.tsx';
import { DraftsPage } from './pages/orders/drafts-page.tsx';
import { OrderPage } from './pages/orders/order-page.tsx';
import { OrdersPage } from './pages/orders/page.tsx';
import { ProblemsPage } from './pages/problems/page.tsx';
import { ProblemPage } from './pages/problems/problem-page.tsx';
import { PeoplePage } from './pages/people/page.tsx';
import { ProjectsPage } from './pages/projects/page.tsx';
import { ProjectPage } from './pages/projects/project-page.tsx';
import { RequestItemPage } from './pages/requests/item-page.tsx';
import { RequestItemsPage } from './pages/requests/items-page.tsx';
import { RequestsPage } from './pages/requests/page.tsx';
import { RequestPage } from './pages/requests/request-page.tsx';
import { RulePage } from './pages/rules/edit-page.tsx';
import { RulesPage } from './pages/rules/page.tsx';
import { PushPage } from './pages/push/page.tsx';
import { RunsPage } from './pages/runs/page.tsx';
import { RunPage } from './pages/runs/run-page.tsx';
import { CalendarPage } from './pages/levels/calendar-page.tsx';
import { CalendarsPage } from './pages/levels/calendars-page.tsx';
import { ObjectivePage } from './pages/levels/objective-page.tsx';
import { ObjectivesPage } from './pages/levels/objectives-page.tsx';
import { MonthPage } from './pages/month/page.tsx';
import { PublicLinksPage } from './pages/public-links/page.tsx';
import { ServiceEditPage } from './pages/services/edit-page.tsx';
import { ServicePage } from './pages/services/one-page.tsx';
import { ServicesPage } from './pages/services/page.tsx';
import { ScriptEditPage } from './pages/scripts/edit-page.tsx';
import { ScriptsPage } from './pages/scripts/page.tsx';
import { ScriptPage } from './pages/scripts/script-page.tsx';
import { StandingOrderPage } from './pages/standing/one-page.tsx';
import { StandingPage } from './pages/standing/page.tsx';
import { BasisPage } from './pages/reports/basis-page.tsx';
import { BrandPage } from './pages/reports/brand-page.tsx';
import { ReportPage } from './pages/reports/one-page.tsx';
import { ReportsPage } from './pages/reports/page.tsx';
import { ReportPlanPage } from './pages/reports/plan-page.tsx';
import { PreviewPage } from './pages/reports/preview-page.tsx';
import { TrustPage } from './pages/trust/page.tsx';
import { SetupPage } from './pages/setup/page.tsx';
import { WindowPage } from './pages/windows/edit-page.tsx';
import { WindowsPage } from './pages/windows/page.tsx';
import { UnreachablePage } from './pages/not-found/unreachable.tsx';
import { Finder } from './parts/finder.tsx';
import { helpOpen, KeysHelp } from './parts/keys-help.tsx';
import { useKeys } from './parts/keys.ts';
import { Leaving } from './parts/leaving.tsx';
import { Symbols } from './parts/symbols.tsx';
import { ToastPlace } from './parts/toast.tsx';
import { undoNow } from './state/toast.ts';
import { useApprovals } from './state/approvals.ts';
import { useOverall } from './state/overall.ts';
import { switchDensity, switchTheme } from './state/preferences.ts';
import { session, sessionProblem } from './state/session.ts';

/** Where one must be instead: to set up, to sign in, or away from there when that is done. */
function elsewhere(route: Route): string | undefined {
  const known = session.value;
  if (!known) return undefined;
  if (known.setup) return route.page === 'setup' ? undefined : '/setup';
  if (route.page === 'invite') return undefined;
  if (!known.person) return route.page === 'login' ? undefined : loginPath(location.pathname + location.search);
  if (route.page === 'login') return route.next;
  return route.page === 'setup' ? '/' : undefined;
}

type Pages = { readonly [Name in Route['page']]?: (route: Extract<Route, { page: Name }>) => preact.VNode };

/** What each address shows: a line a page. */
const pages: Pages = {
  fleet: () => <FleetPage />,
  device: ({ id }) => <DevicePage key={id} id={id} />,
  incidents: () => <IncidentsPage />,
  incident: ({ id }) => <IncidentPage key={id} id={id} />,
  login: () => <LoginPage />,
  setup: () => <SetupPage />,
  people: () => <PeoplePage />,
  load: () => <LoadPage />,
  'hand-over': () => <HandOverPage />,
  value: () => <ValuePage />,
  me: () => <MePage />,
  invite: ({ code }) => <InvitePage code={code} />,
  rules: () => <RulesPage />,
  rule: ({ id }) => <RulePage key={id} id={id} />,
  problems: () => <ProblemsPage />,
  problem: ({ id }) => <ProblemPage key={id} id={id} />,
  'on-call': () => <OnCallPage />,
  'on-call-part': ({ part, id }) => <OnCallPart key={`${part} ${id}`} part={part} id={id} />,
  channels: () => <ChannelsPage />,
  channel: ({ id }) => <ChannelPage key={id} id={id} />,
  windows: () => <WindowsPage />,
  window: ({ id }) => <WindowPage key={id} id={id} />,
  scripts: () => <ScriptsPage />,
  script: ({ id }) => (id === 'new' ? <ScriptEditPage id={id} /> : <ScriptPage key={id} id={id} />),
  'script-edit': ({ id }) => <ScriptEditPage key={id} id={id} />,
  push: () => <PushPage />,
  orders: () => <OrdersPage />,
  order: ({ id }) => <OrderPage key={id} id={id} />,
  drafts: () => <DraftsPage />,
  approvals: () => <ApprovalsPage />,
  runs: () => <RunsPage />,
  run: ({ id }) => <RunPage key={id} id={id} />,
  standing: () => <StandingPage />,
  'standing-order': ({ id }) => <StandingOrderPage key={id} id={id} />,
  trust: () => <TrustPage />,
  changes: () => <ChangesPage />,
  capacity: () => <CapacityPage />,
  forecast: ({ id }) => <ForecastPage key={id} id={id} />,
  plan: ({ id }) => <PlanPage key={id} id={id} />,
  reports: () => <ReportsPage />,
  report: ({ id }) => (id === 'preview' ? <PreviewPage /> : <ReportPage key={id} id={id} />),
  basis: ({ id, part }) => <BasisPage key={`${id} ${part}`} id={id} part={part} />,
  'report-plan': ({ id }) => <ReportPlanPage key={id} id={id} />,
  brand: ({ id }) => <BrandPage key={id} id={id} />,
  explore: () => <ExplorePage />,
  services: () => <ServicesPage />,
  service: ({ id }) => (id === 'new' ? <ServiceEditPage id={id} /> : <ServicePage key={id} id={id} />),
  'service-edit': ({ id }) => <ServiceEditPage key={id} id={id} />,
  objectives: () => <ObjectivesPage />,
  objective: ({ id }) => <ObjectivePage key={id} id={id} />,
  calendars: () => <CalendarsPage />,
  calendar: ({ id }) => <CalendarPage key={id} id={id} />,
  'public-links': () => <PublicLinksPage />,
  month: () => <MonthPage />,
  requests: () => <RequestsPage />,
  request: ({ id }) => <RequestPage key={id} id={id} />,
  'request-items': () => <RequestItemsPage />,
  'request-item': ({ id }) => <RequestItemPage key={id} id={id} />,
  improvements: () => <ImprovementsPage />,
  improvement: ({ id }) => <ImprovementPage key={id} id={id} />,
  projects: () => <ProjectsPage />,
  project: ({ id }) => <ProjectPage key={id} id={id} />,
};

function Page({ route }: { route: Route }) {
  const page = pages[route.page] as ((route: Route) => preact.VNode) | undefined;
  return page?.(route) ?? <NotFoundPage path={address.value.path} />;
}

/** `g` and then one of these letters. */
const places = [
  ['f', '/'],
  ['i', '/incidents'],
  ['u', '/rules'],
  ['w', '/windows'],
  ['o', '/on-call'],
  ['b', '/problems'],
  ['c', '/channels'],
  ['p', '/people'],
  ['s', '/scripts'],
  ['r', '/orders'],
  ['t', '/trust'],
  ['h', '/changes'],
  ['v', '/services'],
  ['e', '/reports'],
  ['m', '/month'],
  ['x', '/explore'],
  ['q', '/requests'],
] as const;

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
    u: undoNow,
    '?': () => (helpOpen.value = true),
    ...Object.fromEntries(places.map(([key, place]) => [`g ${key}`, () => go(place)])),
  });
  useOverall(Boolean(session.value?.person));
  useApprovals(Boolean(session.value?.person));
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
      <Finder />
      <Leaving />
      <ToastPlace />
    </>
  );
}
