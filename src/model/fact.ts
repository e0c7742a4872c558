/** How a value came to be known. Claims decide only where observation is impossible. */
export type Basis = 'observed' | 'inferred' | 'declared';

/** `weak` identifiers (host names, addresses, cloned machine ids) are hints: neither `shared` nor `separate` rests on them. */
export type Strength = 'strong' | 'weak';

/**
 * Why a fact is unknown.
 * `denied`: a permission or switch forbids it. `unsupported`: this kind of store can never tell. `unreachable`: the copy
 * did not answer. `not-collected`: nobody looked this time. `failed`: looking went wrong.
 */
export type UnknownReason = 'denied' | 'unsupported' | 'unreachable' | 'not-collected' | 'failed';

export interface Known<T> {
  readonly known: true;
  readonly value: T;
  readonly basis: Basis;
  /** Where the value was read, as a person would cite it: `/proc/self/mountinfo`, `firebreak.yaml:12`. */
  readonly source: string;
  readonly strength: Strength;
}

export interface Unknown {
  readonly known: false;
  readonly reason: UnknownReason;
  /** One plain sentence without a trailing period. */
  readonly detail: string;
  /** The permission or claim that would answer it, as a phrase: `read access to /sys/block`, `claims.site`. */
  readonly needs?: string;
}

/** A value with its evidence, or the reason why there is none; never a default. */
export type Fact<T> = Known<T> | Unknown;

export function observed<T>(value: T, source: string, strength: Strength = 'strong'): Known<T> {
  return { known: true, value, basis: 'observed', source, strength };
}

export function declared<T>(value: T, source: string): Known<T> {
  return { known: true, value, basis: 'declared', source, strength: 'strong' };
}

export function unknown(reason: UnknownReason, detail: string, needs?: string): Unknown {
  return needs === undefined ? { known: false, reason, detail } : { known: false, reason, detail, needs };
}
