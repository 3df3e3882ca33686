import type { Frame, RelayRules } from '../../contract/dialect.ts';
import type { Call } from '../../contract/provider.ts';
import type { TreeObject } from '../../contract/tree.ts';

/** How a request goes on to an upstream of the client's own format. */
export interface RelayPlan {
  readonly rules: RelayRules;
  readonly path: string;
  readonly headers: NonNullable<Call['headers']>;
  readonly body: TreeObject;
  readonly stream: boolean;
  /** Frames of the stream that the client did not ask for. */
  readonly hides: ((frame: Frame) => boolean) | undefined;
  /** Pictures in the conversation. */
  readonly references: number;
}
