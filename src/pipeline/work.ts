import type { ImageWishes, Size, WishFields } from '../contract/image.ts';
import type { Payload } from '../contract/payload.ts';
import type { Operation } from '../contract/provider.ts';
import type { ChatJob, ImageJob, Job, TaskJob, Warning } from '../contract/request.ts';
import type { AfterEdits } from '../media/plan.ts';

/** Everything one target is asked to do for a request. */
export interface Work {
  /** Run side by side; their answers become one. */
  readonly tasks: readonly Task[];
  readonly warnings: readonly Warning[];
  /** Each task makes a choice of its own; otherwise all of them make one answer. */
  readonly choices?: boolean;
  /** Present when pictures were planned. */
  readonly finishing?: Finishing;
  /** An answer without a picture is a failure. */
  readonly pictureRequired: boolean;
}

/** One upstream call (or procedure). */
export type Task = TaskOf<ChatJob> | TaskOf<ImageJob> | TaskOf<TaskJob>;
interface TaskOf<J extends Job> {
  readonly operation: Operation<J>;
  readonly job: J;
}

/** What becomes of every picture that comes back. */
export interface Finishing {
  readonly after: AfterEdits;
  readonly wishes: ImageWishes;
  /** The client's names of the wishes, for warnings. */
  readonly fields: WishFields;
  /** Outside the mask, pixels are to stay this picture's. */
  readonly masked?: MaskedOriginal;
}

/** A picture to edit and the mask that says where, as big as the picture. */
export interface MaskedOriginal {
  readonly original: Payload;
  readonly originalSize: Size;
  /** PNG, alpha 0 = may change. */
  readonly mask: Payload;
  /** PNG, white = may change, for models that take the mask as a further picture. */
  readonly reference: Payload;
  readonly warnings: readonly Warning[];
}

/** The operation can answer in a stream. */
export const canStream = <J extends Job>(operation: Operation<J>): boolean =>
  operation.kind === 'exchange' ? operation.decodeStream !== undefined : operation.stream !== undefined;
