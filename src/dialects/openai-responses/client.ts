import type { Request } from '../../contract/request.ts';
import type { Tree, TreeObject } from '../../contract/tree.ts';

/** What the encoder must know of the request beyond its unified form; travels in `extensions.client`. */
export interface ClientFacts {
  /** Members that the answer repeats. */
  readonly echo: TreeObject;
  /** The items of this turn, without those of the turns before. */
  readonly input: readonly Tree[];
  readonly store: boolean;
  readonly previous: string | undefined;
  /** How the client names the tools that were renamed for the model. */
  readonly names: ToolNames;
}

/** The name a model calls → the tool as its client knows it. */
export type ToolNames = { readonly [called: string]: ClientTool };
export interface ClientTool {
  readonly name: string;
  readonly namespace?: string;
  /** Takes free text in place of JSON arguments. */
  readonly custom?: boolean;
  /** Looks for further tools. */
  readonly search?: boolean;
}

export const withFacts = (facts: ClientFacts): { readonly client: TreeObject } => ({
  client: facts as unknown as TreeObject,
});

export const factsOf = ({ extensions }: Request): ClientFacts => extensions.client as unknown as ClientFacts;
