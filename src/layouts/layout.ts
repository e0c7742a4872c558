/** How a backup arranges data. */
export interface LayoutMeta {
  /** Equals the file's name. */
  readonly id: string;
  readonly title: string;
  /** For the reference, as sentences. */
  readonly description: string;
}

/** `mirror` is the only layout so far: its one recovery point is the present, and its listing is the store's own. */
export interface Layout {
  readonly meta: LayoutMeta;
}
