import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { MadeUpMachine } from '../samplers/recorded-machine.ts';
import { kindOf, type KindSigns } from './kind.ts';
import { readKindSigns } from './kind-signs.linux.ts';

const bare: KindSigns = { os: 'debian', chassis: null, virtual: false, battery: false, displayManager: false };

test.each<[string, Partial<KindSigns>, string]>([
  ['nothing known', {}, 'other'],
  ['chassis "other" or "unknown"', { chassis: 1 }, 'other'],
  ['a rack server', { chassis: 23 }, 'server'],
  ['a blade with a desktop on it', { chassis: 28, displayManager: true }, 'server'],
  ['a tower', { chassis: 7 }, 'desktop'],
  ['a laptop', { chassis: 10, battery: true }, 'desktop'],
  ['a tablet without DMI', { battery: true }, 'desktop'],
  ['a small computer with a screen', { displayManager: true }, 'desktop'],
  ['a virtual machine', { virtual: true, chassis: 1 }, 'server'],
  ['a virtual machine that calls itself a desktop', { virtual: true, chassis: 3 }, 'server'],
  ['a virtual machine with a desktop', { virtual: true, displayManager: true }, 'desktop'],
  ['OpenWrt', { os: 'openwrt' }, 'router'],
  ['OpenWrt as a virtual machine', { os: 'openwrt', virtual: true }, 'router'],
])('%s', (_name, signs, kind) => expect(kindOf({ ...bare, ...signs })).toBe(kind));

test('the signs of an empty machine are none', () => {
  using machine = new MadeUpMachine();
  expect(readKindSigns(machine.root)).toEqual({ ...bare, os: '' });
});

test('the signs of a laptop with a wireless mouse', () => {
  using machine = new MadeUpMachine({
    'etc/os-release': 'NAME="Debian"\nVERSION_ID="12"\nID=debian\n',
    'sys/class/dmi/id/chassis_type': '10\n',
    'sys/class/power_supply/BAT0/type': 'Battery\n',
    'proc/cpuinfo': 'flags\t\t: fpu vme sse\n',
  });
  machine.write({ 'etc/systemd/system/x': '' });
  symlinkSync('/lib/systemd/system/gdm3.service', join(machine.root, 'etc/systemd/system/display-manager.service'));
  expect(readKindSigns(machine.root)).toEqual({ ...bare, chassis: 10, battery: true, displayManager: true });
  machine.remove('sys/class/power_supply/BAT0');
  machine.write({
    'sys/class/power_supply/hidpp_0/type': 'Battery\n',
    'sys/class/power_supply/hidpp_0/scope': 'Device\n',
  });
  expect(readKindSigns(machine.root).battery).toBe(false);
});

test.each([
  ['proc/cpuinfo', 'flags\t\t: fpu hypervisor lahf_lm\n'],
  ['sys/hypervisor/type', 'xen\n'],
  ['proc/device-tree/hypervisor/compatible', 'linux,kvm\0'],
])('%s tells a virtual machine', (file, text) => {
  using machine = new MadeUpMachine({ [file]: text });
  expect(readKindSigns(machine.root).virtual).toBe(true);
});

test('OpenWrt is known by its release file', () => {
  using machine = new MadeUpMachine({ 'etc/openwrt_release': "DISTRIB_ID='OpenWrt'\n" });
  expect(kindOf(readKindSigns(machine.root))).toBe('router');
});
