import * as z from 'zod';
import type { Target } from '../../contract/provider.ts';
import type { TreeObject } from '../../contract/tree.ts';

/** A graph as "Export (API)" writes it: node ids to their class and inputs. */
const workflow = z.record(
  z.string(),
  z.looseObject({ class_type: z.string(), inputs: z.record(z.string(), z.json()) }),
);

/** Graphs of the operator's own, with `{{prompt}}` and other placeholders where the request's values belong. */
export const settings = z.strictObject({
  workflow: workflow
    .optional()
    .meta({ description: 'Graph for drawing; default: a checkpoint, a sampler, a preview.' }),
  edit_workflow: workflow
    .optional()
    .meta({ description: 'Graph for editing; default: the same, starting from the picture.' }),
});

interface Workflows {
  readonly workflow?: TreeObject;
  readonly edit_workflow?: TreeObject;
}

/** As the schema read them. */
export const workflowsOf = ({ settings: read }: Target): Workflows => (read ?? {}) as Workflows;
