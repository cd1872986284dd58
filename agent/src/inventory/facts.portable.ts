import type { Portable } from '../samplers/portable.ts';
import type { SamplerFactory } from '../samplers/sampler.ts';
import { kindOf } from './kind.ts';

/** The machine in words, with the names that facts have on Linux. */
export const facts =
  ({ os, ask, platform }: Portable): SamplerFactory =>
  () => {
    let boot: number | undefined;
    let before: ReadonlySet<string> = new Set();
    return {
      family: 'facts',
      lane: 'slow',
      async sample(sink, at) {
        // Taken once: the clock may be set, the start does not move. Whole seconds, as on Linux.
        boot ??= Math.round(at.wall / 1_000 - os.uptime()) * 1_000;
        const information = await ask();
        const { distro, release } = await information.osInfo();
        const { manufacturer, model, virtual } = await information.system();
        const { hasBattery: battery } = await information.battery();
        const displayManager = platform === 'darwin' || (platform === 'win32' && !distro.includes('Server'));
        const kind = kindOf({ os: distro.toLowerCase(), chassis: null, virtual, battery, displayManager });
        const cpus = os.cpus();
        const told: [string, string][] = [
          ['host.name', os.hostname()],
          ['device.kind', kind],
          ['os.type', osTypes.get(platform) ?? platform],
          ['os.description', `${distro} ${release}`.trim()],
          ['os.kernel', os.release()],
          ['host.arch', archs.get(os.arch()) ?? os.arch()],
          ['host.model', `${manufacturer} ${model}`.trim()],
          ['host.cpu.model', cpus[0]?.model.trim() ?? ''],
          ['host.cpu.count', String(cpus.length)],
          ['host.memory', String(os.totalmem())],
          ['host.boot', String(boot)],
          ...interfaces(os),
        ];
        const now = new Map(told.filter(([, text]) => text !== ''));
        for (const [name, text] of now) sink.fact(name, text);
        for (const name of before) if (!now.has(name)) sink.fact(name, null);
        before = new Set(now.keys());
      },
    };
  };

/** OpenTelemetry's words. */
const osTypes = new Map([
  ['win32', 'windows'],
  ['sunos', 'solaris'],
]);
const archs = new Map([
  ['x64', 'amd64'],
  ['ia32', 'x86'],
  ['arm', 'arm32'],
]);

function interfaces(os: Portable['os']): [string, string][] {
  return Object.entries(os.networkInterfaces()).map(([name, addresses = []]) => {
    const mac = addresses.map((one) => one.mac).find((one) => !/^[0:]*$/.test(one));
    const lasting = addresses.filter(({ address }) => !address.startsWith('fe80'));
    const parts = [mac === undefined ? '' : `mac ${mac}`, ...lasting.map(({ cidr, address }) => cidr ?? address)];
    return [`interface.${name}`, parts.filter((part) => part !== '').join(', ')];
  });
}
