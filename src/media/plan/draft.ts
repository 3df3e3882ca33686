import { GatewayError } from '../../contract/error.ts';
import type { ImageOrder, WishFields } from '../../contract/image.ts';
import type { Warning } from '../../contract/request.ts';
import type { Edit } from '../edits.ts';
import type { AfterEdits, PlanInput } from './input.ts';

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** A plan in the making. Each rule reads the input and what earlier rules decided, and writes its own members. */
export class Draft {
  readonly input: PlanInput;
  /** One call's order; how many calls there are is decided last. */
  readonly order: Mutable<Omit<ImageOrder, 'count'>> = {};
  readonly after: Mutable<AfterEdits> = {};
  readonly hints: string[] = [];
  readonly warnings: Warning[] = [];
  maskAs: 'alpha' | 'reference' | undefined;
  inputCount = 0;
  inputEdits: (readonly Edit[])[] = [];
  /** Higher quality is to come from drawing larger: sides times this. */
  oversize = 1;

  constructor(input: PlanInput) {
    this.input = input;
  }

  warn(kind: Warning['kind'], wish: keyof WishFields, detail: string): void {
    this.warnings.push({ kind, field: this.field(wish), detail });
  }

  /** The model cannot do what was asked: refused in strict mode, else a warning. */
  impossible(wish: keyof WishFields, detail: string): void {
    if (this.input.wishes.strict) throw this.refusal(wish, detail);
    this.warn('ignored', wish, detail);
  }

  /** Two wishes that no model can fulfil together: refused in strict mode, else the one of them gives way with a warning. */
  contradiction(wish: keyof WishFields, detail: string): void {
    if (this.input.wishes.strict) throw this.refusal(wish, detail, []);
    this.warn('adjusted', wish, detail);
  }

  refusal(
    wish: keyof WishFields,
    detail: string,
    able: readonly string[] = this.input.alternatives(wish),
  ): GatewayError {
    const { model } = this.input;
    const field = this.field(wish);
    const others = able.length > 0 ? ` Models that can: ${able.join(', ')}.` : '';
    return new GatewayError('unsupported_parameter', `${field} on ${model}: ${detail}${others}`, { field });
  }

  /** The client's own name of a wish. */
  field(wish: keyof WishFields): string {
    return this.input.fields[wish] ?? wish;
  }
}

/** Decides about one parameter. */
export type Rule = (draft: Draft) => void;
