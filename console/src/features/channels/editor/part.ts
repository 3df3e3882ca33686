import type { ChannelView } from '../channel-view.ts';
import type { ChannelValues } from './values.ts';

/** What every part of the editor works with. */
export interface PartProps {
  readonly channel: ChannelView;
  readonly values: ChannelValues;
  readonly set: (change: Partial<ChannelValues>) => void;
  /** What the gateway said when it was saved last. */
  readonly error: unknown;
}
