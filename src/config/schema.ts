import { z } from 'zod';
import { parseDuration } from '../lib/duration.ts';
import { ASSURANCES } from '../model/comparison.ts';

const ID = /^[a-z0-9][a-z0-9._-]*$/;

const id = z
  .string()
  .regex(ID, 'an id is made of small letters, digits, `.`, `_` and `-`, and begins with a letter or digit')
  .max(64);

const duration = z
  .string()
  .refine((text) => parseDuration(text) !== undefined, 'a duration is a number with a unit: 90s, 15m, 26h, 8d, 2w');

const claims = z
  .strictObject({
    host: z.string().min(1).optional().describe('The machine that the copy lies on'),
    site: z.string().min(1).optional().describe('The building that the copy lies in'),
    medium: z.string().min(1).optional().describe('The disk or other medium that the copy lies on'),
    operator: z.string().min(1).optional().describe('Who runs the machine'),
    account: z.string().min(1).optional().describe('The account with a provider, or `none` for own hardware'),
  })
  .describe('What cannot be observed. A claim that observation contradicts is a finding');

const expect = z
  .strictObject({
    rpo: duration.optional().describe('Longest accepted age of a change that the copy lacks; 26h by default'),
    detect: duration.optional().describe('How long until somebody notices a loss; 72h by default'),
    assurance: z.enum(ASSURANCES).optional().describe('The weakest accepted proof of content; `stated` by default'),
    extra: z.enum(['allow', 'warn', 'fail']).optional().describe('What entries that only the backup has amount to'),
  })
  .describe('What is expected of a backup');

const copy = z.looseObject({
  url: z.string().describe('Where the copy is: a path, or file://'),
  layout: z.literal('mirror').optional().describe('How the copy arranges the data'),
  claims: claims.optional(),
});

const backup = copy.extend({
  id: id.describe('The name of the backup in reports'),
  accidental: z.boolean().optional().describe('Nobody counts on this copy; it is judged, and rescues nothing'),
  expect: expect.optional(),
});

const dataset = z.strictObject({
  id: id.describe('The name of the dataset in reports'),
  primary: copy,
  backups: z.array(backup).min(1),
  expect: expect
    .extend({
      heartbeat: z
        .string()
        .min(1)
        .optional()
        .describe(
          'A file below the root that is written before every backup; its version at a backup proves when that ran',
        ),
    })
    .optional(),
  exclude: z.array(z.string().min(1)).optional().describe('Globs on paths below the root, left out at every copy'),
});

const waiver = z.strictObject({
  check: z.string().min(1).describe('The id of the check'),
  dataset: z.string().optional(),
  copy: z.string().optional(),
  reason: z.string().min(1).describe('Why it is accepted'),
  expires: z.string().describe('The day on which it ends: 2027-03-31'),
});

/** The configuration file. Copies take the options of their adapter besides; `resolve` parses those. */
export const configSchema = z.strictObject({
  version: z.literal(1),
  vars: z.record(z.string(), z.string()).optional().describe('Texts that ${NAME} stands for in other fields'),
  datasets: z.array(dataset).min(1),
  waivers: z.array(waiver).optional(),
});

export type Config = z.infer<typeof configSchema>;
export type CopyConfig = z.infer<typeof copy> & { readonly id?: string };
export type BackupConfig = z.infer<typeof backup>;
export type ExpectConfig = z.infer<typeof expect>;

/** Keys of a copy that every adapter understands; all others belong to the adapter. */
export const COPY_KEYS: readonly string[] = ['url', 'layout', 'claims', 'credential'];
export const BACKUP_KEYS: readonly string[] = [...COPY_KEYS, 'id', 'accidental', 'expect'];

/** Keys that the design has and this version does nothing with; to accept one would promise what is not done. */
export const FUTURE_KEYS: readonly string[] = [
  'writer',
  'region',
  'endpoint',
  'rto',
  'survive',
  'availability',
  'links',
  'proofAge',
  'feed',
  'restore',
  'at',
];
