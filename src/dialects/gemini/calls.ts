/**
 * The function calls of a conversation. Elsewhere every call has an id that its result repeats; here ids may be missing, and a
 * result then belongs to the oldest open call of its name.
 */
export class Calls {
  readonly #open: { readonly id: string; readonly name: string }[] = [];
  #count = 0;

  /** Notes a call and gives its id. */
  add(name: string, given: string | undefined): string {
    this.#count += 1;
    const id = given || `gemini_call_${this.#count}`;
    this.#open.push({ id, name });
    return id;
  }

  /** The id of the call that a result answers. */
  answer(name: string, given: string | undefined): string {
    const byId = this.#open.findIndex(({ id }) => id === given);
    const found = byId >= 0 ? byId : this.#open.findIndex((call) => call.name === name);
    const [call] = found >= 0 ? this.#open.splice(found, 1) : [];
    return call?.id ?? given ?? name;
  }
}
