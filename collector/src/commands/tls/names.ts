// pure
export interface Named {
  /** Where the collector listens. */
  readonly host: string;
  /** Names and addresses under which people and agents reach it, the one for enrolment lines first. */
  readonly tlsNames: readonly string[];
}

const everyAddress = new Set(['0.0.0.0', '::', '[::]']);
const always = ['localhost', '127.0.0.1', '::1'];
const label = String.raw`(?!-)[a-z0-9_-]{1,63}(?<!-)`;
const dnsName = new RegExp(String.raw`^(\*\.)?${label}(\.${label})*$`);

/** Names and addresses for which the collector's certificate is good: each once, in lower case, without brackets. */
export function certificateNames({ host, tlsNames }: Named, machine: string): string[] {
  const own = everyAddress.has(host) ? [] : [host];
  const found = [...tlsNames, ...own, machine, ...always].map(plainName).filter(isCertificateName);
  return [...new Set(found)];
}

/** The name that stands in the line with which devices enrol: the first configured one, else what the collector is called. */
export function reachableName({ host, tlsNames }: Named, machine: string): string {
  const first = tlsNames.find((name) => !name.startsWith('*'));
  return plainName(first ?? (everyAddress.has(host) ? machine : host));
}

/** A name of the domain system (a leading `*.` stands for one label), or an IP address. */
export function isCertificateName(name: string): boolean {
  return isAddress(name) || (dnsName.test(name) && name.length <= 253);
}

/** IPv4 in dotted decimal, or IPv6 without a zone. */
export function isAddress(name: string): boolean {
  return isIpv4(name) || URL.canParse(`http://[${name}]/`);
}

/** As a URL holds it. */
export function inUrl(name: string): string {
  return isAddress(name) && name.includes(':') ? `[${name}]` : name;
}

function isIpv4(name: string): boolean {
  const parts = name.split('.');
  return parts.length === 4 && parts.every((part) => /^(0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255);
}

/** One spelling for each name: lower case, no dot at its end, no brackets, IPv6 at its shortest. */
export function plainName(name: string): string {
  const bare = name
    .toLowerCase()
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '');
  const url = bare.includes(':') ? URL.parse(`http://[${bare}]/`) : null;
  return url === null ? bare : url.hostname.slice(1, -1);
}
