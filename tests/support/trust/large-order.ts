import { exampleScript, exampleStep } from '@fettle/shared/trust/maintenance.fixture';
import type { OrderQuestion, Scene } from '../../hostile/trust-scene.ts';

/** A right order to run one script on so many devices, of which the scene's is one. */
export function largeOrder(scene: Scene, targets: number): OrderQuestion {
  const script = exampleScript('clear');
  const question = scene.orderTo(targets, { ...scene.steps(exampleStep(script)), class: 'dangerous' }, ['ann', 'ben']);
  // A device is sent the statements that its order names.
  return { ...question, scripts: question.scripts.slice(1, 2) };
}

/** The collector's message that carries it: the whole of what goes to a device but for bodies, which it has or asks for. */
export function messageOf({ envelope, path, scripts, sealed }: OrderQuestion): object {
  return { type: 'statement', envelope, path, scripts, ...(sealed !== null && { sealed }) };
}
