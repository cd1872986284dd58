/**
 * Schemas of control messages: what a value must be, as a type and as a check of some nanoseconds a field. Our own,
 * because an agent would pay 20 MB of memory for a general schema library. Unknown properties pass.
 */

/** Why a value does not fit: where (`/series/3/metric`) and by which rule. */
export interface Fault {
  readonly path: string;
  readonly rule: 'type' | 'missing' | 'length' | 'count' | 'range' | 'form';
}

export interface Schema<T> {
  /** The first fault of a value that came out of JSON, or null. */
  fault(value: unknown): Fault | null;
  /** Carries the type; never there. */
  readonly as?: T;
}

export type Static<S> = S extends Schema<infer T> ? T : never;

const fits = null;
const wrong = (rule: Fault['rule'], path = ''): Fault => ({ path, rule });
const within = (key: string | number, fault: Fault): Fault => ({ path: `/${key}${fault.path}`, rule: fault.rule });

interface TextBounds {
  readonly min?: number;
  readonly max: number;
  readonly form?: RegExp;
}

export function text({ min = 0, max, form }: TextBounds): Schema<string> {
  return {
    fault(value) {
      if (typeof value !== 'string') return wrong('type');
      if (value.length > max || value.length < min) return wrong('length');
      return form === undefined || form.test(value) ? fits : wrong('form');
    },
  };
}

/** A safe integer from `min` to `max`. */
export function integer(min = 0, max: number = Number.MAX_SAFE_INTEGER): Schema<number> {
  return {
    fault(value) {
      if (!Number.isSafeInteger(value)) return wrong('type');
      return (value as number) < min || (value as number) > max ? wrong('range') : fits;
    },
  };
}

export const flag: Schema<boolean> = { fault: (value) => (typeof value === 'boolean' ? fits : wrong('type')) };

export function oneOf<const Words extends readonly string[]>(...words: Words): Schema<Words[number]> {
  return { fault: (value) => (typeof value === 'string' && words.includes(value) ? fits : wrong('form')) };
}

export function orNull<T>(schema: Schema<T>): Schema<T | null> {
  return { fault: (value) => (value === null ? fits : schema.fault(value)) };
}

export function list<T>(item: Schema<T>, min: number, max: number): Schema<readonly T[]> {
  return {
    fault(value) {
      if (!Array.isArray(value)) return wrong('type');
      if (value.length < min || value.length > max) return wrong('count');
      for (let i = 0; i < value.length; i++) {
        const fault = item.fault(value[i]);
        if (fault) return within(i, fault);
      }
      return fits;
    },
  };
}

/** Any keys of a bounded length, `max` of them at most. */
export function record<T>(key: Schema<string>, item: Schema<T>, max: number): Schema<Readonly<Record<string, T>>> {
  return {
    fault(value) {
      if (!isObject(value)) return wrong('type');
      const keys = Object.keys(value);
      if (keys.length > max) return wrong('count');
      for (const name of keys) {
        const fault = key.fault(name) ?? item.fault(value[name]);
        if (fault) return within(name.slice(0, 32), fault);
      }
      return fits;
    },
  };
}

type Properties = Readonly<Record<string, Schema<unknown>>>;
type Must<Shape extends Properties> = { readonly [Key in keyof Shape]: Static<Shape[Key]> };
type May<Shape extends Properties> = { readonly [Key in keyof Shape]?: Static<Shape[Key]> };

/** Properties that must be there, and such that may; others are not looked at. */
export function object<A extends Properties>(must: A): Schema<Must<A>>;
export function object<A extends Properties, B extends Properties>(must: A, may: B): Schema<Must<A> & May<B>>;
export function object(must: Properties, may: Properties = {}): Schema<unknown> {
  const required = Object.entries(must);
  const optional = Object.entries(may);
  return {
    fault(value) {
      if (!isObject(value)) return wrong('type');
      for (const [key, schema] of required) {
        if (!Object.hasOwn(value, key)) return wrong('missing', `/${key}`);
        const fault = schema.fault(value[key]);
        if (fault) return within(key, fault);
      }
      for (const [key, schema] of optional) {
        const fault = Object.hasOwn(value, key) ? schema.fault(value[key]) : fits;
        if (fault) return within(key, fault);
      }
      return fits;
    },
  };
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
