import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { onThrowAway, ThrowAway } from '../../support/throw-away.ts';

const apt = ['/usr/bin/apt-get', '/usr/bin/dpkg-deb', '/usr/bin/dpkg'].every((path) => existsSync(path));

/** Makes packages of nothing but a file each, `name version [field …]`, below /built. */
const build = (...packages: readonly string[]) =>
  packages
    .map((one) => {
      const [name = '', version = '', ...fields] = one.split(' ');
      return `make ${name} ${version} '${fields.join(' ')}'`;
    })
    .join('\n');
const make = `
make() {
  mkdir -p "/build/$1-$2/DEBIAN" "/build/$1-$2/opt/trial" /built
  echo "$2" >"/build/$1-$2/opt/trial/$1"
  printf 'Package: %s\\nVersion: %s\\nArchitecture: all\\nMaintainer: nobody\\nDescription: trial\\n' "$1" "$2" >"/build/$1-$2/DEBIAN/control"
  [ -z "$3" ] || printf '%s\\n' "$3" >>"/build/$1-$2/DEBIAN/control"
  dpkg-deb -Znone --build "/build/$1-$2" "/built/$1-$2.deb" >/dev/null
}
# A folder of packages as a source that apt reads; $2: where it says that it comes from.
source() {
  (
    cd "$1"
    for deb in *.deb; do
      dpkg-deb -f "$deb"
      printf 'Filename: ./%s\\nSize: %s\\nSHA256: %s\\n\\n' "$deb" "$(wc -c <"$deb")" "$(sha256sum "$deb" | cut -d ' ' -f 1)"
    done >Packages
    printf 'Origin: %s\\nLabel: %s\\nSuite: stable\\nDate: Sat, 01 Jan 2022 00:00:00 UTC\\nSHA256:\\n %s %s Packages\\n' \\
      "$2" "$2" "$(sha256sum Packages | cut -d ' ' -f 1)" "$(wc -c <Packages)" >Release
  )
}`;

async function withApt(): Promise<ThrowAway> {
  const machine = await ThrowAway.open('own');
  await machine.sh('rm -rf /etc/apt/sources.list /etc/apt/sources.list.d/* /var/lib/apt/lists/* /run/reboot-required');
  return machine;
}

describe.skipIf(!apt)('packages by a real apt', () => {
  onThrowAway('own').test(
    'lists and installs what waits, security by itself, and says when a reboot is needed',
    async () => {
      await using machine = await withApt();
      await machine.sh(`${make}
      ${build('fettle-plain 1.0', 'fettle-safe 1.0', 'fettle-plain 2.0', 'fettle-safe 1.1')}
      dpkg --force-unsafe-io -i /built/*-1.0.deb >/dev/null
      mkdir -p /plain /safe; mv /built/fettle-plain-2.0.deb /plain; mv /built/fettle-safe-1.1.deb /safe
      source /plain Trial; source /safe Debian-Security
      printf 'deb [trusted=yes] file:/plain ./\\ndeb [trusted=yes] file:/safe ./\\n' >/etc/apt/sources.list`);
      const parameters = { only: 'security' };
      expect(await machine.script('list-updates')).toMatchObject({
        code: 0,
        first: expect.stringMatching(/^No update waits by apt/),
      });
      await machine.sh('apt-get update >/dev/null');
      const before = machine.files();
      expect(await machine.script('list-updates')).toMatchObject({
        code: 0,
        out: '2 updates wait by apt, 1 of them for security.\n  fettle-safe 1.0 -> 1.1 (security)\n  fettle-plain 1.0 -> 2.0\n',
      });
      expect(await machine.script('apply-updates', { mode: 'check' })).toMatchObject({
        code: 0,
        first: 'Would update 2 packages by apt: fettle-plain fettle-safe.',
      });
      expect(machine.files()).toEqual(before);
      const safe = await machine.script('apply-updates', { parameters });
      expect([safe.code, safe.first], safe.out).toEqual([0, 'Updating 1 package by apt: fettle-safe.']);
      expect([machine.read('/opt/trial/fettle-safe'), machine.read('/opt/trial/fettle-plain')]).toEqual([
        '1.1\n',
        '1.0\n',
      ]);
      expect((await machine.script('apply-updates', { parameters: { ...parameters, refresh: false } })).first).toBe(
        'No update waits by apt.',
      );
      machine.write('/run/reboot-required', '');
      const rest = await machine.script('apply-updates', { parameters: { refresh: false } });
      expect([rest.code, rest.out], rest.out).toEqual([20, expect.stringMatching(/Done\. A reboot is needed\.\n$/)]);
      expect(machine.read('/opt/trial/fettle-plain')).toBe('2.0\n');
      expect((await machine.script('apply-updates', { parameters: { packages: 'a;reboot' } })).code).toBe(2);
      expect((await machine.script('apply-updates', { parameters: { packages: '--allow-x' } })).code).toBe(2);
    },
  );

  onThrowAway('own').test(
    'old kernels go, the newest and the running one stay, and nothing that needs them goes along',
    async () => {
      await using machine = await withApt();
      machine.write('/bin/uname', '#!/bin/sh\n[ "$1" = -r ] && echo 6.1.0-20-amd64 || echo Linux\n');
      await machine.sh(`${make}
      dpkg-query -W -f '\${Package}\\n' 'linux-image-[0-9]*' 2>/dev/null | xargs -r dpkg --force-all --purge >/dev/null 2>&1
      ${build(...[9, 20, 21, 22, 30].map((abi) => `linux-image-6.1.0-${abi}-amd64 6.1.${abi}`), 'linux-headers-6.1.0-9-amd64 6.1.9')}
      dpkg --force-unsafe-io -i /built/*.deb >/dev/null`);
      const installed = async () => (await machine.sh('cd /opt/trial; ls | cat')).trim().split('\n');
      const all = await installed();
      const before = machine.files();
      const look = await machine.script('remove-old-kernels', { mode: 'check' });
      expect(look).toMatchObject({
        code: 0,
        out: 'Would remove 2 old kernels: 6.1.0-9-amd64 6.1.0-21-amd64. 6.1.0-20-amd64 runs.\n  linux-headers-6.1.0-9-amd64\n  linux-image-6.1.0-9-amd64\n  linux-image-6.1.0-21-amd64\n',
      });
      expect(machine.files()).toEqual(before);
      const done = await machine.script('remove-old-kernels');
      expect([done.code, done.first], done.out).toEqual([
        0,
        'Removed 2 old kernels: 6.1.0-9-amd64 6.1.0-21-amd64. 6.1.0-20-amd64 runs.',
      ]);
      expect(await installed()).toEqual(all.filter((name) => !/-(9|21)-amd64$/.test(name)));
      expect((await machine.script('remove-old-kernels')).first).toBe(
        'There is no old kernel to remove: 6.1.0-20-amd64 runs, and 2 stay.',
      );
      await machine.sh(`${make}
      rm /built/*; ${build('precious 1 Depends: linux-image-6.1.0-22-amd64')}
      dpkg --force-unsafe-io -i /built/*.deb >/dev/null`);
      const refused = await machine.script('remove-old-kernels', { parameters: { keep: 1 } });
      expect([refused.code, refused.out]).toEqual([
        1,
        'The old kernels 6.1.0-22-amd64 could not be removed.\nIt would also remove precious .\n',
      ]);
    },
  );
});

/** What each manager says, as recorded of it, and what installing is called. */
const managers = [
  {
    name: 'dnf',
    program: '/usr/bin/dnf',
    text: `case $* in
*updateinfo*) echo 'FEDORA-2024-1a2b Moderate/Sec. openssl-libs-1:3.1.4-2.fc39.x86_64' ;;
*--security*) printf '\\nopenssl-libs.x86_64   1:3.1.4-2.fc39   updates\\n'; exit 100 ;;
*check-update*) printf '\\nbash.x86_64   5.2.26-1.fc39   updates\\nopenssl-libs.x86_64   1:3.1.4-2.fc39   updates\\nObsoleting Packages\\nold.noarch   1-1   updates\\n'; exit 100 ;;
esac`,
    list: '2 updates wait by dnf, 1 of them for security.\n  openssl-libs 1:3.1.4-2.fc39 (security)\n  bash 5.2.26-1.fc39\n',
    parameters: { only: 'security' },
    first: 'Updating 1 package by dnf: openssl-libs.',
    asked: '-y upgrade openssl-libs',
    code: 0,
  },
  {
    name: 'zypper',
    program: '/usr/bin/zypper',
    text: `case $* in
*list-updates*) printf 'S | Repository | Name | Current Version | Available Version | Arch\\n--+----\\nv | Update     | bash | 5.1-1.1 | 5.1-1.2 | x86_64\\n' ;;
*list-patches*) printf 'Repository | Name | Category | Severity\\n---+---\\nUpdate | SUSE-2024-7 | security | important\\nUpdate | SUSE-2024-8 | recommended | low\\n' ;;
*' update '*) exit 102 ;;
esac`,
    list: '1 update waits by zypper.\n  bash 5.1-1.1 -> 5.1-1.2\n',
    parameters: { only: 'security' },
    first: 'Updating 1 package by zypper: SUSE-2024-7.',
    asked: '--non-interactive --no-refresh update -t patch SUSE-2024-7',
    code: 20,
  },
  {
    name: 'apk',
    program: '/sbin/apk',
    text: `[ "$1" != version ] || printf 'Installed:          Available:\\nbusybox-1.36.1-r5   < 1.36.1-r6 \\nlib-x11-1.8-r1      < 1.9-r0 \\n'`,
    list: '2 updates wait by apk.\n  busybox 1.36.1-r5 -> 1.36.1-r6\n  lib-x11 1.8-r1 -> 1.9-r0\n',
    parameters: {},
    first: 'Updating 2 packages by apk: busybox lib-x11.',
    asked: 'add --upgrade busybox lib-x11',
    code: 0,
  },
  {
    name: 'opkg',
    program: '/bin/opkg',
    text: `[ "$1" != list-upgradable ] || printf 'dnsmasq - 2.86-15 - 2.90-2\\nuhttpd - 2023-1 - 2024-1\\n'`,
    list: '2 updates wait by opkg.\n  dnsmasq 2.86-15 -> 2.90-2\n  uhttpd 2023-1 -> 2024-1\n',
    parameters: { packages: 'dnsmasq no-such' },
    first: 'Updating 1 package by opkg: dnsmasq.',
    asked: 'upgrade dnsmasq',
    code: 0,
  },
  {
    name: 'brew',
    program: '/opt/homebrew/bin/brew',
    text: `[ "$(id -un)" = ada ] || { echo 'Running Homebrew as root is not supported' >&2; exit 1; }
case $* in *--verbose) echo 'wget (1.21.3) < 1.21.4' ;; outdated*) echo wget ;; esac`,
    list: '1 update waits by brew.\n  wget 1.21.3 -> 1.21.4\n',
    parameters: {},
    first: 'Updating 1 package by brew: wget.',
    asked: 'upgrade wget',
    code: 0,
  },
];

describe('packages by what other managers say', () => {
  for (const { name, program, text, list, parameters, first, asked, code } of managers) {
    // Homebrew wants the rights of its owner, and the busybox of Debian has no su.
    const kind = name === 'brew' ? 'own' : 'busybox';
    onThrowAway(kind).test(name, async () => {
      await using machine = await ThrowAway.open(kind);
      if (kind === 'own')
        await machine.sh(
          "rm -f /usr/bin/apt-get; grep -q '^ada:' /etc/passwd || echo 'ada:x:4321:4321::/:/bin/sh' >>/etc/passwd; grep -q '^ada:' /etc/group || echo 'ada:x:4321:' >>/etc/group",
        );
      expect([(await machine.script('list-updates')).code, (await machine.script('apply-updates')).code]).toEqual([
        10, 10,
      ]);
      machine.write(program, `#!/bin/sh\necho "$*" >>/tmp/asked\n${text}\n`);
      await machine.sh('chown ada:ada "$1"; : >/tmp/asked; chmod 666 /tmp/asked', program);
      expect(await machine.script('list-updates')).toMatchObject({ code: 0, out: list });
      const before = machine.files();
      const look = await machine.script('apply-updates', { mode: 'check', parameters });
      expect([look.code, look.first]).toEqual([0, first.replace('Updating', 'Would update')]);
      before.set('/tmp/asked', machine.files().get('/tmp/asked') ?? '');
      expect(machine.files()).toEqual(before);
      expect(machine.read('/tmp/asked').split('\n')).not.toContain(asked);
      const done = await machine.script('apply-updates', { parameters });
      expect([done.code, done.first], done.out).toEqual([code, first]);
      expect(machine.read('/tmp/asked').split('\n')).toContain(asked);
    });
  }

  test('the list names each manager once', () => {
    expect(new Set(managers.map(({ name }) => name)).size).toBe(managers.length);
  });
});
