import { namePattern } from '../lib/name-pattern.ts';
import type { Association, ModelEntry, RequestCondition } from '../routing/model-entry.ts';
import type { ModelRow } from '../storage/ports.ts';

/** What a model's row holds as JSON. Patterns are names, names with stars, or regular expressions between slashes. */
export interface ModelDocument {
  readonly developer: string;
  readonly description: string;
  readonly associations: readonly AssociationDocument[];
}

export interface AssociationDocument {
  readonly priority: number;
  /** Patterns of names and ids of channels; absent: of any name. */
  readonly channels?: readonly string[] | undefined;
  /** Channels have one of these; absent: any. */
  readonly tags?: readonly string[] | undefined;
  /** A pattern of names, as the channel serves them; absent: the entry's own. */
  readonly model?: string | undefined;
  readonly when?: RequestCondition | undefined;
}

export const documentOf = (row: ModelRow): ModelDocument => JSON.parse(row.document) as ModelDocument;

export function entryOf(row: Pick<ModelRow, 'id' | 'name' | 'enabled'>, document: ModelDocument): ModelEntry {
  const { id, name, enabled } = row;
  const { developer, description, associations } = document;
  return {
    ...{ id, name, enabled, developer, description },
    associations: associations.map((each) => associationOf(each, name)),
  };
}

const isPattern = (text: string): boolean => text.includes('*') || /^\/.+\/$/.test(text);

function associationOf(given: AssociationDocument, name: string): Association {
  const { priority, channels, tags, model = name, when = {} } = given;
  return {
    priority,
    channels: { ...(channels && { names: channels.map(namePattern) }), ...(tags && { tags }) },
    model: isPattern(model) ? namePattern(model) : model,
    when,
  };
}
