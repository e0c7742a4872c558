import { z } from 'zod';
import {
  assurance,
  blame,
  byBlame,
  claims,
  conflictSample,
  copyFacts,
  copyStatus,
  domainName,
  lackSample,
  milliseconds,
  placement,
  problem,
  sampledTally,
  schemaOf,
  sourceLocation,
  tally,
} from '../model/evidence-schema.ts';
import { type Expectations, SEVERITIES, type Waiver } from '../model/policy.ts';
import type {
  AchievedRpo,
  BackupReport,
  ComparisonReport,
  CopyReport,
  DatasetReport,
  DomainRelation,
  Finding,
  JudgedTally,
  Report,
  RuleMeta,
} from '../model/report.ts';

const text = z.string();
const severity = z.enum(SEVERITIES);

const expectations = schemaOf<Expectations>()({
  rpoMs: milliseconds.describe('Longest accepted age of a change that the copy does not hold'),
  detectMs: milliseconds.describe('How long until somebody notices a loss'),
  assurance: assurance.describe('The weakest proof of content that is accepted'),
  extra: z.enum(['allow', 'warn', 'fail']),
});

const judgedTally = schemaOf<JudgedTally>()({ atLeast: tally, atMost: tally, samples: z.array(lackSample) }).describe(
  'A count between two bounds; exact where both are equal',
);

const comparison = schemaOf<ComparisonReport>()({
  same: sampledTally.describe('Content proved equal'),
  unverified: sampledTally.describe('Sizes are equal, and nothing proves the content'),
  pending: judgedTally.describe('Lacks that are not due yet'),
  outdated: judgedTally.describe('Lacks beyond the RPO where the copy holds another version'),
  missing: judgedTally.describe('Lacks beyond the RPO where the copy holds nothing under this name'),
  undetermined: judgedTally.describe('Lacks of which nothing tells whether they are due'),
  moved: judgedTally.describe('Held under an old name beyond the RPO; counted in missing too'),
  conflict: z.strictObject({
    ...tally.shape,
    byBlame,
    samples: z.array(z.strictObject({ ...conflictSample.shape, blame })),
  }),
  extra: sampledTally.describe('Only in the copy'),
  notRepresentable: sampledTally,
  notCompared: tally.describe('Unreadable on one side, so that nothing is known; in no class'),
  inFlight: sampledTally.describe('Changed while the run looked; each is in a class besides'),
  linked: sampledTally.describe('One file at both sides (hard links), so one copy; each is in a class besides'),
  nameForm: sampledTally.describe('Names that differ in Unicode form or letter case; each is in a class besides'),
  precisionMs: z.number().describe('The step in which times were compared'),
  zoneShiftHours: z.int().describe('Whole hours by which all times of the copy are shifted'),
});

const relation = schemaOf<DomainRelation>()({
  domain: domainName,
  relation: z.enum(['shared', 'separate', 'unknown']),
  basis: z.enum(['observed', 'inferred', 'declared']).nullable(),
  because: z.array(text),
  needs: text.exactOptional().describe('What would settle an unknown'),
});

const achievedRpo = schemaOf<AchievedRpo>()({
  atLeastMs: milliseconds,
  atMostMs: milliseconds.nullable().describe('null where nothing bounds it'),
  because: text,
}).describe('Bounds of the age of the oldest change that the copy does not hold');

const copyShape = {
  id: text,
  url: text,
  status: copyStatus,
  listing: tally.nullable(),
  facts: copyFacts,
  claims,
};

const backup = schemaOf<BackupReport>()({
  ...copyShape,
  accidental: z.boolean(),
  placement,
  expect: expectations,
  comparison: comparison.nullable().describe('null where the two could not be compared; a finding says why'),
  achievedRpo: achievedRpo.nullable(),
  currentAtMs: milliseconds.nullable().describe('When the copy was last known to be current'),
  assurance: assurance.nullable().describe('The weakest proof among the entries called same'),
  relations: z.array(relation).describe('Whether it shares each failure domain with the primary'),
});

const dataset = schemaOf<DatasetReport>()({
  id: text,
  expect: expectations,
  primary: schemaOf<CopyReport>()(copyShape),
  backups: z.array(backup),
});

const waiver = schemaOf<Waiver>()({
  check: text,
  dataset: text.exactOptional(),
  copy: text.exactOptional(),
  reason: text,
  expiresAtMs: milliseconds,
});

const finding = schemaOf<Finding>()({
  checkId: text,
  dataset: text,
  copy: text.exactOptional(),
  verdict: z.enum(['pass', 'fail', 'unknown', 'not-applicable']),
  severity,
  message: text,
  because: z.array(text),
  remedy: text,
  location: sourceLocation.exactOptional(),
  fingerprint: text.describe('Stable over runs'),
  waiver: waiver.exactOptional(),
});

const rule = schemaOf<RuleMeta>()({
  id: text,
  title: text,
  failTitle: text,
  severity,
  category: z.enum(['content', 'freshness', 'independence', 'collection']),
  rationale: text,
  remediation: text,
  whenToWaive: text,
  references: z.array(text),
});

/** What the JSON reporter writes. Members ending in `Ms` are epoch milliseconds or durations. */
export const reportSchema = schemaOf<Report>()({
  schemaVersion: z.literal('0.1').describe('0.x may change; from 1 on it only grows'),
  tool: z.strictObject({ name: z.literal('firebreak'), version: text }),
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime(),
  complete: z.boolean().describe('false where a copy could not be listed, or the run was cut short'),
  verdict: z.enum(['pass', 'fail', 'unproven']),
  failOn: z.enum([...SEVERITIES, 'none']),
  datasets: z.array(dataset),
  findings: z.array(finding),
  passed: z.array(z.strictObject({ checkId: text, dataset: text, copy: text.exactOptional() })),
  waived: z.array(finding),
  problems: z.array(problem),
  rules: z.array(rule).describe('The documentation of every check that is named above'),
  evidenceDigest: z.string().describe('SHA-256 of the evidence that was judged'),
}) satisfies z.ZodType<Report>;

/** The published JSON Schema of the report (draft 2020-12). */
export function reportJsonSchema(): unknown {
  return { ...z.toJSONSchema(reportSchema), title: 'firebreak report' };
}
