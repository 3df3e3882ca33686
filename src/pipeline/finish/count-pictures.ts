import type { Job } from '../../contract/request.ts';
import type { StreamEvent } from '../../contract/response.ts';
import { type Answer, eachEvent } from '../answer.ts';

/** Says so where a call brought fewer pictures than it was asked for. @param field the client's name for their number */
export function countPictures(job: Job, field: string, answer: Answer<StreamEvent>): Answer<StreamEvent> {
  const asked = job.operation === 'image' ? job.order.count : 0;
  let drawn = 0;
  return eachEvent(answer, (event, pass) => {
    if (event.type === 'media-end') drawn += 1;
    if (event.type === 'response-end' && drawn > 0 && drawn < asked) {
      const detail = `The provider drew ${drawn} of the ${asked} pictures it was asked for.`;
      pass({ type: 'warning', warning: { kind: 'adjusted', field, detail } });
    }
    pass(event);
  });
}
