import type { ModelMapping } from './key-rules.ts';

/** The models and channels a key reaches, and by which names. */
export interface ModelAccess {
  /** What the client's name for a model means. */
  resolve(model: string): string;
  /** Whether the key may ask for a model, by the name the client uses. */
  allowsModel(model: string): boolean;
  allowsChannel(name: string): boolean;
  /** Names that exact mappings add to those of the channels. */
  readonly aliases: readonly string[];
}

export interface AccessRules {
  readonly mappings?: readonly ModelMapping[];
  /** Every list must allow a name; absent ones allow all. */
  readonly models: readonly (readonly string[] | undefined)[];
  readonly channels: readonly (readonly string[] | undefined)[];
}

export function modelAccess({ mappings = [], models, channels }: AccessRules): ModelAccess {
  const rewrites = mappings.map(rewriteOf);
  const patterns = models.flatMap((list) => (list ? [list.map(wildcard)] : []));
  const names = channels.flatMap((list) => (list ? [new Set(list)] : []));
  return {
    resolve(model) {
      for (const rewrite of rewrites) {
        const renamed = rewrite(model);
        if (renamed !== undefined) return renamed;
      }
      return model;
    },
    allowsModel: (model) => patterns.every((list) => list.some((pattern) => pattern.test(model))),
    allowsChannel: (name) => names.every((list) => list.has(name)),
    aliases: mappings.filter(({ regex }) => !regex).map(({ from }) => from),
  };
}

/** Undefined: the mapping does not fit. */
function rewriteOf({ from, to, regex }: ModelMapping): (model: string) => string | undefined {
  if (!regex) return (model) => (model === from ? to : undefined);
  const pattern = new RegExp(`^(?:${from})$`, 'u');
  return (model) => (pattern.test(model) ? model.replace(pattern, to) : undefined);
}

function wildcard(pattern: string): RegExp {
  const literal = pattern.split('*').map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${literal.join('.*')}$`, 'su');
}
