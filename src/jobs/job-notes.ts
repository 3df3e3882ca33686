import { keepPrivate } from '../answers/private-blob.ts';
import type { Request } from '../contract/request.ts';
import type { StreamEvent } from '../contract/response.ts';
import { wishesOf } from '../pipeline/job-request.ts';
import type { Blobs, JobRecords, JobRow } from '../storage/ports.ts';
import type { Partial } from './describe-job.ts';

/** Writes down how far a job is while it runs. */
export class JobNotes {
  readonly #blobs: Blobs;
  readonly #note: (notes: { progress: string; partials?: string }) => Promise<unknown>;
  readonly #partials: Partial[];
  #pictures = 0;
  #of = 1;

  constructor(blobs: Blobs, jobs: JobRecords, node: string, { id, partials }: JobRow) {
    this.#blobs = blobs;
    this.#note = (notes) => jobs.note(node, id, notes);
    // A job that is taken up again goes on counting: who holds a preview's address may still come for it.
    this.#partials = JSON.parse(partials) as Partial[];
  }

  async begins(request: Request): Promise<void> {
    this.#of = wishesOf(request)?.count ?? 1;
    await this.#note({ progress: this.#progress() });
  }

  async watch(event: StreamEvent): Promise<void> {
    if (event.type === 'media-end') {
      this.#pictures += 1;
      await this.#note({ progress: this.#progress() });
    }
    if (event.type !== 'media-partial' || event.part.media.from !== 'inline') return;
    const { payload, declared = 'image/png' } = event.part.media;
    const blob = await keepPrivate(this.#blobs, payload.read());
    this.#partials.push({ index: this.#partials.length, blob, mediaType: declared });
    await this.#note({ progress: this.#progress(), partials: JSON.stringify(this.#partials) });
  }

  get partials(): readonly Partial[] {
    return this.#partials;
  }

  #progress(): string {
    return JSON.stringify({ pictures: this.#pictures, of: this.#of, previews: this.#partials.length });
  }
}
