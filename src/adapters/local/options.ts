import { z } from 'zod';

/** What the configuration may say about a copy on this machine, beside its URL. */
export const localOptionsSchema = z.strictObject({
  oneFileSystem: z
    .boolean()
    .default(true)
    .describe('Stay on the file system of the root; what is mounted below it is reported as not compared'),
});

export interface LocalOptions extends z.infer<typeof localOptionsSchema> {
  /** Absolute. */
  readonly path: string;
}
