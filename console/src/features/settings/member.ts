import type { SettingsSection } from '@contract/settings/section.ts';
import { SECTIONS, type SectionId } from '@contract/settings.ts';
import * as z from 'zod';

/** How a member is written, as its schema says. */
export type MemberKind =
  | { readonly kind: 'number'; readonly min?: number; readonly max?: number; readonly whole: boolean }
  | { readonly kind: 'long-text'; readonly max: number }
  | { readonly kind: 'choice'; readonly options: readonly string[] }
  | { readonly kind: 'truth' | 'text' | 'secret' | 'texts' | 'other' };

export interface Member {
  readonly name: string;
  readonly how: MemberKind;
  /** Null stands for none. */
  readonly nullable: boolean;
  /** In English, for members that nobody has found words for yet. */
  readonly description: string;
}

interface Schema {
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
  readonly description?: string;
  readonly anyOf?: readonly Schema[];
  readonly items?: Schema;
}

/** The members of a section, in the order of its schema. */
export function membersOf(id: SectionId): Member[] {
  const { schema, secrets = [] }: SettingsSection = SECTIONS[id];
  return Object.entries(schema.shape).map(([name, member]) => {
    const whole = z.toJSONSchema(member as z.ZodType, { io: 'input', unrepresentable: 'any' }) as Schema;
    const inner = whole.anyOf?.find(({ type }) => type !== 'null') ?? whole;
    return {
      name,
      how: secrets.includes(name) ? { kind: 'secret' } : kindOf(inner),
      nullable: whole.anyOf?.some(({ type }) => type === 'null') ?? false,
      description: whole.description ?? '',
    };
  });
}

/** Texts of several lines. */
const LONG = 1_000;

function kindOf({ type, enum: options, minimum, maximum, maxLength = 0, items }: Schema): MemberKind {
  if (options) return { kind: 'choice', options };
  if (type === 'boolean') return { kind: 'truth' };
  if (type === 'string') return maxLength >= LONG ? { kind: 'long-text', max: maxLength } : { kind: 'text' };
  if (type === 'array' && items?.type === 'string') return { kind: 'texts' };
  if (type !== 'number' && type !== 'integer') return { kind: 'other' };
  return {
    kind: 'number',
    whole: type === 'integer',
    ...(minimum !== undefined && { min: minimum }),
    ...(maximum !== undefined && { max: maximum }),
  };
}
