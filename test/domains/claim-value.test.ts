import { describe, expect, test } from 'vitest';
import { claimedSet } from '../../src/domains/claim-value.ts';

describe('claim-value', () => {
  test.each([{}, { site: '' }, { site: '  ' }, { site: 'none' }, { host: 'none' }])(
    'takes %j for no claim',
    (claims) => {
      expect(claimedSet(claims, 'site')).toBeUndefined();
    },
  );

  test('knows no claim about a volume or a credential', () => {
    expect(claimedSet({ medium: 'nas' }, 'volume')).toBeUndefined();
    expect(claimedSet({ medium: 'nas' }, 'credential')).toBeUndefined();
  });

  test('reads one name in any spelling', () => {
    const ids = ['Osaka-DC1', ' osaka-dc1\t', 'OSAKA-DC1'].map(
      (site) => claimedSet({ site }, 'site')?.value.values[0]?.id,
    );

    expect(new Set(ids)).toEqual(new Set(['claim:site/osaka-dc1']));
  });

  test('reads both Unicode forms as one', () => {
    const composed = claimedSet({ site: 'caf\u00e9' }, 'site')?.value.values[0]?.id;
    const decomposed = claimedSet({ site: 'cafe\u0301' }, 'site')?.value.values[0]?.id;

    expect(composed).toBe(decomposed);
  });

  test('takes `none` as a value of the account', () => {
    expect(claimedSet({ account: 'None' }, 'account')?.value.values).toEqual([{ id: 'none', label: 'None' }]);
  });

  test('says that the value is declared, and where', () => {
    expect(claimedSet({ site: 'a' }, 'site')).toMatchObject({ basis: 'declared', source: 'claims.site' });
  });
});
