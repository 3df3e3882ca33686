import type { z } from 'zod';

/**
 * One section of the settings: what can be decided while the gateway runs, on all nodes at once.
 * A new one is a file in this folder and a line in `../settings.ts`.
 */
export interface SettingsSection<Shape extends z.ZodRawShape = z.ZodRawShape> {
  /** One word; stands in paths and in the database. */
  readonly id: string;
  /** What it decides, for the reference. */
  readonly summary: string;
  /** Members without defaults: a change may leave any of them out. */
  readonly schema: z.ZodObject<Shape>;
  readonly defaults: z.output<z.ZodObject<Shape>>;
  /** Members (texts, null for none) that are stored sealed and never shown; answers say `<name>Set` in their place. */
  readonly secrets?: readonly (keyof Shape & string)[];
}

/** Keeps the types of the members. */
export const section = <const Id extends string, Shape extends z.ZodRawShape>(
  definition: SettingsSection<Shape> & { readonly id: Id },
): SettingsSection<Shape> & { readonly id: Id } => definition;
