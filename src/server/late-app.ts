import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

interface Loaded {
  readonly app: FastifyInstance;
  /** Ends answers that would never end by themselves. */
  hangUp?(): Promise<void>;
}

/**
 * A part of the server that is loaded, with everything it needs, when it is first asked for something: a gateway that nobody
 * looks at starts without it and does not hold it in memory.
 */
export class LateApp {
  readonly #load: () => Promise<Loaded>;
  #loaded: Promise<Loaded> | undefined;

  /** @param load makes a Fastify of its own for these routes */
  constructor(load: () => Promise<Loaded>) {
    this.#load = load;
  }

  /** Handles everything that may be one of these routes. A part that could not be loaded is tried again by the next request. */
  readonly answer = async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    this.#loaded ??= this.#ready().catch((error) => {
      this.#loaded = undefined;
      throw error;
    });
    const { app } = await this.#loaded;
    reply.hijack();
    app.routing(request.raw, reply.raw);
  };

  async hangUp(): Promise<void> {
    await (await this.#loaded)?.hangUp?.();
  }

  async close(): Promise<void> {
    await (await this.#loaded)?.app.close();
  }

  async #ready(): Promise<Loaded> {
    const loaded = await this.#load();
    await loaded.app.ready();
    return loaded;
  }
}
