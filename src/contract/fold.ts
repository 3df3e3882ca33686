/** A synchronous stream converter without I/O: items in, any number of items out. */
export interface Fold<In, Out> {
  push(item: In): readonly Out[];
  /** Called once when the input ended normally. May throw: a stream that ends too early is an error. */
  end(): readonly Out[];
}
