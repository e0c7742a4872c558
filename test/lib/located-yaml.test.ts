import { describe, expect, it } from 'vitest';
import { type LocatedYaml, parseLocatedYaml } from '../../src/lib/located-yaml.ts';

function parsed(text: string): LocatedYaml {
  const yaml = parseLocatedYaml(text);
  if ('value' in yaml) return yaml;
  throw new Error(JSON.stringify(yaml));
}

describe('located YAML', () => {
  it('knows where keys and values stand', () => {
    const yaml = parsed('a:\n  - b: 1\n  - c:  2\n');

    expect(yaml.value).toEqual({ a: [{ b: 1 }, { c: 2 }] });
    expect(yaml.keyAt(['a', 1, 'c'])).toEqual({ line: 3, column: 5 });
    expect(yaml.valueAt(['a', 1, 'c'])).toEqual({ line: 3, column: 9 });
  });

  it('gives the nearest place above for what is not there', () => {
    expect(parsed('a:\n  b: 1\n').valueAt(['a', 'x', 'y'])).toEqual({ line: 2, column: 3 });
  });

  it('follows aliases', () => {
    const yaml = parsed('x: &x\n  a: 1\ny: *x\n');

    expect(yaml.valueAt(['y', 'a'])).toEqual({ line: 2, column: 6 });
  });

  it.each([
    ['a key that comes twice', 'a: 1\na: 2\n', 2],
    ['an open bracket', 'a: [1\nb: 2\n', 2],
    ['a tab as indentation', 'a:\n\tb: 1\n', 2],
    ['two documents', 'a: 1\n---\nb: 2\n', 2],
  ])('names the line of %s', (_name, text, line) => {
    const faults = parseLocatedYaml(text);

    expect(faults).toMatchObject([{ line }, ...(Array.isArray(faults) ? faults.slice(1) : [])]);
  });

  it('refuses a text that grows beyond measure through aliases', () => {
    const levels = Array.from(
      { length: 12 },
      (_, at) => `l${at + 1}: &l${at + 1} [${Array(9).fill(`*l${at}`).join(', ')}]`,
    );

    expect(parseLocatedYaml(`l0: &l0 [x, x]\n${levels.join('\n')}\n`)).toMatchObject([{ message: expect.any(String) }]);
  });
});
