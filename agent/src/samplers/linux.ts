/** Every sampler of Linux, one line each, under the name of its family. */
export { agent } from './agent.linux.ts';
export { cpu } from './cpu.linux.ts';
export { disk } from './disk.linux.ts';
export { facts } from '../inventory/facts.linux.ts';
export { filesystem } from './filesystem.linux.ts';
export { load } from './load.linux.ts';
export { memory } from './memory.linux.ts';
export { network } from './network.linux.ts';
export { pressure } from './pressure.linux.ts';
export { processes as process } from './process.linux.ts';
export { raid } from './raid.linux.ts';
export { sensor } from './sensor.linux.ts';
export { smart } from './smart.portable.ts';
export { socket } from './socket.linux.ts';
export { swap } from './swap.linux.ts';
export { unit } from './unit.linux.ts';
export { uptime } from './uptime.linux.ts';
