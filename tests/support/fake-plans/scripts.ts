/** An invented library of scripts, for rendering tests. */
import type { ScriptBody, ScriptDetail, ScriptItem, ScriptParameter } from '@fettle/shared/api/scripts';

const minute = 60_000;
const day = 86_400_000;

const parameter = (name: string, some: Partial<ScriptParameter>): ScriptParameter => ({
  name,
  type: 'text',
  title: name,
  required: false,
  default: null,
  min: 0,
  max: 256,
  choices: [],
  ...some,
});

const clear = (guard: string) => `#!/bin/sh
# Clears what nobody has touched for a while from the folders for temporary files.
set -eu
days="\${FETTLE_P_OLDER_THAN:-7}"
most="\${FETTLE_P_AT_MOST:-20}"
freed=0
find /tmp /var/tmp -xdev -type f -mtime "+$days" ${guard} -print0 |
  while IFS= read -r -d '' file; do
    size=$(stat -c %s "$file")
    if [ "$FETTLE_MODE" = check ]; then
      echo "would free $size: $file"
    else
      rm -f -- "$file" && freed=$((freed + size))
    fi
    [ "$freed" -ge "$((most * 1073741824))" ] && break
  done
echo "freed $freed bytes"
`;
const usual = {
  readme: '',
  timeout: 600,
  runAs: 'system',
  parameters: [] as ScriptParameter[],
  exits: { done: [0], notApplicable: [3], rebootNeeded: [] as number[] },
  check: false,
  undo: false,
  output: 65_536,
  manualMinutes: 10,
};

const bodies: Readonly<Record<string, ScriptBody>> = {
  'clear-temp': {
    ...usual,
    title: 'Clear temp and caches',
    summary:
      'Removes temporary files that nobody has touched for some days, and caches that are made anew by themselves.',
    readme:
      'Use it when a disk fills up and nothing else explains it.\n\nIt looks only at /tmp, /var/tmp and the caches of package managers. Files wait in a holding folder for 48 hours before they go.\n\nSee https://example.com/runbooks/disk for what to do when it does not help.',
    tags: ['disk', 'remedy'],
    class: 'change',
    parameters: [
      parameter('older_than', {
        type: 'integer',
        title: 'Older than, days',
        default: 7,
        min: 1,
        max: 365,
        required: true,
      }),
      parameter('at_most', { type: 'integer', title: 'At most, GiB', default: 20, min: 1, max: 1_000 }),
      parameter('leave', { title: 'Leave alone', default: '/var/tmp/build-*', max: 400 }),
      parameter('caches', { type: 'flag', title: 'Package caches too', default: true }),
    ],
    check: true,
    undo: true,
    manualMinutes: 20,
    programs: [
      { platforms: ['linux', 'openwrt'], interpreter: 'sh', body: clear(`! -path '/var/tmp/build-*'`) },
      {
        platforms: ['windows'],
        interpreter: 'powershell',
        body: 'param([int]$OlderThan = 7)\nGet-ChildItem $env:TEMP -Recurse -File |\n  Where-Object LastWriteTime -lt (Get-Date).AddDays(-$OlderThan) |\n  Remove-Item -Force\n',
      },
    ],
  },
  'restart-service': {
    ...usual,
    title: 'Restart a service',
    summary: 'Restarts one service and waits until it runs again; says its last lines of log when it does not.',
    tags: ['service', 'remedy'],
    class: 'change',
    parameters: [
      parameter('unit', { title: 'Service', required: true, max: 128 }),
      parameter('wait', { type: 'integer', title: 'Wait for it, seconds', default: 30, min: 1, max: 600 }),
      parameter('how', {
        type: 'choice',
        title: 'How',
        default: 'restart',
        choices: ['restart', 'reload', 'try-restart'],
      }),
    ],
    programs: [{ platforms: ['linux'], interpreter: 'sh', body: 'systemctl "$FETTLE_P_HOW" -- "$FETTLE_P_UNIT"\n' }],
    manualMinutes: 5,
  },
  'apply-updates': {
    ...usual,
    title: 'Apply package updates',
    summary: 'Applies what the package manager of the system has ready; says whether a restart is needed.',
    tags: ['patch'],
    class: 'dangerous',
    timeout: 3_600,
    parameters: [
      parameter('security', { type: 'flag', title: 'Security updates only', default: true }),
      parameter('proxy_password', { type: 'secret', title: 'Password of the proxy', max: 128 }),
    ],
    exits: { done: [0], notApplicable: [3], rebootNeeded: [100] },
    check: true,
    programs: [{ platforms: ['linux'], interpreter: 'bash', body: 'apt-get -y upgrade\n' }],
    manualMinutes: 30,
  },
  'disk-top': {
    ...usual,
    title: 'Disk top-N',
    summary: 'Lists the largest folders and files of a file system. Changes nothing.',
    tags: ['disk', 'look'],
    class: 'read',
    timeout: 120,
    parameters: [parameter('path', { title: 'Where', default: '/', required: true })],
    programs: [
      {
        platforms: ['linux', 'macos', 'freebsd'],
        interpreter: 'sh',
        body: 'du -xh "$FETTLE_P_PATH" | sort -h | tail -20\n',
      },
    ],
  },
  'rotate-certificates': {
    ...usual,
    title: 'Renew the TLS certificates',
    summary: 'Renews certificates that are over within 20 days, and reloads what uses them.',
    tags: ['tls'],
    class: 'change',
    programs: [{ platforms: ['linux'], interpreter: 'sh', body: 'certbot renew --quiet\n' }],
  },
};

function itemOf(name: string, body: ScriptBody, now: number): ScriptItem {
  const own = name === 'rotate-certificates';
  const busy = name === 'clear-temp';
  return {
    name,
    title: body.title,
    summary: body.summary,
    tags: body.tags,
    class: body.class,
    platforms: body.programs.flatMap(({ platforms }) => platforms),
    origin: own ? 'own' : 'shipped',
    published: own ? null : busy ? 4 : 1,
    statement: own ? null : '9f3c71e0b2d84a6655aa10c7e4d2f9b87c3e5a1204d8f6b3911e7a2c60d4f3a2',
    draft: own,
    check: body.check,
    undo: body.undo,
    secrets: body.parameters.some(({ type }) => type === 'secret'),
    timeout: body.timeout,
    manualMinutes: body.manualMinutes,
    changedAt: now - 9 * day,
    runs: busy ? 214 : own ? 0 : 12,
    failed: busy ? 3 : 0,
    lastRunAt: own ? null : now - 40 * minute,
  };
}

export function scriptsAt(now: number): Map<string, ScriptDetail> {
  return new Map(Object.entries(bodies).map(([name, body]) => [name, detailOf(name, body, now)]));
}

function detailOf(name: string, body: ScriptBody, now: number): ScriptDetail {
  const item = itemOf(name, body, now);
  const versions = Array.from({ length: item.published ?? 0 }, (_, index) => ({
    version: (item.published ?? 0) - index,
    statement: `${(index + 1).toString(16)}f3c71e0b2d84a6655aa10c7e4d2f9b87c3e5a1204d8f6b3911e7a2c60d4f3a2`,
    publishedAt: now - (index * 40 + 27) * day,
    signers: ['Tomasz Zych'],
    runs: index === 0 ? item.runs : 31 * index,
  }));
  return {
    ...item,
    current: item.published === null ? null : body,
    waiting:
      item.published === null ? { body, version: 1, changedBy: 'Ida Lund', changedAt: now - 3 * 3_600_000 } : null,
    versions,
    command: item.published === null ? `fettle script publish ${name}` : null,
  };
}

/** What an older version said. */
export function olderBody(name: string, version: number): ScriptBody | undefined {
  const body = bodies[name];
  const [first, ...others] = body?.programs ?? [];
  if (!body || !first) return undefined;
  if (version >= 4) return body;
  return {
    ...body,
    parameters: body.parameters.slice(0, version),
    programs: [{ ...first, body: clear('').replace('most="${FETTLE_P_AT_MOST:-20}"\n', '') }, ...others],
  };
}
