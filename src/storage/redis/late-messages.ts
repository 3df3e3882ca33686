/** More would be a flood: each is a change somebody made by hand. */
const MOST = 10_000;

/** Announcements that could not be made, each once, until they can. */
export class LateMessages {
  readonly #waiting = new Map<string, readonly [topic: string, message: string]>();
  readonly #publish: (topic: string, message: string) => Promise<unknown>;

  constructor(publish: (topic: string, message: string) => Promise<unknown>) {
    this.#publish = publish;
  }

  /** @returns false where there are too many already */
  add(topic: string, message: string): boolean {
    if (this.#waiting.size >= MOST) return false;
    this.#waiting.set(JSON.stringify([topic, message]), [topic, message]);
    return true;
  }

  /** To be called when the connection is there again; what fails anew goes on waiting. */
  async send(): Promise<void> {
    for (const [name, [topic, message]] of [...this.#waiting]) {
      try {
        await this.#publish(topic, message);
        this.#waiting.delete(name);
      } catch {
        return;
      }
    }
  }
}
