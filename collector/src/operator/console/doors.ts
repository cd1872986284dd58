// pure
/** Which requests a console's origin answers. Each check has an attack in tests/hostile/console.test.ts. */
import type { IncomingHttpHeaders } from 'node:http';

export interface Door {
  /** `http://127.0.0.1:<port>` */
  readonly origin: string;
  /** Whether pages of the console's other origin may lead here by a link. */
  readonly linked: boolean;
}

export interface Asked {
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
}

/** Why a request is not answered; null: it is. */
export function refusal({ origin, linked }: Door, { method, headers }: Asked): string | null {
  // A name that leads to this address is somebody else's: DNS rebinding.
  if (headers.host !== new URL(origin).host) return 'This is not the address of the console.';
  const reads = method === 'GET' || method === 'HEAD';
  if (!reads && method !== 'POST' && method !== 'PUT' && method !== 'PATCH' && method !== 'DELETE')
    return 'There is no such method.';
  if (!reads && headers.origin !== origin) return 'This request comes from another page.';
  if (reads && headers.origin !== undefined && headers.origin !== origin)
    return 'This request comes from another page.';
  return fetchRefusal(headers, linked && reads);
}

/** What browsers say of where a request comes from (Fetch Metadata); other programs say nothing, and hold the token. */
function fetchRefusal(headers: IncomingHttpHeaders, linked: boolean): string | null {
  const site = headers['sec-fetch-site'];
  if (site === undefined || site === 'same-origin') return null;
  const navigates = headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document';
  if (site === 'none' && navigates) return null;
  // Another port of the same address is the same site to a browser, though another origin.
  return site === 'same-site' && linked && navigates ? null : 'This request comes from another page.';
}

const shared = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
} as const;

/** Of the dashboard and its data. */
export const dataHeaders = {
  ...shared,
  'referrer-policy': 'no-referrer',
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'",
} as const;

/** Of a collector's answer that is no data: it is never shown as a page of this origin. */
export const answerHeaders = {
  ...shared,
  'referrer-policy': 'no-referrer',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'; sandbox",
} as const;

/**
 * Of confirmation pages. With `no-referrer` a browser would hide the origin of a form from us.
 * @param leaves the page leads on by itself, which a sandbox without scripts would forbid
 */
export const confirmHeaders = (styleHash: string, leaves: boolean) => ({
  ...shared,
  'content-type': 'text/html; charset=utf-8',
  'referrer-policy': 'same-origin',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'${leaves ? '' : '; sandbox allow-forms allow-same-origin allow-top-navigation'}`,
});
