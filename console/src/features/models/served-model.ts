import type { priceRoutes } from '@contract/prices.ts';
import type { CallReply } from '@/api/call.ts';

/** What clients can ask for, with what it can do and costs. */
export type ServedModel = CallReply<typeof priceRoutes.served>['items'][number];

/** One that draws. */
export type DrawingModel = ServedModel & { readonly image: NonNullable<ServedModel['image']> };

export const isDrawing = (model: ServedModel): model is DrawingModel => model.image !== null;

/** Whether it looks at pictures: in chats, or to edit them. */
export const sees = ({ vision, image }: ServedModel): boolean =>
  vision || (image?.tasks.includes('edit') ?? false);
